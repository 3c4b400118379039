"""Saying of a decision that it was done, and how."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from activities.tests.meetings import BORDER, NEW, SCHOOL
from tests.factories import DecisionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast, logged, ctc, committee):
    """An approved meeting with two decisions, one overdue and one open."""
    activity = logged(activity_type=ctc, upazila=cast.chhagalnaiya, committee=committee)
    today = timezone.localdate()
    DecisionFactory(activity=activity, due_on=today - datetime.timedelta(days=3))
    DecisionFactory(activity=activity, text=BORDER[0], due_on=today)
    activity.submit(version=1)
    activity.approve(by=cast.manager, version=2)
    return activity


def done_of(decision, **changes):
    sent = {"note": "সভা হয়েছে", "done_on": timezone.localdate().isoformat()} | changes
    address = reverse("activities:decision_done", args=[decision.activity_id, decision.pk])
    return address, {f"done{decision.pk}-{name}": value for name, value in sent.items()}


@pytest.mark.parametrize(
    ("who", "status", "is_done"),
    [
        ("officer", 302, True),
        ("manager", 302, True),
        ("administrator", 302, True),
        ("stranger", 404, False),
        ("other_manager", 404, False),
    ],
)
def test_the_author_and_reviewers_say_that_it_was_done(client, cast, meeting, who, status, is_done):
    decision = meeting.committee_decisions.first()
    address, data = done_of(decision)
    client.force_login(cast[who])

    response = client.post(address, data)

    decision.refresh_from_db()
    assert response.status_code == status
    assert (decision.done_on is not None) == is_done
    assert decision.done_by == (cast[who] if is_done else None)


def test_a_colleague_of_the_same_upazila_does_not(client, meeting, cast):
    client.force_login(UserFactory(upazilas=[cast.chhagalnaiya]))
    address, data = done_of(meeting.committee_decisions.first())

    assert client.post(address, data).status_code == 403


def test_whoever_comes_second_changes_nothing(officer, cast, meeting):
    decision = meeting.committee_decisions.first()
    decision.follow_up(on=timezone.localdate(), by=cast.manager, note="প্রথম")
    address, data = done_of(decision)

    response = officer.post(address, data, follow=True)

    decision.refresh_from_db()
    assert decision.done_note == "প্রথম"
    assert "error" in {message.level_tag for message in response.context["messages"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": ""}, "note"),
        ({"note": "০১৭১২৩৪৫৬৭৮ জানেন"}, "note"),
        ({"done_on": "2099-01-01"}, "done_on"),
        ({"done_on": "2001-01-01"}, "done_on"),
    ],
)
def test_what_is_refused_stands_on_the_page_with_what_was_typed(officer, meeting, changes, field):
    decision = meeting.committee_decisions.first()
    address, data = done_of(decision, **changes)

    response = officer.post(address, data)

    forms = [form for _decision, form in response.context["decisions"] if form.is_bound]
    assert response.status_code == 422
    assert [list(form.errors) for form in forms] == [[field]]
    assert data[f"done{decision.pk}-note"] in response.content.decode()


def test_a_number_that_names_nobody_can_be_insisted_on(officer, meeting):
    decision = meeting.committee_decisions.first()
    address, data = done_of(decision, note="স্মারক ১২৩৪৫৬৭৮৯০", names_nobody="on")

    officer.post(address, data)

    decision.refresh_from_db()
    assert decision.done_note == "স্মারক ১২৩৪৫৬৭৮৯০"


def test_the_page_shows_committee_quorum_and_what_is_overdue(manager, cast, meeting):
    cast.manager.language = "en"
    cast.manager.save()

    page = manager.get(meeting.get_absolute_url()).content.decode()

    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.S)
    assert meeting.committee.get_absolute_url() in page
    assert "Not recorded" in text
    assert text.count("Overdue") == 1
    assert page.count("decisions/") == 2


def test_the_history_tells_of_decisions_and_of_what_was_done(officer, cast, held):
    officer.post(NEW, held(SCHOOL))
    activity = Activity.objects.get()
    activity.approve(by=cast.manager, version=activity.version)
    officer.post(*done_of(activity.committee_decisions.get()))
    cast.officer.language = "en"
    cast.officer.save()

    steps = officer.get(activity.get_absolute_url()).context["history"]

    assert steps[0].who == cast.officer
    assert steps[0].label == "Follow-up done"
    assert steps[0].changes[0].label == SCHOOL[0]
    assert steps[0].changes[0].typed.startswith("সভা হয়েছে")


def test_the_history_tells_of_the_committee_and_the_quorum(officer, cast, held, committee):
    officer.post(NEW, held(SCHOOL, committee="", had_quorum="", submit=None))
    activity = Activity.objects.get()
    data = held(BORDER, id=str(activity.pk), version="1", had_quorum="False")
    officer.post(reverse("activities:edit", args=[activity.pk]), data)

    last = officer.get(activity.get_absolute_url()).context["history"][0]

    told = {change.typed for change in last.changes}
    assert str(committee) in told
    assert "না" in told
    assert f"{BORDER[0]} · {BORDER[1]}" in told


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(
    officer, cast, logged, ctc, committee, django_assert_num_queries, count
):
    activity = logged(activity_type=ctc, upazila=cast.chhagalnaiya, committee=committee)
    DecisionFactory.create_batch(count, activity=activity)

    with django_assert_num_queries(14):
        officer.get(activity.get_absolute_url())
    with django_assert_num_queries(17):
        officer.get(reverse("activities:edit", args=[activity.pk]))
