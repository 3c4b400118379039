"""The work plan: who plans what, and what stays in it."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from activities.forms import PlanForm
from activities.models import PlannedActivity
from tests.factories import ActivityFactory, UnionFactory

NEW = reverse("plan:new")
today = timezone.localdate


def first(when):
    return when.replace(day=1)


@pytest.fixture
def wanted(cast):
    """What a browser sends; an officer's page has no month and no number."""

    def build(**changes):
        data = {
            "activity_type": cast.courtyard.pk,
            "upazila": cast.chhagalnaiya.pk,
            "union": "",
            "venue": "",
            "day": "",
            "month": f"{today():%Y-%m}",
            "number": "৪",
            **changes,
        }
        return {key: value for key, value in data.items() if value is not None}

    return build


def test_a_manager_plans_a_number_in_a_month(manager, cast, wanted):
    response = manager.post(NEW, wanted())

    entry = PlannedActivity.objects.get()
    assert (entry.project, entry.upazila, entry.month) == (
        cast.project,
        cast.chhagalnaiya,
        first(today()),
    )
    assert (entry.number, entry.day, entry.planned_by) == (4, None, cast.manager)
    assert response.headers["Location"] == f"/plan/?month={today():%Y-%m}"


def test_a_day_makes_it_one_in_the_month_of_that_day(manager, cast, wanted):
    held_on = today() + datetime.timedelta(days=45)

    manager.post(NEW, wanted(day=f"{held_on:%d/%m/%Y}", number="", union=cast.mohamaya.pk))

    entry = PlannedActivity.objects.get()
    assert (entry.day, entry.month, entry.number) == (held_on, first(held_on), 1)
    assert entry.union == cast.mohamaya


def test_an_officer_puts_something_on_a_day(officer, cast, wanted):
    held_on = today() + datetime.timedelta(days=3)

    officer.post(NEW, wanted(day=held_on.isoformat(), venue="মুন্সিবাড়ি", number="9", month="1999-01"))

    entry = PlannedActivity.objects.get()
    assert (entry.day, entry.month, entry.number) == (held_on, first(held_on), 1)
    assert (entry.venue, entry.planned_by) == ("মুন্সিবাড়ি", cast.officer)


def test_an_officer_plans_no_numbers(officer, wanted):
    response = officer.post(NEW, wanted())

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["day"]
    assert not PlannedActivity.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"activity_type": ""}, "activity_type"),
        ({"upazila": "BD20120002"}, "upazila"),
        ({"upazila": None}, "upazila"),
        ({"number": ""}, "number"),
        ({"number": "0"}, "number"),
        ({"number": "1000"}, "number"),
        ({"number": "many"}, "number"),
        ({"month": ""}, "month"),
        ({"month": "1999-01"}, "month"),
        ({"day": "1999-01-01", "number": ""}, "day"),
        ({"day": "tomorrow"}, "day"),
        ({"day": "of today", "number": "2"}, "number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(manager, wanted, changes, field):
    if changes.get("day") == "of today":
        changes = changes | {"day": today().isoformat()}

    response = manager.post(NEW, wanted(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not PlannedActivity.objects.exists()


def test_a_union_of_another_upazila_is_refused(manager, cast, wanted):
    elsewhere = UnionFactory(upazila=cast.feni_sadar)

    response = manager.post(NEW, wanted(union=elsewhere.pk))

    assert list(response.context["form"].errors) == ["union"]


@pytest.mark.parametrize("is_of_a_day", [False, True])
def test_sent_twice_it_is_one(manager, wanted, is_of_a_day):
    sent = wanted(day=today().isoformat(), number="") if is_of_a_day else wanted(day="", number="4")
    manager.post(NEW, sent, follow=True)

    response = manager.post(NEW, sent, follow=True)

    assert PlannedActivity.objects.count() == 1
    assert [message.level_tag for message in response.context["messages"]] == ["info"]


@pytest.mark.parametrize("is_of_a_day", [False, True])
def test_sent_twice_at_the_same_moment_it_is_one(manager, wanted, monkeypatch, is_of_a_day):
    """Neither request sees what the other stores: only the database does."""
    sent = wanted(day=today().isoformat(), number="") if is_of_a_day else wanted(day="", number="4")
    monkeypatch.setattr(PlanForm, "same", lambda form: PlannedActivity.objects.none())
    manager.post(NEW, sent, follow=True)

    response = manager.post(NEW, sent, follow=True)

    assert PlannedActivity.objects.count() == 1
    assert [message.level_tag for message in response.context["messages"]] == ["info"]


def test_on_one_day_in_two_venues_are_two(manager, wanted):
    for venue in ("মুন্সিবাড়ি", "কাজীবাড়ি"):
        manager.post(NEW, wanted(day=today().isoformat(), number="", venue=venue))

    assert PlannedActivity.objects.count() == 2


def test_another_number_for_the_same_month_points_to_the_one_that_is_there(manager, wanted):
    manager.post(NEW, wanted(number="4"))

    response = manager.post(NEW, wanted(number="6"))

    assert list(response.context["form"].errors) == ["number"]
    assert "৪" in response.context["form"].errors["number"][0]
    assert [entry.number for entry in PlannedActivity.objects.all()] == [4]


def test_a_number_is_changed(manager, planned, wanted):
    entry = planned(day=None, number=4)

    manager.post(reverse("plan:edit", args=[entry.pk]), wanted(number="6", version="1"))

    entry.refresh_from_db()
    assert (entry.number, entry.month) == (6, first(today()))


def test_the_page_to_change_a_number_has_the_digits_of_the_language(manager, planned):
    entry = planned(day=None, number=14)

    page = manager.get(reverse("plan:edit", args=[entry.pk])).content.decode()

    assert 'value="১৪"' in page
    assert f'<option value="{today():%Y-%m}" selected>' in page


def test_the_page_to_change_it_shows_what_is_stored(manager, cast, planned):
    entry = planned(union=cast.mohamaya, venue="মুন্সিবাড়ি")

    page = manager.get(reverse("plan:edit", args=[entry.pk])).content.decode()

    assert f'<option value="{cast.mohamaya.pk}" selected>' in page
    assert "মুন্সিবাড়ি" in page
    assert f'value="{today().isoformat()}"' in page


CHANGERS = [
    ("manager", 200, 200, 200),
    ("administrator", 200, 200, 200),
    ("officer", 403, 403, 200),
    ("stranger", 404, 404, 404),
    ("other_manager", 404, 404, 404),
]


@pytest.mark.parametrize("page", ["plan:edit", "plan:delete"])
@pytest.mark.parametrize(("who", "number", "managers_day", "own_day"), CHANGERS)
def test_who_changes_the_plan(client, cast, planned, page, who, number, managers_day, own_day):
    client.force_login(cast[who])
    own = planned(planned_by=cast.officer, venue="মুন্সিবাড়ি")
    entries = [planned(day=None, number=4), planned(), own]

    found = [client.get(reverse(page, args=[entry.pk])).status_code for entry in entries]

    assert found == [number, managers_day, own_day]


def test_deleting_asks_first(manager, planned):
    entry = planned()
    address = reverse("plan:delete", args=[entry.pk])

    asked = manager.get(address)
    assert PlannedActivity.objects.filter(pk=entry.pk).exists()
    response = manager.post(address)

    assert "মহামায়া" not in asked.content.decode()
    assert "ছাগলনাইয়া" in asked.content.decode()
    assert response.headers["Location"] == f"/plan/?month={today():%Y-%m}"
    assert not PlannedActivity.objects.exists()


@pytest.mark.parametrize("page", ["plan:edit", "plan:delete"])
def test_what_was_logged_from_stays_in_the_plan(manager, cast, planned, logged, page):
    entry = planned()
    logged(planned=entry, upazila=cast.chhagalnaiya, status="submitted")

    response = manager.post(reverse(page, args=[entry.pk]), follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["info"]
    assert PlannedActivity.objects.get() == entry


@pytest.mark.parametrize(
    ("page", "answer", "stays"), [("plan:edit", 422, False), ("plan:delete", 302, True)]
)
def test_a_draft_is_not_logged_yet_but_keeps_its_entry(manager, cast, planned, page, answer, stays):
    entry = planned()
    ActivityFactory(planned=entry, project=cast.project, upazila=cast.chhagalnaiya, women=3)

    response = manager.post(reverse(page, args=[entry.pk]))

    texts = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert response.status_code == answer
    assert ("খসড়া" in texts or "draft" in texts) is stays
    assert PlannedActivity.objects.get() == entry
