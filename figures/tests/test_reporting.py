"""Which months somebody has spoken of."""

import datetime

import pytest

from common.calendar import Period
from figures import Selection, area, reported, reporting_matrix
from tests.factories import ProjectFactory

JANUARY, FEBRUARY, MARCH = (datetime.date(2026, month, 1) for month in (1, 2, 3))
WINTER = Period(datetime.date(2026, 1, 10), datetime.date(2026, 3, 20))
TODAY = datetime.date(2026, 3, 20)


@pytest.mark.parametrize(
    ("status", "is_reported"),
    [("draft", False), ("submitted", True), ("returned", False), ("approved", True)],
)
def test_what_was_handed_in_and_not_given_back_is_reported(cast, held, status, is_reported):
    held(datetime.date(2026, 2, 28), status=status)

    found = reported(Selection(cast.officer, cast.project, WINTER))

    assert found == ({(cast.feni_sadar.pk, FEBRUARY)} if is_reported else set())


def test_nothing_to_report_is_a_report_too_and_months_are_whole(cast, held, nothing):
    held(datetime.date(2026, 1, 3))
    nothing(FEBRUARY)
    held(datetime.date(2026, 3, 31), upazila=cast.chhagalnaiya)
    nothing(datetime.date(2026, 4, 1))
    held(datetime.date(2025, 12, 31))

    found = reported(Selection(cast.manager, cast.project, WINTER))

    assert found == {
        (cast.feni_sadar.pk, JANUARY),
        (cast.feni_sadar.pk, FEBRUARY),
        (cast.chhagalnaiya.pk, MARCH),
    }


def test_what_is_reported_stays_within_project_place_and_scope(cast, held, nothing):
    nothing(JANUARY)
    nothing(JANUARY, upazila=cast.chhagalnaiya)
    held(FEBRUARY, upazila=cast.akhaura, officer=cast.stranger)
    nothing(MARCH, project=ProjectFactory())

    def of(user, place=None):
        return reported(Selection(user, cast.project, WINTER, place))

    sadar, chhagalnaiya = (cast.feni_sadar.pk, JANUARY), (cast.chhagalnaiya.pk, JANUARY)
    assert of(cast.manager) == {sadar, chhagalnaiya}
    assert of(cast.manager, cast.feni) == {sadar, chhagalnaiya}
    assert of(cast.officer, cast.chhagalnaiya) == {chhagalnaiya}
    assert of(cast.administrator, cast.brahmanbaria) == {(cast.akhaura.pk, FEBRUARY)}
    assert of(cast.other_manager) == {(cast.akhaura.pk, FEBRUARY)}


def test_what_is_reported_costs_two_queries(cast, held, nothing, django_assert_num_queries):
    held(JANUARY)
    for month in (FEBRUARY, MARCH):
        nothing(month)

    with django_assert_num_queries(2):
        reported(Selection(cast.officer, cast.project, WINTER))


def cells(asked, upazila, today=TODAY):
    (row,) = [row for row in reporting_matrix(asked, area(asked), today) if row.upazila == upazila]
    return {cell.month.start: cell for cell in row.cells}


@pytest.fixture
def winter(cast):
    """January to March, seen by the manager on 20 March."""
    return Selection(cast.manager, cast.project, Period(JANUARY, datetime.date(2026, 3, 31)))


def test_a_month_is_logged_or_nothing_or_silent_or_not_yet(cast, held, nothing, winter):
    for status in ("approved", "approved", "submitted", "returned", "draft"):
        held(datetime.date(2026, 1, 31), status=status)
    zero_report = nothing(FEBRUARY)
    held(FEBRUARY, upazila=cast.chhagalnaiya, status="draft")

    sadar, chhagalnaiya = cells(winter, cast.feni_sadar), cells(winter, cast.chhagalnaiya)

    january = sadar[JANUARY]
    assert (january.state, january.approved, january.awaiting, january.returned) == (
        "logged",
        2,
        1,
        1,
    )
    assert (sadar[FEBRUARY].state, sadar[FEBRUARY].zero_report) == ("nothing", zero_report)
    assert sadar[MARCH].state == "not_yet"
    assert [chhagalnaiya[month].state for month in (JANUARY, FEBRUARY, MARCH)] == [
        "silent",
        "silent",
        "not_yet",
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (datetime.date(2026, 2, 28), "not_yet"),
        (datetime.date(2026, 3, 1), "silent"),
        (datetime.date(2025, 12, 1), "not_yet"),
    ],
)
def test_a_month_is_silent_once_it_is_over(cast, winter, today, state):
    assert cells(winter, cast.feni_sadar, today)[FEBRUARY].state == state


def test_what_was_logged_outweighs_what_was_said(cast, held, nothing, winter):
    nothing(FEBRUARY)
    held(FEBRUARY, status="submitted")

    assert cells(winter, cast.feni_sadar)[FEBRUARY].state == "logged"


def test_what_was_returned_is_silence_until_it_is_handed_in_again(cast, held, winter):
    activity = held(JANUARY, status="returned", women=12)
    then = cells(winter, cast.feni_sadar)[JANUARY]

    activity.submit(version=activity.version)
    now = cells(winter, cast.feni_sadar)[JANUARY]

    assert (then.state, then.returned) == ("silent", 1)
    assert (now.state, now.returned, now.awaiting) == ("logged", 0, 1)


def test_a_month_is_whole_where_the_period_begins_or_ends_within_it(cast, held, nothing, winter):
    held(datetime.date(2026, 1, 3))
    nothing(FEBRUARY)
    within = winter.during(datetime.date(2026, 1, 10), datetime.date(2026, 3, 10))

    found = cells(within, cast.feni_sadar)

    assert [cell.state for cell in found.values()] == ["logged", "nothing", "not_yet"]


def test_the_states_agree_with_what_is_reported(cast, held, nothing, winter):
    held(JANUARY, status="returned")
    held(FEBRUARY, status="submitted")
    nothing(FEBRUARY, upazila=cast.chhagalnaiya)

    spoken_of = {
        (cell.upazila.pk, cell.month.start)
        for row in reporting_matrix(winter, area(winter), TODAY)
        for cell in row.cells
        if cell.state in ("logged", "nothing")
    }

    assert spoken_of == reported(winter)


def test_an_upazila_that_left_the_work_area_keeps_its_row_while_it_has_something(
    cast, held, winter
):
    held(JANUARY)
    cast.project.upazilas.remove(cast.feni_sadar, cast.chhagalnaiya)

    assert [row.upazila for row in reporting_matrix(winter, area(winter), TODAY)] == [
        cast.feni_sadar
    ]
