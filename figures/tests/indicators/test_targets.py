"""What was promised: targets, when they fall due, and how an indicator stands against them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from common.calendar import quarter_of
from figures import Performance
from tests.factories import TargetFactory


def test_a_district_s_own_target_stands_for_it_and_only_for_all_of_it(
    cast, indicator, reckon, last_quarter
):
    target = indicator("activities")
    for fields, value in (
        ({"upazila": None, "district": cast.feni}, 50),
        ({"upazila": cast.feni_sadar}, 20),
        ({"upazila": cast.akhaura}, 7),
    ):
        TargetFactory(indicator=target, quarter=last_quarter.start, value=value, **fields)

    assert reckon().achievement.target == 57
    assert reckon(place=cast.feni).achievement.target == 50
    assert reckon(place=cast.feni_sadar).achievement.target == 20
    assert reckon(place=cast.chhagalnaiya).achievement.target is None
    assert reckon("other_manager").achievement.target == 7
    assert [place.achievement.target for place in reckon().places] == [7, None, 20]
    cast.officer.upazilas.remove(cast.feni_sadar)
    assert reckon("officer").achievement.target is None


def test_a_cumulative_one_counts_from_the_beginning_and_its_target_is_a_level(
    cast, indicator, held, reckon, before_that, last_quarter
):
    target = indicator("contacts", is_cumulative=True)
    held(women=12)
    held(women=30, day=before_that.start)
    TargetFactory(indicator=target, upazila=cast.feni_sadar, quarter=before_that.start, value=40)

    row = reckon()

    assert row.achievement.actual == 42
    assert row.achievement.target == 40, "a level holds until another is set"
    assert row.counted.start == cast.project.starts_on
    levels = [quarter.achievement.actual or 0 for quarter in row.quarters]
    assert levels == sorted(levels)
    assert levels[-2:] == [30, 42]


@pytest.mark.parametrize(
    ("women", "performance", "far"),
    [
        (10, Performance.BEHIND, False),
        (20, Performance.REACHED, False),
        (40, Performance.REACHED, False),
        (41, Performance.REACHED, True),
    ],
)
def test_how_it_stands(cast, indicator, held, reckon, last_quarter, women, performance, far):
    target = indicator("contacts")
    TargetFactory(indicator=target, upazila=cast.feni_sadar, quarter=last_quarter.start, value=20)
    held(women=women)

    achievement = reckon().achievement

    assert (achievement.performance, achievement.is_far_beyond) == (performance, far)
    assert achievement.difference == women - 20


def test_a_target_of_zero_is_a_target(cast, indicator, held, reckon, last_quarter):
    target = indicator("contacts")
    TargetFactory(indicator=target, upazila=cast.feni_sadar, quarter=last_quarter.start, value=0)
    held(women=5)

    achievement = reckon().achievement

    assert (achievement.target, achievement.performance) == (0, Performance.REACHED)
    assert not achievement.is_far_beyond


def test_this_quarter_falls_due_day_by_day(cast, indicator, held, reckon):
    this = quarter_of(timezone.localdate())
    target = indicator("contacts")
    TargetFactory(indicator=target, upazila=cast.feni_sadar, quarter=this.start, value=90)
    days = (this.end - this.start).days + 1
    tenth = this.start + datetime.timedelta(days=9)
    held(women=9, day=this.start)

    achievement = reckon(period=this, today=tenth).achievement

    assert achievement.due == round(Decimal(900) / days)
    assert achievement.performance == Performance.BEHIND


def test_a_district_s_target_counts_once_after_an_upazila_left(
    cast, indicator, held, reckon, last_quarter
):
    target = indicator("contacts")
    for district in (cast.feni, cast.brahmanbaria):
        TargetFactory(
            indicator=target,
            upazila=None,
            district=district,
            quarter=last_quarter.start,
            value=100,
        )
    held(women=12, upazila=cast.chhagalnaiya)
    held(women=12, upazila=cast.feni_sadar)
    cast.project.upazilas.remove(cast.chhagalnaiya)

    assert reckon().achievement.target == 200


def test_in_an_average_a_district_s_target_weighs_as_its_upazilas_would(
    cast, indicator, reckon, last_quarter
):
    target = indicator("activities", across_places="average")
    quarter = last_quarter.start
    TargetFactory(indicator=target, upazila=None, district=cast.feni, quarter=quarter, value=4)
    TargetFactory(indicator=target, upazila=cast.akhaura, quarter=quarter, value=1)

    assert reckon().achievement.target == 3


def test_a_quarter_of_which_the_project_has_a_part_falls_due_within_that_part(
    cast, indicator, held, reckon, last_quarter
):
    type(cast.project).objects.filter(pk=cast.project.pk).update(
        ends_on=last_quarter.start + datetime.timedelta(days=20)
    )
    cast.project.refresh_from_db()
    target = indicator("contacts")
    TargetFactory(indicator=target, upazila=cast.feni_sadar, quarter=last_quarter.start, value=90)
    held(women=70)

    last_day = reckon(today=cast.project.ends_on).achievement

    assert (last_day.due, last_day.performance) == (90, Performance.BEHIND)
