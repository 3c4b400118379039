"""A log with several of everything, and the pages and questions its figures are held to."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Distribution
from dashboards.tests.against_sql.plain import rows
from tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    MaterialFactory,
    ParticipationFactory,
    TargetGroupFactory,
    UserFactory,
)

FENI = ["BD20300029", "BD20300014"]
EVERYWHERE = [*FENI, "BD20120002"]


def approve(activities, reviewer):
    """Walk hand-made drafts on to approved, as the table's triggers ask."""
    key = [str(activity.pk) for activity in activities]
    rows(
        "update activities_activity set status = 'submitted', submitted_at = now() "
        "where id = any(%s::uuid[]) returning 1",
        key,
    )
    rows(
        "update activities_activity set status = 'approved', reviewed_at = now(), "
        "reviewed_by_id = %s where id = any(%s::uuid[]) returning 1",
        reviewer.pk,
        key,
    )


@pytest.fixture
def worked(cast):
    """A log with several of everything: groups, sexes, states, months, districts, materials."""
    for name in ("officer", "manager", "administrator", "stranger"):
        cast[name].language = "en"
        cast[name].save()
    cast.sadar_only = UserFactory(upazilas=[cast.feni_sadar], language="en")
    reviewer = cast.other_manager
    bazaar, workshop, training = ActivityTypeFactory.create_batch(3)
    leaflets = MaterialFactory()
    officials = TargetGroupFactory(kind="secondary")
    judges = TargetGroupFactory(kind="secondary")
    cast.project.target_groups.add(officials, judges)
    today = timezone.localdate()
    kinds = [cast.courtyard, bazaar, workshop, training]
    to_approve = []
    number = 0
    for upazila in (cast.feni_sadar, cast.chhagalnaiya, cast.akhaura):
        for days_ago in (0, 20, 45, 100, 300, 700):
            for kind in kinds:
                number += 1
                if number % 5 == 0:
                    continue
                activity = ActivityFactory(
                    project=cast.project,
                    activity_type=kind,
                    upazila=upazila,
                    officer=cast.stranger if upazila == cast.akhaura else cast.officer,
                    starts_on=today - datetime.timedelta(days=days_ago),
                )
                ParticipationFactory(
                    activity=activity,
                    target_group=cast.women_at_risk,
                    female_18_59=number,
                    female_0_17=2 * number,
                    male_60_plus=3,
                    unrecorded_unrecorded=number % 3,
                    first_time=number,
                )
                ParticipationFactory(
                    activity=activity,
                    target_group=officials,
                    female_18_59=0,
                    male_18_59=number,
                    male_unrecorded=1,
                    third_gender_18_59=number % 2,
                    first_time=1,
                )
                if number % 7:
                    to_approve.append(activity)
                elif number % 2:
                    rows(
                        "update activities_activity set status = 'submitted', "
                        "submitted_at = now() where id = %s returning 1",
                        activity.pk,
                    )
    handout = ActivityFactory(
        project=cast.project,
        activity_type=leaflets.activity_type,
        upazila=cast.feni_sadar,
        officer=cast.officer,
    )
    Distribution.objects.create(activity=handout, material=leaflets, quantity=400)
    Distribution.objects.create(
        activity=handout,
        material=MaterialFactory(activity_type=leaflets.activity_type),
        quantity=30,
    )
    approve([*to_approve, handout], reviewer)
    ActivityFactory(  # another project's work is nobody's here
        activity_type=cast.courtyard, upazila=cast.feni_sadar, status="approved", women=1000
    )
    return cast


PAGES = [
    ("administrator", "project", [], EVERYWHERE),
    ("manager", "project", [], FENI),
    ("manager", "district", ["BD2030"], FENI),
    ("sadar_only", "district", ["BD2030"], ["BD20300029"]),
    ("officer", "upazila", ["BD20300014"], ["BD20300014"]),
]
QUERIES = {
    "whole": {"period": "project"},
    "one type": {"period": "project", "type": "kind"},
    "month": {"period": "month"},
    "unasked": {},
}


@pytest.fixture(params=QUERIES)
def parameters(request, worked):
    asked = dict(QUERIES[request.param])
    if "type" in asked:
        asked["type"] = worked.courtyard.code
    return asked


@pytest.fixture(params=PAGES, ids=lambda page: f"{page[0]}-{page[1]}")
def looked_at(request, worked, client):
    who, name, arguments, upazilas = request.param
    user = getattr(worked, who)
    client.force_login(user)
    return user, reverse(f"dashboards:{name}", args=arguments), upazilas
