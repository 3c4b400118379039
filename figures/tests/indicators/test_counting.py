"""What was done, counted from the log itself as each indicator counts."""

from decimal import Decimal

from django.db import connection

import figures
from common.calendar import Period
from figures import Performance, Selection
from figures.tests.indicators.conftest import move
from tests.factories import (
    CommitteeFactory,
    DistributionFactory,
    MaterialFactory,
    MeasurementFactory,
    NothingToReportFactory,
    TargetFactory,
    TargetGroupFactory,
)


def test_contacts_are_the_sum_of_approved_ones_and_the_others_stand_apart(
    cast, indicator, held, reckon
):
    indicator("contacts")
    held(women=12, girls=3)
    held(women=20, upazila=cast.akhaura)
    held(women=7, status="submitted")
    held(women=100, status="draft")

    row = reckon()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(people) FROM activities_participation p JOIN activities_activity a"
            " ON a.id = p.activity_id WHERE a.status = 'approved'"
        )
        assert row.achievement.actual == cursor.fetchone()[0] == 35
    assert row.achievement.awaiting == 7
    assert {(p.upazila, p.achievement.actual) for p in row.places if p.achievement.actual} == {
        (cast.feni_sadar, 15),
        (cast.akhaura, 20),
    }
    assert {part.part: part.actual for part in row.parts} == {
        ("sex", "female"): 35,
        ("age", "0_17"): 3,
        ("age", "18_59"): 32,
        ("group", "women-at-risk"): 35,
    }


def test_each_way_of_counting_counts_its_own(cast, indicator, held, reckon):
    other = TargetGroupFactory()
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    leaflet = MaterialFactory()
    held(women=12, girls=3, first_time=5)
    held(women=30, group=other, first_time=2, count_method="register", committee=committee)
    handed_out = held(women=0, kind=leaflet.activity_type, status="draft")
    DistributionFactory(activity=handed_out, material=leaflet, quantity=250)
    move(handed_out, "approved", cast.manager)
    for number, (measure, fields, expected) in enumerate(
        (
            ("activities", {}, 3),
            ("activities", {"activity_types": [cast.courtyard]}, 2),
            ("contacts", {}, 45),
            ("contacts", {"target_group": other}, 30),
            ("contacts", {"sex": "female", "age": "0_17"}, 3),
            ("first_time", {}, 7),
            ("first_time", {"target_group": cast.women_at_risk}, 5),
            ("trained", {}, 30),
            ("materials", {}, 250),
            ("committee_meetings", {}, 1),
        )
    ):
        indicator(measure, position=number, code=f"i{number}-is-{expected}", **fields)
    asked = Selection(cast.administrator, cast.project, reckon().counted)

    rows = figures.indicators(asked, figures.area(asked))

    assert [row.achievement.actual for row in rows] == [
        int(row.indicator.code.rpartition("-")[2]) for row in rows
    ]


def test_what_nobody_spoke_of_is_not_recorded_and_what_was_nothing_is_zero(
    cast, indicator, held, reckon, last_quarter
):
    indicator("contacts")
    held(women=12)
    NothingToReportFactory(
        project=cast.project, upazila=cast.chhagalnaiya, month=last_quarter.start
    )

    row = reckon()

    assert {place.upazila.name_en: place.achievement.actual for place in row.places} == {
        "Feni Sadar": 12,
        "Chhagalnaiya": 0,
        "Akhaura": None,
    }
    assert row.achievement.performance == Performance.NO_TARGET


def test_what_is_typed_counts_where_it_was_typed_and_zero_is_a_value(
    cast, indicator, held, reckon, last_quarter
):
    cases = indicator("typed", direction="less")
    held()
    for upazila, value in ((cast.feni_sadar, 0), (cast.akhaura, Decimal("2.50"))):
        MeasurementFactory(
            indicator=cases, upazila=upazila, quarter=last_quarter.start, value=value
        )
    TargetFactory(
        indicator=cases, upazila=None, district=cast.feni, quarter=last_quarter.start, value=0
    )

    row = reckon()

    assert [place.achievement.actual for place in row.places] == [Decimal("2.50"), None, 0]
    assert row.achievement.actual == Decimal("2.50")
    assert row.achievement.performance == Performance.BEHIND
    assert reckon(place=cast.feni).achievement.performance == Performance.ON_PLAN


def test_where_meetings_overlap_the_highest_counts_and_awaiting_is_what_it_would_change(
    cast, indicator, held, reckon, before_that, last_quarter
):
    indicator("contacts", across_places="max", across_periods="max")
    held(women=12)
    held(women=20, upazila=cast.akhaura)
    held(women=15, day=before_that.start)
    held(women=10, status="submitted")

    row = reckon(period=Period(before_that.start, last_quarter.end))

    assert row.achievement.actual == 20
    assert row.achievement.awaiting == 2, "12 and 10 together would be 22, two more than 20"


def test_an_upazila_that_left_the_work_area_keeps_what_it_did(cast, indicator, held, reckon):
    indicator("contacts")
    held(women=12)
    cast.project.upazilas.remove(cast.feni_sadar)

    assert reckon().achievement.actual == 12


def test_the_queries_do_not_grow(cast, indicator, held, last_quarter, django_assert_num_queries):
    held()
    asked = Selection(cast.administrator, cast.project, last_quarter)
    for count in (1, 3):
        while cast.project.indicators.count() < count:
            made = indicator("contacts", activity_types=[cast.courtyard])
            TargetFactory(indicator=made, upazila=cast.akhaura, quarter=last_quarter.start)
        with django_assert_num_queries(11):
            assert len(figures.indicators(asked, figures.area(asked))) == count


def test_in_what_is_handed_on_survivors_are_told_with_those_at_risk(
    cast, indicator, held, last_quarter
):
    indicator("contacts")
    survivors = TargetGroupFactory(code="survivors", told_with=cast.women_at_risk)
    held(women=12)
    held(women=1, group=survivors)
    asked = Selection(cast.administrator, cast.project, last_quarter)

    where = figures.area(asked)

    inside, outside = (
        {
            part.part[1]: part.actual
            for part in figures.indicators(asked, where, for_disclosure=for_disclosure)[0].parts
            if part.part[0] == "group"
        }
        for for_disclosure in (False, True)
    )

    assert inside == {"women-at-risk": 12, "survivors": 1}
    assert outside == {"women-at-risk": 13}
