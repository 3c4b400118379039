import csv
import datetime
import io

import pytest
from django.utils import timezone

from reports.tests.quarter import fill_quarter
from tests.factories import (
    ActivityFactory,
    DistributionFactory,
    MaterialFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartnershipFactory,
    TargetGroupFactory,
)


@pytest.fixture
def programme(cast):
    """Feni: one approved of two groups, one awaiting, leaflets. Akhaura: one. And a draft."""
    PartnershipFactory(
        project=cast.project,
        organisation=OrganisationFactory(name_en="YPSA", name_bn="ইপসা"),
    )
    students = TargetGroupFactory(code="students", name_en="Students", name_bn="শিক্ষার্থী")
    leaflets = MaterialFactory(code="leaf-let", activity_type__code="distribution")
    today = timezone.localdate()
    where = {
        "project": cast.project,
        "activity_type": cast.courtyard,
        "upazila": cast.feni_sadar,
        "officer": cast.officer,
    }

    def move(activity, status):
        now = timezone.now()
        rows = type(activity).objects.filter(pk=activity.pk)
        rows.update(status="submitted", submitted_at=now)
        if status == "approved":
            rows.update(status="approved", reviewed_at=now, reviewed_by=cast.manager)

    approved = ActivityFactory(**where, venue="=cmd()", starts_on=today - datetime.timedelta(5))
    ParticipationFactory(
        activity=approved,
        target_group=cast.women_at_risk,
        female_18_59=12,
        female_0_17=3,
        third_gender_18_59=1,
        unrecorded_unrecorded=2,
        first_time=7,
        with_disability=2,
    )
    ParticipationFactory(activity=approved, target_group=students, female_18_59=0, male_0_17=9)
    move(approved, "approved")
    awaiting = ActivityFactory(
        **where | {"upazila": cast.chhagalnaiya, "union": cast.mohamaya},
        starts_on=today - datetime.timedelta(4),
    )
    ParticipationFactory(activity=awaiting, target_group=students, female_18_59=0, male_60_plus=4)
    move(awaiting, "submitted")
    handed_out = ActivityFactory(
        **where | {"activity_type": leaflets.activity_type},
        starts_on=today - datetime.timedelta(3),
    )
    DistributionFactory(activity=handed_out, material=leaflets, quantity=500)
    move(handed_out, "approved")
    elsewhere = ActivityFactory(
        **where | {"upazila": cast.akhaura, "officer": cast.stranger},
        women=30,
        group=cast.women_at_risk,
        status="approved",
    )
    draft = ActivityFactory(**where, women=99, group=cast.women_at_risk)
    return {
        "approved": approved,
        "awaiting": awaiting,
        "handed_out": handed_out,
        "elsewhere": elsewhere,
        "draft": draft,
    }


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Photos of tests lie where they are forgotten."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def logged(cast):
    """The last quarter that is over."""
    return fill_quarter(cast)


@pytest.fixture
def download(client):
    """The bytes of an export, for whoever is signed in."""

    def get(name, **asked):
        response = client.get(f"/exports/{name}", asked)
        assert response.status_code == 200, response.content
        return b"".join(response) if response.streaming else response.content

    return get


def rows_of(data):
    """The header, the tags and the rows of a CSV, as dictionaries."""
    header, tags, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return dict(zip(header, tags, strict=True)), [
        dict(zip(header, row, strict=True)) for row in rows
    ]
