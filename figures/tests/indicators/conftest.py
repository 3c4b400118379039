"""Indicators of the cast's project, meetings of last quarter, and what they come to."""

import datetime

import pytest
from django.utils import timezone

import figures
from activities.models import Activity
from common.calendar import quarter_of
from figures import Selection
from tests.factories import ActivityFactory, IndicatorFactory, OutcomeFactory, ParticipationFactory


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
        return figures.indicators(asked, figures.area(asked), today)[0]

    return rows
