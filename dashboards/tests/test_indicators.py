"""What was promised and what was done, against the log itself."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from activities.models import Activity
from dashboards import figures
from dashboards.figures import Selection, Standing
from dashboards.periods import Period, quarter_of
from trafficking_program.tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    DistributionFactory,
    IndicatorFactory,
    MaterialFactory,
    MeasurementFactory,
    NothingToReportFactory,
    OutcomeFactory,
    ParticipationFactory,
    TargetFactory,
    TargetGroupFactory,
)


@pytest.fixture
def last_quarter():
    this = quarter_of(timezone.localdate())
    return quarter_of(this.start - datetime.timedelta(days=1))


@pytest.fixture
def before_that(last_quarter):
    return quarter_of(last_quarter.start - datetime.timedelta(days=1))


@pytest.fixture
def indicator(cast):
    """An indicator of the cast's project; more of it by its fields."""
    outcome = OutcomeFactory(project=cast.project)

    def make(measure="activities", **fields):
        return IndicatorFactory(outcome=outcome, measure=measure, **fields)

    return make


@pytest.fixture
def held(cast, last_quarter):
    """An approved courtyard meeting of last quarter in Feni Sadar; more of it by its fields."""

    def hold(women=12, first_time=0, **fields):
        day = fields.pop("day", last_quarter.start + datetime.timedelta(days=10))
        where = fields.pop("upazila", cast.feni_sadar)
        status = fields.pop("status", "approved")
        girls, group = fields.pop("girls", 0), fields.pop("group", cast.women_at_risk)
        activity = ActivityFactory(
            project=cast.project,
            activity_type=fields.pop("kind", cast.courtyard),
            upazila=where,
            officer=cast.officer,
            starts_on=day,
            **fields,
        )
        if women or girls:
            ParticipationFactory(
                activity=activity,
                target_group=group,
                female_18_59=women,
                female_0_17=girls,
                first_time=first_time,
            )
        move(activity, status, cast.manager)
        return activity

    return hold


def move(activity, status, reviewer):
    now = timezone.now()
    row = Activity.objects.filter(pk=activity.pk)
    if status != "draft":
        row.update(status="submitted", submitted_at=now)
    if status == "approved":
        row.update(status="approved", reviewed_at=now, reviewed_by=reviewer)


@pytest.fixture
def reckon(cast, last_quarter):
    """The first indicator of last quarter, as an administrator sees it; or otherwise."""

    def rows(user="administrator", period=last_quarter, place=None, today=None):
        asked = Selection(cast[user], cast.project, period, place)
        return figures.indicators(asked, today)[0]

    return rows


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
        assert row.achievement.done == cursor.fetchone()[0] == 35
    assert row.achievement.awaiting == 7
    assert {(p.upazila, p.achievement.done) for p in row.places if p.achievement.done} == {
        (cast.feni_sadar, 15),
        (cast.akhaura, 20),
    }
    assert {part.part: part.done for part in row.parts} == {
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

    rows = figures.indicators(asked)

    assert [row.achievement.done for row in rows] == [
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

    assert {place.upazila.name_en: place.achievement.done for place in row.places} == {
        "Feni Sadar": 12,
        "Chhagalnaiya": 0,
        "Akhaura": None,
    }
    assert row.achievement.standing == Standing.NO_TARGET


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

    assert [place.achievement.done for place in row.places] == [Decimal("2.50"), None, 0]
    assert row.achievement.done == Decimal("2.50")
    assert row.achievement.standing == Standing.BEHIND
    assert reckon(place=cast.feni).achievement.standing == Standing.ON_PLAN


def test_where_meetings_overlap_the_highest_counts_and_awaiting_is_what_it_would_change(
    cast, indicator, held, reckon, before_that, last_quarter
):
    indicator("contacts", across_places="max", across_periods="max")
    held(women=12)
    held(women=20, upazila=cast.akhaura)
    held(women=15, day=before_that.start)
    held(women=10, status="submitted")

    row = reckon(period=Period(before_that.start, last_quarter.end))

    assert row.achievement.done == 20
    assert row.achievement.awaiting == 2, "12 and 10 together would be 22, two more than 20"


def test_a_district_s_own_target_stands_for_it_and_only_for_all_of_it(
    cast, indicator, reckon, last_quarter
):
    promised = indicator("activities")
    for fields, value in (
        ({"upazila": None, "district": cast.feni}, 50),
        ({"upazila": cast.feni_sadar}, 20),
        ({"upazila": cast.akhaura}, 7),
    ):
        TargetFactory(indicator=promised, quarter=last_quarter.start, value=value, **fields)

    assert reckon().achievement.promised == 57
    assert reckon(place=cast.feni).achievement.promised == 50
    assert reckon(place=cast.feni_sadar).achievement.promised == 20
    assert reckon(place=cast.chhagalnaiya).achievement.promised is None
    assert reckon("other_manager").achievement.promised == 7
    assert [place.achievement.promised for place in reckon().places] == [7, None, 20]
    cast.officer.upazilas.remove(cast.feni_sadar)
    assert reckon("officer").achievement.promised is None


def test_a_cumulative_one_counts_from_the_beginning_and_its_target_is_a_level(
    cast, indicator, held, reckon, before_that, last_quarter
):
    promised = indicator("contacts", is_cumulative=True)
    held(women=12)
    held(women=30, day=before_that.start)
    TargetFactory(indicator=promised, upazila=cast.feni_sadar, quarter=before_that.start, value=40)

    row = reckon()

    assert row.achievement.done == 42
    assert row.achievement.promised == 40, "a level holds until another is set"
    assert row.counted.start == cast.project.starts_on
    levels = [quarter.achievement.done or 0 for quarter in row.quarters]
    assert levels == sorted(levels)
    assert levels[-2:] == [30, 42]


@pytest.mark.parametrize(
    ("women", "standing", "far"),
    [
        (10, Standing.BEHIND, False),
        (20, Standing.REACHED, False),
        (40, Standing.REACHED, False),
        (41, Standing.REACHED, True),
    ],
)
def test_how_it_stands(cast, indicator, held, reckon, last_quarter, women, standing, far):
    promised = indicator("contacts")
    TargetFactory(indicator=promised, upazila=cast.feni_sadar, quarter=last_quarter.start, value=20)
    held(women=women)

    achievement = reckon().achievement

    assert (achievement.standing, achievement.is_far_beyond) == (standing, far)
    assert achievement.difference == women - 20


def test_a_target_of_zero_is_a_target(cast, indicator, held, reckon, last_quarter):
    promised = indicator("contacts")
    TargetFactory(indicator=promised, upazila=cast.feni_sadar, quarter=last_quarter.start, value=0)
    held(women=5)

    achievement = reckon().achievement

    assert (achievement.promised, achievement.standing) == (0, Standing.REACHED)
    assert not achievement.is_far_beyond


def test_this_quarter_falls_due_day_by_day(cast, indicator, held, reckon):
    this = quarter_of(timezone.localdate())
    promised = indicator("contacts")
    TargetFactory(indicator=promised, upazila=cast.feni_sadar, quarter=this.start, value=90)
    days = (this.end - this.start).days + 1
    tenth = this.start + datetime.timedelta(days=9)
    held(women=9, day=this.start)

    achievement = reckon(period=this, today=tenth).achievement

    assert achievement.due == round(Decimal(900) / days)
    assert achievement.standing == Standing.BEHIND


def test_an_upazila_that_left_the_work_area_keeps_what_it_did(cast, indicator, held, reckon):
    indicator("contacts")
    held(women=12)
    cast.project.upazilas.remove(cast.feni_sadar)

    assert reckon().achievement.done == 12


def test_the_queries_do_not_grow(cast, indicator, held, last_quarter, django_assert_num_queries):
    held()
    asked = Selection(cast.administrator, cast.project, last_quarter)
    for count in (1, 3):
        while cast.project.indicators.count() < count:
            made = indicator("contacts", activity_types=[cast.courtyard])
            TargetFactory(indicator=made, upazila=cast.akhaura, quarter=last_quarter.start)
        with django_assert_num_queries(11):
            assert len(figures.indicators(asked)) == count


def test_a_district_s_target_counts_once_after_an_upazila_left(
    cast, indicator, held, reckon, last_quarter
):
    promised = indicator("contacts")
    for district in (cast.feni, cast.brahmanbaria):
        TargetFactory(
            indicator=promised,
            upazila=None,
            district=district,
            quarter=last_quarter.start,
            value=100,
        )
    held(women=12, upazila=cast.chhagalnaiya)
    held(women=12, upazila=cast.feni_sadar)
    cast.project.upazilas.remove(cast.chhagalnaiya)

    assert reckon().achievement.promised == 200


def test_in_an_average_a_district_s_target_weighs_as_its_upazilas_would(
    cast, indicator, reckon, last_quarter
):
    promised = indicator("activities", across_places="average")
    quarter = last_quarter.start
    TargetFactory(indicator=promised, upazila=None, district=cast.feni, quarter=quarter, value=4)
    TargetFactory(indicator=promised, upazila=cast.akhaura, quarter=quarter, value=1)

    assert reckon().achievement.promised == 3


def test_a_quarter_of_which_the_project_has_a_part_falls_due_within_that_part(
    cast, indicator, held, reckon, last_quarter
):
    type(cast.project).objects.filter(pk=cast.project.pk).update(
        ends_on=last_quarter.start + datetime.timedelta(days=20)
    )
    cast.project.refresh_from_db()
    promised = indicator("contacts")
    TargetFactory(indicator=promised, upazila=cast.feni_sadar, quarter=last_quarter.start, value=90)
    held(women=70)

    last_day = reckon(today=cast.project.ends_on).achievement

    assert (last_day.due, last_day.standing) == (90, Standing.BEHIND)


def test_in_what_is_handed_on_survivors_are_told_with_those_at_risk(
    cast, indicator, held, last_quarter
):
    indicator("contacts")
    survivors = TargetGroupFactory(code="survivors", told_with=cast.women_at_risk)
    held(women=12)
    held(women=1, group=survivors)
    asked = Selection(cast.administrator, cast.project, last_quarter)

    inside, outside = (
        {
            part.part[1]: part.done
            for part in figures.indicators(asked, handed_on=handed_on)[0].parts
            if part.part[0] == "group"
        }
        for handed_on in (False, True)
    )

    assert inside == {"women-at-risk": 12, "survivors": 1}
    assert outside == {"women-at-risk": 13}
