"""What is planned beside what was held."""

import datetime

import pytest

from common.calendar import Period, month_of
from figures import Selection, activity_counts, area, plan, types_against_plan
from figures.plan import PlannedNumbers, two_weeks
from tests.factories import ActivityTypeFactory, ProjectFactory, UnionFactory

MAY = datetime.date(2026, 5, 1)
TWELFTH = datetime.date(2026, 5, 12)  # a Tuesday


@pytest.fixture
def may(cast):
    return Selection(cast.manager, cast.project, month_of(MAY))


def lines(asked, types, today=TWELFTH):
    """What stands in the plan, by upazila and type."""
    found = plan(asked, area(asked), activity_counts(asked, types), today)
    return {
        (place.upazila.name_en, row.type.name_en): (row.planned, row.due, row.held)
        for place in found
        for row in place.rows
    }


@pytest.mark.parametrize(
    ("numbers", "days", "planned"), [(4, 0, 4), (0, 2, 2), (4, 2, 4), (2, 5, 5), (0, 0, 0)]
)
def test_numbers_and_days_are_not_added_up(numbers, days, planned):
    assert PlannedNumbers(numbers, days).planned == planned


@pytest.mark.parametrize(
    ("promise", "today", "due"),
    [
        (PlannedNumbers(4, 0), datetime.date(2026, 4, 30), 0),
        (PlannedNumbers(4, 0), datetime.date(2026, 5, 1), 0),
        (PlannedNumbers(4, 0), datetime.date(2026, 5, 16), 2),
        (PlannedNumbers(4, 0), datetime.date(2026, 5, 30), 3),
        (PlannedNumbers(4, 0), datetime.date(2026, 5, 31), 4),
        (PlannedNumbers(4, 0), datetime.date(2027, 1, 1), 4),
        (PlannedNumbers(4, 3, 3), datetime.date(2026, 5, 8), 3),
        (PlannedNumbers(0, 6, 1), datetime.date(2026, 5, 16), 1),
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

    rows = types_against_plan(asked, activity_counts(asked, types), TWELFTH)

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
