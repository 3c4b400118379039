"""Which months somebody has spoken of, where nobody has been, and what is behind plan."""

import datetime

import pytest

from dashboards.figures import Selection
from dashboards.figures.coverage import reported
from dashboards.periods import Period
from trafficking_program.tests.factories import (
    ActivityFactory,
    NothingToReportFactory,
    ProjectFactory,
)

JANUARY, FEBRUARY, MARCH = (datetime.date(2026, month, 1) for month in (1, 2, 3))
WINTER = Period(datetime.date(2026, 1, 10), datetime.date(2026, 3, 20))


@pytest.fixture
def held(cast):
    """Make an activity of the officer's in Feni Sadar; any field can be given."""

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
def nothing(cast):
    def say(month, **fields):
        return NothingToReportFactory(
            **{
                "project": cast.project,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "month": month,
                **fields,
            }
        )

    return say


@pytest.mark.parametrize(
    ("status", "is_reported"),
    [("draft", False), ("submitted", True), ("returned", True), ("approved", True)],
)
def test_what_was_handed_in_is_reported_and_a_draft_is_not(cast, held, status, is_reported):
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
