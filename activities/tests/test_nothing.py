"""A month in which nothing was held: who may say it, of which month, and who may take it back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import NothingToReport
from tests.factories import ActivityFactory, NothingToReportFactory, ProjectFactory

NOTHING = reverse("activities:nothing")
SEPTEMBER = datetime.date(2026, 9, 1)


@pytest.fixture
def project(client, cast):
    """It ran to the end of October, and is the one worked in."""
    client.cookies["project"] = cast.project.slug
    cast.project.starts_on, cast.project.ends_on = "2026-01-15", "2026-10-31"
    cast.project.save()
    return cast.project


def said(cast, **changes):
    sent = {
        "upazila": cast.chhagalnaiya.pk,
        "month": "2026-09",
        "reason": "flood",
        "note": "",
    }
    return {**sent, **changes}


def test_an_officer_says_it_of_a_month(officer, cast, project):
    response = officer.post(NOTHING, said(cast, note="মুহুরী নদীর বাঁধ ভেঙেছে"), follow=True)

    stored = NothingToReport.objects.get()
    assert (stored.project, stored.upazila, stored.month) == (
        project,
        cast.chhagalnaiya,
        SEPTEMBER,
    )
    assert (stored.reason, stored.note) == ("flood", "মুহুরী নদীর বাঁধ ভেঙেছে")
    assert stored.officer == cast.officer
    page = response.content.decode()
    assert "ছাগলনাইয়া, সেপ্টেম্বর ২০২৬" in page
    assert "মুহুরী নদীর বাঁধ ভেঙেছে" in page
    assert [message.level_tag for message in response.context["messages"]] == ["success"]


def test_the_link_from_a_month_fills_the_page_in(officer, cast, project):
    form = officer.get(NOTHING, {"month": "2026-08", "upazila": cast.feni_sadar.pk}).context["form"]

    assert (form["month"].value(), form["upazila"].value()) == ("2026-08", cast.feni_sadar.pk)
    assert 'value="2026-08" selected' in str(form["month"])


def test_the_only_upazila_is_chosen_already(client, cast, project):
    client.force_login(cast.stranger)

    form = client.get(NOTHING).context["form"]

    assert form["upazila"].value() == cast.akhaura.pk


def test_the_months_are_those_of_the_project_gone_by_the_last_first(officer, project):
    offered = [value for value, _ in officer.get(NOTHING).context["form"].fields["month"].choices]

    assert offered == [f"2026-{month:02d}" for month in range(10, 0, -1)]


def test_this_month_may_be_said_already_and_the_next_not(officer, cast):
    today = timezone.localdate()
    following = (today.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)

    officer.post(NOTHING, said(cast, month=f"{today:%Y-%m}"))
    refused = officer.post(NOTHING, said(cast, month=f"{following:%Y-%m}"))

    assert [stored.month for stored in NothingToReport.objects.all()] == [today.replace(day=1)]
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["month"]


def test_sent_twice_it_is_one(officer, cast, project):
    officer.post(NOTHING, said(cast), follow=True)

    response = officer.post(NOTHING, said(cast, reason="strike"), follow=True)

    assert [stored.reason for stored in NothingToReport.objects.all()] == ["flood"]
    assert [message.level_tag for message in response.context["messages"]] == ["info"]
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"upazila": "BD20120002"}, "upazila"),
        ({"upazila": ""}, "upazila"),
        ({"month": "2026-11"}, "month"),
        ({"month": "2025-12"}, "month"),
        ({"month": "someday"}, "month"),
        ({"month": ""}, "month"),
        ({"reason": ""}, "reason"),
        ({"reason": "laziness"}, "reason"),
        ({"reason": "other"}, "note"),
        ({"note": "ক" * 501}, "note"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(officer, cast, project, changes, field):
    response = officer.post(NOTHING, said(cast, **changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not NothingToReport.objects.exists()


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (["submitted"], "১"),
        (["approved", "returned", "submitted"], "৩"),
        (["draft"], None),
    ],
)
def test_where_something_was_held_it_is_refused_and_says_how_many(
    officer, cast, project, statuses, told
):
    for status in statuses:
        ActivityFactory(
            project=project,
            upazila=cast.chhagalnaiya,
            officer=cast.officer,
            starts_on=datetime.date(2026, 9, 30),
            status=status,
        )

    response = officer.post(NOTHING, said(cast))

    assert NothingToReport.objects.exists() is (told is None)
    if told:
        (message,) = response.context["form"].errors["month"]
        assert told in message
        assert "ছাগলনাইয়া" in message
        assert "সেপ্টেম্বর ২০২৬" in message


def test_what_was_held_elsewhere_or_in_another_month_does_not_refuse_it(officer, cast, project):
    where = {"officer": cast.officer, "status": "approved"}
    day = datetime.date(2026, 9, 15)
    ActivityFactory(**where, project=project, upazila=cast.feni_sadar, starts_on=day)
    ActivityFactory(
        **where, project=project, upazila=cast.chhagalnaiya, starts_on=datetime.date(2026, 10, 1)
    )
    other = ProjectFactory()
    ActivityFactory(**where, project=other, upazila=cast.chhagalnaiya, starts_on=day)

    assert officer.post(NOTHING, said(cast)).status_code == 302


@pytest.mark.parametrize(
    ("who", "status", "is_left"),
    [
        ("officer", 302, False),
        ("colleague", 403, True),
        ("manager", 302, False),
        ("administrator", 302, False),
        ("stranger", 404, True),
        ("other_manager", 404, True),
    ],
)
def test_its_author_or_a_manager_of_the_place_takes_it_back(client, cast, who, status, is_left):
    author = cast.officer
    if who == "colleague":
        cast.stranger.upazilas.add(cast.chhagalnaiya)
    stored = NothingToReportFactory(
        project=cast.project, upazila=cast.chhagalnaiya, officer=author, month=SEPTEMBER
    )
    client.force_login(cast.stranger if who == "colleague" else cast[who])
    address = reverse("activities:nothing_withdraw", args=[stored.pk])

    asked = client.get(address)
    assert asked.status_code == (200 if status == 302 else status)
    assert NothingToReport.objects.count() == 1
    assert client.post(address).status_code == status

    assert NothingToReport.objects.exists() is is_left


def test_it_lists_only_ones_own_places_and_project(officer, cast, project):
    mine = NothingToReportFactory(project=project, upazila=cast.feni_sadar, month=SEPTEMBER)
    NothingToReportFactory(project=project, upazila=cast.akhaura, month=SEPTEMBER)
    NothingToReportFactory(upazila=cast.feni_sadar, month=SEPTEMBER)

    assert officer.get(NOTHING).context["reported"] == [(mine, False)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    officer, cast, project, rows, django_assert_num_queries
):
    for month in range(rows):
        NothingToReportFactory(
            project=project,
            upazila=cast.feni_sadar,
            month=SEPTEMBER.replace(month=month + 1),
        )

    with django_assert_num_queries(6):
        officer.get(NOTHING)
