"""The list, what it is narrowed by and what it adds up to."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import (
    ActivityTypeFactory,
    ParticipationFactory,
    TargetGroupFactory,
    UserFactory,
)

LIST = "/activities/"


def test_the_list_shows_what_is_visible_and_no_more(client, cast, logged):
    mine = logged(status="submitted")
    logged(upazila=cast.akhaura, officer=cast.stranger, status="submitted")
    logged(officer=UserFactory(upazilas=[cast.feni_sadar]))  # a colleague's draft
    client.force_login(cast.officer)

    response = client.get(LIST)

    assert [activity.pk for activity in response.context["page"]] == [mine.pk]


def test_the_list_adds_up_even_with_two_groups_and_materials(manager, cast, logged):
    activity = logged(women=12)
    other = TargetGroupFactory()
    ParticipationFactory(
        activity=activity, target_group=other, female_18_59=0, male_0_17=5, first_time=2
    )
    activity.submit(version=1)

    response = manager.get(LIST)

    row = response.context["page"][0]
    totals = response.context["totals"]
    assert (row.contacts, row.first_time) == (17, 2)
    assert (totals.activities, totals.contacts, totals.first_time) == (1, 17, 2)


@pytest.mark.parametrize(
    ("asked", "contacts"),
    [
        ({}, 17),
        ({"sex": "male"}, 5),
        ({"sex": "female"}, 12),
        ({"age": "0_17"}, 5),
        ({"sex": "male", "age": "0_17"}, 5),
        ({"sex": "female", "age": "0_17"}, 0),
        ({"group": "women-at-risk"}, 12),
        ({"group": "women-at-risk", "sex": "male"}, 0),
    ],
)
def test_the_list_counts_only_who_is_asked_for(manager, cast, logged, asked, contacts):
    activity = logged(women=12)
    ParticipationFactory(
        activity=activity, target_group=TargetGroupFactory(), female_18_59=0, male_0_17=5
    )
    activity.submit(version=1)

    response = manager.get(LIST, asked)

    assert response.context["totals"].contacts == contacts
    assert sum(row.contacts for row in response.context["page"]) == contacts


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "৫ নং"}, ["ward"]),
        ({"q": "5 নং"}, ["ward"]),
        ({"q": "SCHOOL"}, ["school"]),
        ({"q": "দালাল"}, ["school"]),
        ({"q": "mohamaya"}, ["ward"]),
        ({"q": "মহামায়া"}, ["ward"]),
        ({"q": "ফেনী সদর"}, ["school"]),
        ({"q": "100%"}, []),
        ({"place": "BD2030"}, ["school", "ward"]),
        ({"place": "BD20300014"}, ["ward"]),
        ({"place": "BD2012"}, ["school", "ward"]),  # not theirs: told, and not narrowed
        ({"type": "courtyard-meeting"}, ["school", "ward"]),
        ({"status": "approved"}, ["ward"]),
        ({"officer": "officer"}, ["school", "ward"]),
        ({"from": "২০২৬-১১-০২"}, ["ward"]),
        ({"to": "02/11/2026"}, ["school"]),
        ({"from": "nonsense"}, ["school", "ward"]),
    ],
)
def test_the_list_is_narrowed_in_either_script_and_either_digits(
    manager, cast, logged, asked, found
):
    day = datetime.date(2026, 11, 1)
    cast.project.starts_on = datetime.date(2026, 1, 1)
    cast.project.save()
    named = {
        logged(
            venue="Primary school", summary="দালাল চেনা", starts_on=day, status="submitted"
        ).pk: "school",
        logged(
            venue="৫ নং ওয়ার্ড",
            upazila=cast.chhagalnaiya,
            union=cast.mohamaya,
            starts_on=day + datetime.timedelta(days=4),
            status="approved",
        ).pk: "ward",
    }

    response = manager.get(LIST, asked)

    assert sorted(named[row.pk] for row in response.context["page"]) == found


@pytest.mark.parametrize(
    "nonsense",
    [
        {"page": "-1"},
        {"page": "many"},
        {"sort": "password"},
        {"status": "gone"},
        {"group": "x" * 5000},
        {"type": "0"},
        {"officer": "' OR 1=1"},
        {"project": "nowhere"},
    ],
)
def test_nonsense_in_the_address_is_borne(manager, logged, nonsense):
    logged(status="submitted")

    assert manager.get(LIST, nonsense).status_code == 200


@pytest.mark.parametrize("name", ["q", "place", "from"])
def test_a_nul_in_the_address_is_refused(manager, name):
    assert manager.get(LIST, {name: "\x00"}).status_code == 400


@pytest.mark.parametrize(
    ("sort", "contacts"),
    [
        ("", [30, 3]),
        ("-starts_on", [30, 3]),
        ("starts_on", [3, 30]),
        ("-contacts", [30, 3]),
        ("contacts", [3, 30]),
        ("type", [3, 30]),
        ("place", [30, 3]),
    ],
)
def test_the_list_is_sorted(manager, cast, logged, sort, contacts):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    later_type = ActivityTypeFactory(position=cast.courtyard.position + 1)
    logged(status="submitted", women=3, starts_on=yesterday)
    logged(status="submitted", women=30, activity_type=later_type, upazila=cast.chhagalnaiya)

    rows = manager.get(LIST, {"sort": sort}).context["page"]

    assert [row.contacts for row in rows] == contacts


def test_the_list_is_paged_and_keeps_the_filter(manager, logged):
    for _ in range(26):
        logged(status="submitted", women=1)

    page = manager.get(LIST, {"status": "submitted", "page": "2"})

    assert len(page.context["page"].object_list) == 1
    assert page.context["totals"].contacts == 26
    assert "?status=submitted&amp;page=1" in page.content.decode()


def test_a_place_that_left_the_work_area_can_still_be_asked_for(manager, cast, logged):
    logged(status="approved", women=7)
    logged(status="approved", women=5, upazila=cast.chhagalnaiya)
    cast.project.upazilas.remove(cast.feni_sadar)

    response = manager.get(LIST, {"place": cast.feni_sadar.pcode})

    assert response.context["totals"].contacts == 7


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(
    manager, logged, rows, django_assert_num_queries
):
    for _ in range(rows):
        logged(status="submitted")

    with django_assert_num_queries(11):
        manager.get(LIST)
