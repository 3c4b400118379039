"""The work plan: who plans what, and how a planned activity becomes a logged one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, PlannedActivity
from trafficking_program.tests.factories import (
    ActivityTypeFactory,
    PlannedActivityFactory,
    ProjectFactory,
    UnionFactory,
)

NEW = reverse("plan:new")
LOG = reverse("activities:new")
TODAY = timezone.localdate()


def first(when):
    return when.replace(day=1)


@pytest.fixture
def planned(cast):
    """Put something into the plan of Chhagalnaiya, today unless a day is given."""

    def make(**fields):
        held_on = fields.setdefault("day", TODAY)
        return PlannedActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.chhagalnaiya,
                "month": first(held_on or TODAY),
                "planned_by": cast.manager,
                **fields,
            }
        )

    return make


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
            "month": f"{TODAY:%Y-%m}",
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
        first(TODAY),
    )
    assert (entry.number, entry.day, entry.planned_by) == (4, None, cast.manager)
    assert response.headers["Location"] == f"/plan/?month={TODAY:%Y-%m}"


def test_a_day_makes_it_one_in_the_month_of_that_day(manager, cast, wanted):
    held_on = TODAY + datetime.timedelta(days=45)

    manager.post(NEW, wanted(day=f"{held_on:%d/%m/%Y}", number="", union=cast.mohamaya.pk))

    entry = PlannedActivity.objects.get()
    assert (entry.day, entry.month, entry.number) == (held_on, first(held_on), 1)
    assert entry.union == cast.mohamaya


def test_an_officer_puts_something_on_a_day(officer, cast, wanted):
    held_on = TODAY + datetime.timedelta(days=3)

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
        ({"day": TODAY.isoformat(), "number": "2"}, "number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(manager, wanted, changes, field):
    response = manager.post(NEW, wanted(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not PlannedActivity.objects.exists()


def test_a_union_of_another_upazila_is_refused(manager, cast, wanted):
    elsewhere = UnionFactory(upazila=cast.feni_sadar)

    response = manager.post(NEW, wanted(union=elsewhere.pk))

    assert list(response.context["form"].errors) == ["union"]


@pytest.mark.parametrize("day", ["", TODAY.isoformat()])
def test_sent_twice_it_is_one(manager, wanted, day):
    sent = wanted(day=day, number="" if day else "4")
    manager.post(NEW, sent, follow=True)

    response = manager.post(NEW, sent, follow=True)

    assert PlannedActivity.objects.count() == 1
    assert [message.level_tag for message in response.context["messages"]] == ["info"]


def test_another_number_for_the_same_month_points_to_the_one_that_is_there(manager, wanted):
    manager.post(NEW, wanted(number="4"))

    response = manager.post(NEW, wanted(number="6"))

    assert list(response.context["form"].errors) == ["number"]
    assert "৪" in response.context["form"].errors["number"][0]
    assert [entry.number for entry in PlannedActivity.objects.all()] == [4]


def test_a_number_is_changed(manager, planned, wanted):
    entry = planned(day=None, number=4)

    manager.post(reverse("plan:edit", args=[entry.pk]), wanted(number="6"))

    entry.refresh_from_db()
    assert (entry.number, entry.month) == (6, first(TODAY))


def test_the_page_to_change_a_number_has_the_digits_of_the_language(manager, planned):
    entry = planned(day=None, number=14)

    page = manager.get(reverse("plan:edit", args=[entry.pk])).content.decode()

    assert 'value="১৪"' in page
    assert f'<option value="{TODAY:%Y-%m}" selected>' in page


def test_the_page_to_change_it_shows_what_is_stored(manager, cast, planned):
    entry = planned(union=cast.mohamaya, venue="মুন্সিবাড়ি")

    page = manager.get(reverse("plan:edit", args=[entry.pk])).content.decode()

    assert f'<option value="{cast.mohamaya.pk}" selected>' in page
    assert "মুন্সিবাড়ি" in page
    assert f'value="{TODAY.isoformat()}"' in page


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
    entries = [planned(day=None, number=4), planned(), planned(planned_by=cast.officer)]

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
    assert response.headers["Location"] == f"/plan/?month={TODAY:%Y-%m}"
    assert not PlannedActivity.objects.exists()


# From the plan to the log.


def test_a_planned_one_fills_the_page_in(officer, cast, planned):
    other = ActivityTypeFactory()
    entry = planned(activity_type=other, union=cast.mohamaya, venue="মুন্সিবাড়ি")

    main = officer.get(LOG, {"planned": entry.pk}).context["form"].main

    assert main["activity_type"].value() == other.pk
    assert main["upazila"].value() == cast.chhagalnaiya.pk
    assert main["union"].value() == cast.mohamaya.pk
    assert main["venue"].value() == "মুন্সিবাড়ি"
    assert main["day"].value() == TODAY.isoformat()


def test_an_earlier_day_is_filled_in_as_another_day(officer, planned):
    held_on = TODAY - datetime.timedelta(days=9)
    entry = planned(day=held_on)

    main = officer.get(LOG, {"planned": entry.pk}).context["form"].main

    assert (main["day"].value(), main["starts_on"].value()) == ("other", held_on)


def test_a_day_to_come_is_not_filled_in(officer, planned):
    entry = planned(day=TODAY + datetime.timedelta(days=2))

    main = officer.get(LOG, {"planned": entry.pk}).context["form"].main

    assert (main["day"].value(), main["starts_on"].value()) == (TODAY.isoformat(), None)


def test_what_is_logged_from_the_plan_keeps_where_it_came_from(officer, planned, sent):
    entry = planned()

    officer.post(f"{LOG}?planned={entry.pk}", sent())

    activity = Activity.objects.get()
    assert (activity.planned, activity.status) == (entry, "submitted")


def test_logged_twice_from_the_plan_nothing_stands_in_the_way(officer, planned, sent):
    entry = planned()

    for venue in ("প্রথম উঠান", "আরেকটি দূরের স্কুলমাঠ"):
        response = officer.post(f"{LOG}?planned={entry.pk}", sent(venue=venue))
        assert response.status_code == 302

    assert [activity.planned for activity in Activity.objects.all()] == [entry, entry]


@pytest.mark.parametrize("asked", ["0", "x", "99999999999999999999", "", "-1"])
def test_a_plan_that_is_not_there_leaves_a_blank_page(officer, sent, asked):
    assert officer.get(LOG, {"planned": asked}).context["form"].activity.planned is None

    officer.post(f"{LOG}?planned={asked}", sent())

    assert Activity.objects.get().planned is None


def test_the_plan_of_others_or_of_a_whole_month_is_not_logged_from(officer, cast, planned):
    entries = [
        planned(upazila=cast.akhaura),
        planned(project=ProjectFactory()),
        planned(day=None, number=4),
    ]

    for entry in entries:
        page = officer.get(LOG, {"planned": entry.pk, "project": cast.project.slug})
        assert page.context["form"].activity.planned is None


@pytest.mark.parametrize("page", ["plan:edit", "plan:delete"])
def test_what_was_logged_from_stays_in_the_plan(manager, cast, planned, logged, page):
    entry = planned()
    logged(planned=entry, upazila=cast.chhagalnaiya)

    response = manager.post(reverse(page, args=[entry.pk]), follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["info"]
    assert PlannedActivity.objects.get() == entry
