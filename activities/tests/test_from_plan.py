"""From the work plan to the log: how a planned activity becomes a logged one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from tests.factories import ActivityTypeFactory, ProjectFactory

LOG = reverse("activities:new")
today = timezone.localdate


def test_a_planned_one_fills_the_page_in(officer, cast, planned):
    other = ActivityTypeFactory()
    entry = planned(activity_type=other, union=cast.mohamaya, venue="মুন্সিবাড়ি")

    main = officer.get(LOG, {"planned": entry.pk}).context["form"].main

    assert main["activity_type"].value() == other.pk
    assert main["upazila"].value() == cast.chhagalnaiya.pk
    assert main["union"].value() == cast.mohamaya.pk
    assert main["venue"].value() == "মুন্সিবাড়ি"
    assert main["day"].value() == today().isoformat()


def test_an_earlier_day_is_filled_in_as_another_day(officer, planned):
    held_on = today() - datetime.timedelta(days=9)
    entry = planned(day=held_on)

    main = officer.get(LOG, {"planned": entry.pk}).context["form"].main

    assert (main["day"].value(), main["starts_on"].value()) == ("other", held_on)


def test_a_day_to_come_is_not_filled_in(officer, planned):
    entry = planned(day=today() + datetime.timedelta(days=2))

    main = officer.get(LOG, {"planned": entry.pk}).context["form"].main

    assert (main["day"].value(), main["starts_on"].value()) == (today().isoformat(), None)


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


def test_the_plan_of_others_is_not_logged_from(officer, cast, planned):
    entries = [
        planned(upazila=cast.akhaura),
        planned(project=ProjectFactory()),
    ]

    for entry in entries:
        page = officer.get(LOG, {"planned": entry.pk, "project": cast.project.slug})
        assert page.context["form"].activity.planned is None


def test_one_of_the_number_of_a_month_is_filled_in_without_a_day(officer, cast, planned, sent):
    entry = planned(day=None, number=4, activity_type=ActivityTypeFactory(), union=cast.mohamaya)

    form = officer.get(LOG, {"planned": entry.pk}).context["form"]
    officer.post(f"{LOG}?planned={entry.pk}", sent())

    assert form.main["activity_type"].value() == entry.activity_type_id
    assert form.main["upazila"].value() == cast.chhagalnaiya.pk
    assert form.main["union"].value() == cast.mohamaya.pk
    assert form.main["starts_on"].value() is None
    assert Activity.objects.get().planned is None
