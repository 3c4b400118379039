"""What is planned beside what was held."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards.figures import Selection, area, log, plan, types_against_plan
from dashboards.figures.plan import Promise, two_weeks
from dashboards.periods import Period, month_of
from dashboards.templatetags.dashboards import trace
from trafficking_program.tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    PlannedActivityFactory,
    ProjectFactory,
    UnionFactory,
)

PLAN = reverse("dashboards:plan")
MAY = datetime.date(2026, 5, 1)
TWELFTH = datetime.date(2026, 5, 12)  # a Tuesday
TODAY = timezone.localdate()


@pytest.fixture
def planned(cast):
    """Put something into the plan of Feni Sadar."""

    def make(**fields):
        held_on = fields.get("day")
        return PlannedActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "month": (held_on or MAY).replace(day=1),
                "planned_by": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def held(cast):
    def make(starts_on, **fields):
        return ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "starts_on": starts_on,
                "status": "approved",
                "reviewer": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def may(cast):
    return Selection(cast.manager, cast.project, month_of(MAY))


def lines(asked, types, today=TWELFTH):
    """What stands in the plan, by upazila and type."""
    found = plan(asked, area(asked), log(asked, types), today)
    return {
        (place.upazila.name_en, row.type.name_en): (row.planned, row.due, row.held)
        for place in found
        for row in place.rows
    }


@pytest.mark.parametrize(
    ("numbers", "days", "planned"), [(4, 0, 4), (0, 2, 2), (4, 2, 4), (2, 5, 5), (0, 0, 0)]
)
def test_numbers_and_days_are_not_added_up(numbers, days, planned):
    assert Promise(numbers, days).planned == planned


@pytest.mark.parametrize(
    ("promise", "today", "due"),
    [
        (Promise(4, 0), datetime.date(2026, 4, 30), 0),
        (Promise(4, 0), datetime.date(2026, 5, 1), 0),
        (Promise(4, 0), datetime.date(2026, 5, 16), 2),
        (Promise(4, 0), datetime.date(2026, 5, 30), 3),
        (Promise(4, 0), datetime.date(2026, 5, 31), 4),
        (Promise(4, 0), datetime.date(2027, 1, 1), 4),
        (Promise(4, 3, 3), datetime.date(2026, 5, 8), 3),
        (Promise(0, 6, 1), datetime.date(2026, 5, 16), 1),
    ],
)
def test_what_is_due_grows_with_the_month(promise, today, due):
    assert promise.due(MAY, today) == due


def test_planned_stands_beside_held_for_every_upazila_and_type(cast, planned, held, may):
    bazaar, training = ActivityTypeFactory(name_en="Bazaar"), ActivityTypeFactory(name_en="Unused")
    planned(number=4)
    planned(number=2, union=UnionFactory(upazila=cast.feni_sadar))
    planned(day=datetime.date(2026, 5, 3))
    planned(number=1, upazila=cast.chhagalnaiya, activity_type=bazaar)
    for status in ("approved", "submitted", "returned", "draft"):
        held(datetime.date(2026, 5, 31), status=status)
    held(MAY, activity_type=bazaar)
    held(datetime.date(2026, 6, 1))

    assert lines(may, [cast.courtyard, bazaar, training]) == {
        ("Feni Sadar", "Courtyard meeting"): (6, 2, 2),
        ("Feni Sadar", "Bazaar"): (0, 0, 1),
        ("Chhagalnaiya", "Bazaar"): (1, 0, 0),
    }


def test_the_plan_stays_within_project_place_month_and_scope(cast, planned, may):
    planned(number=4)
    planned(number=1, upazila=cast.akhaura)
    planned(number=1, project=ProjectFactory())
    planned(number=1, month=datetime.date(2026, 6, 1))

    types = [cast.courtyard]
    elsewhere = Selection(cast.stranger, cast.project, month_of(MAY))
    in_sadar = Selection(cast.administrator, cast.project, month_of(MAY), cast.feni_sadar)

    sadar = ("Feni Sadar", "Courtyard meeting")
    assert lines(may, types) == {sadar: (4, 1, 0)}
    assert lines(in_sadar, types) == {sadar: (4, 1, 0)}
    assert lines(elsewhere, types) == {("Akhaura", "Courtyard meeting"): (1, 0, 0)}


def test_types_behind_plan_come_first(cast, planned, held):
    april, bazaar = datetime.date(2026, 4, 1), ActivityTypeFactory(position=0)
    unplanned = ActivityTypeFactory()
    planned(number=3, month=april)
    planned(number=31)
    planned(number=2, month=april, activity_type=bazaar)
    planned(number=9, month=datetime.date(2026, 6, 1), activity_type=unplanned)
    for kind in (cast.courtyard, bazaar, bazaar, unplanned):
        held(datetime.date(2026, 4, 20), activity_type=kind)
    held(datetime.date(2026, 5, 2), status="submitted")
    held(datetime.date(2026, 5, 2), status="returned")
    asked = Selection(cast.manager, cast.project, Period(april, datetime.date(2026, 6, 30)))
    types = [cast.courtyard, bazaar, unplanned]

    rows = types_against_plan(asked, log(asked, types), TWELFTH)

    assert [(row.type, row.due, row.held, row.missing) for row in rows] == [
        (cast.courtyard, 3 + 12, 2, 13),
        (bazaar, 2, 2, 0),
    ]


def test_weeks_run_from_sunday_to_saturday(cast, planned, may):
    days = [datetime.date(2026, 5, day) for day in (9, 10, 12, 16, 17, 23, 24)]
    for day in days:
        planned(day=day)
    planned(number=4)

    this, following = two_weeks(may, TWELFTH)

    assert (this.period, following.period) == (
        Period(datetime.date(2026, 5, 10), datetime.date(2026, 5, 16)),
        Period(datetime.date(2026, 5, 17), datetime.date(2026, 5, 23)),
    )
    assert [day for day, _entries in this.days] == days[1:4]
    assert [day for day, _entries in following.days] == days[4:6]


@pytest.mark.parametrize("today", [datetime.date(2026, 5, 10), datetime.date(2026, 5, 16)])
def test_sunday_begins_the_week_and_saturday_ends_it(may, today):
    assert two_weeks(may, today)[0].period.start == datetime.date(2026, 5, 10)


# The page.


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def test_an_officer_logs_from_the_calendar_with_one_tap(officer, planned):
    entry = planned(day=TODAY, venue="মুন্সিবাড়ি")

    page = officer.get(PLAN).content.decode()

    assert page.count(f'href="/activities/new/?planned={entry.pk}"') == 2
    assert "মুন্সিবাড়ি" in page


def test_what_was_logged_says_so_once_and_leads_to_the_first(officer, planned, held):
    entry = planned(day=TODAY)
    first, second = held(TODAY, planned=entry), held(TODAY, planned=entry)

    page = officer.get(PLAN)

    html = page.content.decode()
    assert f"?planned={entry.pk}" not in html
    assert html.count(first.get_absolute_url()) == 2
    assert second.get_absolute_url() not in html
    assert reverse("plan:delete", args=[entry.pk]) not in html


def test_the_draft_of_another_does_not_show_and_something_else_does_not_count(
    officer, cast, planned, held
):
    entry = planned(day=TODAY)
    held(TODAY, planned=entry, status="draft", officer=cast.administrator)
    held(TODAY, planned=entry, activity_type=ActivityTypeFactory())
    held(TODAY, planned=entry, upazila=cast.chhagalnaiya)

    assert f"?planned={entry.pk}" in officer.get(PLAN).content.decode()


def test_a_manager_sees_what_was_not_logged_and_may_change_it(manager, planned):
    entry = planned(day=TODAY.replace(day=1) if TODAY.day > 1 else TODAY)

    response = manager.get(PLAN)

    page = response.content.decode()
    assert f"?planned={entry.pk}" not in page
    assert reverse("plan:edit", args=[entry.pk]) in page
    assert reverse("plan:delete", args=[entry.pk]) in page


def test_an_officer_changes_only_their_own_days(officer, cast, planned):
    own = planned(day=TODAY, planned_by=cast.officer)
    others = [planned(day=TODAY), planned(number=4, month=TODAY.replace(day=1))]

    page = officer.get(PLAN).content.decode()

    assert reverse("plan:edit", args=[own.pk]) in page
    assert not any(reverse("plan:edit", args=[entry.pk]) in page for entry in others)


def test_a_month_of_the_project_is_chosen(manager, cast):
    cast.project.starts_on, cast.project.ends_on = "2026-04-10", "2026-06-20"
    cast.project.save()

    def asked(month):
        months = manager.get(PLAN, {"month": month}).context["months"]
        return months.last, months.earlier, months.later

    april, june = datetime.date(2026, 4, 1), datetime.date(2026, 6, 1)
    assert asked("2026-05") == (MAY, april, june)
    assert asked("২০২৬-০৪") == (april, None, MAY)
    assert asked("2026-12") == (june, MAY, None)
    assert asked("") == (june, MAY, None)
    assert asked("nonsense") == (june, MAY, None)


def test_a_project_that_is_over_has_no_weeks(manager, cast):
    cast.project.ends_on = TODAY - datetime.timedelta(days=1)
    cast.project.save()

    assert manager.get(PLAN).context["weeks"] == []


def test_what_was_held_leads_to_a_list_that_adds_up_to_it(manager, cast, planned, held):
    planned(number=4)
    for status in ("approved", "approved", "submitted", "returned"):
        held(MAY, status=status)
    held(MAY, activity_type=ActivityTypeFactory())

    page = manager.get(PLAN, {"month": "2026-05"})

    where = {"place": cast.feni_sadar.pk, "type": "courtyard-meeting"}
    for status, count in (("approved", 2), ("submitted", 1)):
        behind = trace(page.context["asked"], status=status, **where)
        assert behind.replace("&", "&amp;") in page.content.decode()
        assert manager.get(behind).context["totals"].activities == count


def test_the_plan_is_there_as_csv(manager, planned, held):
    planned(number=4)
    held(MAY, status="submitted")

    response = manager.get(PLAN, {"month": "2026-05", "format": "csv", "table": "plan"})

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "BD20300029,Feni Sadar,ফেনী সদর,courtyard-meeting,Courtyard meeting,উঠান বৈঠক,2026-05,4,0,1"
    ]
    assert manager.get(PLAN, {"format": "csv", "table": "months"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    officer, cast, planned, held, rows, django_assert_num_queries
):
    for _number in range(rows):
        kind, union = ActivityTypeFactory(), UnionFactory(upazila=cast.feni_sadar)
        entry = planned(day=TODAY, activity_type=kind, union=union)
        held(TODAY, planned=entry, activity_type=kind)
        planned(number=2, activity_type=kind, union=union, month=TODAY.replace(day=1))

    with django_assert_num_queries(14):
        officer.get(PLAN)
