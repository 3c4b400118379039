"""Unions where nobody has been for long."""

import datetime

import pytest

from common.calendar import Period
from figures import Selection, area, gaps
from tests.factories import ActivityTypeFactory, ParticipationFactory, UnionFactory

WINTER = Period(datetime.date(2026, 1, 10), datetime.date(2026, 3, 20))
TODAY = datetime.date(2026, 3, 20)


@pytest.fixture
def gaps_of(cast):
    """The unions of both lists on a day, by name."""

    def ask(today=TODAY, user=cast.manager, place=None):
        asked = Selection(user, cast.project, WINTER, place)
        found = gaps(asked, area(asked), today)
        return (
            {gap.union.name_en: gap.last_on for gap in found.courtyards},
            {gap.union.name_en: gap.last_on for gap in found.girls},
        )

    return ask


def test_a_union_without_a_courtyard_meeting_for_sixty_days_is_named(cast, held, gaps_of):
    sixty_days_ago = TODAY - datetime.timedelta(days=60)
    held(sixty_days_ago, upazila=cast.chhagalnaiya, union=cast.mohamaya)
    held(
        TODAY,
        upazila=cast.chhagalnaiya,
        union=cast.mohamaya,
        activity_type=ActivityTypeFactory(code="bazaar-meeting"),
    )
    held(TODAY, upazila=cast.chhagalnaiya, union=cast.mohamaya, status="draft")
    held(TODAY, upazila=cast.chhagalnaiya, union=cast.mohamaya, status="returned")
    held(TODAY, upazila=cast.chhagalnaiya)

    assert gaps_of()[0] == {"Mohamaya": sixty_days_ago}


@pytest.mark.parametrize("status", ["approved", "submitted"])
def test_a_courtyard_meeting_within_sixty_days_fills_the_gap(cast, held, gaps_of, status):
    held(
        TODAY - datetime.timedelta(days=59),
        upazila=cast.chhagalnaiya,
        union=cast.mohamaya,
        status=status,
    )

    assert gaps_of()[0] == {}


def test_a_union_where_nobody_has_been_is_not_yet(cast, gaps_of):
    UnionFactory(upazila=cast.feni_sadar, name_en="Retired", is_active=False)
    UnionFactory(upazila=cast.akhaura, name_en="Mogra")

    assert gaps_of() == ({"Mohamaya": None}, {"Mohamaya": None})
    assert gaps_of(user=cast.stranger) == ({"Mogra": None}, {"Mogra": None})
    assert gaps_of(user=cast.administrator, place=cast.akhaura)[0] == {"Mogra": None}


def test_girls_are_those_under_eighteen_at_any_activity(cast, held, gaps_of):
    long_ago = TODAY - datetime.timedelta(days=100)
    where = {"upazila": cast.chhagalnaiya, "union": cast.mohamaya, "status": "draft"}
    for day, number in ((long_ago, {"female_0_17": 1}), (TODAY, {"female_18_59": 9})):
        activity = held(day, activity_type=ActivityTypeFactory(), **where)
        ParticipationFactory(activity=activity, **{"female_18_59": 0, **number})
        type(activity).objects.filter(pk=activity.pk).update(
            status="submitted", submitted_at=activity.created_at
        )

    assert gaps_of()[1] == {"Mohamaya": long_ago}
    assert gaps_of(long_ago + datetime.timedelta(days=30))[1] == {}


def test_of_a_project_that_is_over_the_gap_is_up_to_its_last_day(cast, held, gaps_of):
    held(datetime.date(2026, 2, 1), upazila=cast.chhagalnaiya, union=cast.mohamaya)
    cast.project.ends_on = datetime.date(2026, 3, 31)
    cast.project.save()

    assert gaps_of(datetime.date(2030, 1, 1))[0] == {}
