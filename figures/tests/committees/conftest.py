"""The committees of two districts, and the meetings held with them."""

import datetime

import pytest
from django.utils import timezone

from activities.models import Activity
from figures import Selection
from projects.periods import whole_of
from tests.factories import ActivityFactory, ActivityTypeFactory, CommitteeFactory, DecisionFactory


def today(ago=0):
    return timezone.localdate() - datetime.timedelta(days=ago)


@pytest.fixture
def meeting(cast):
    """A meeting held with a committee, with decisions due so many days ago (None: no day)."""
    kind = ActivityTypeFactory(code="ctc", is_of_committee=True)

    def make(committee, *, due=(), done=(), status="approved", **fields):
        activity = ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": kind,
                "upazila": committee.upazila or cast.feni_sadar,
                "committee": committee,
                "officer": cast.officer,
                "women": 7,
                "group": cast.women_at_risk,
                **fields,
            }
        )
        for ago in due:
            DecisionFactory(activity=activity, due_on=None if ago is None else today(ago))
        for ago in done:
            DecisionFactory(
                activity=activity, due_on=today(ago), done_on=today(), done_by=cast.officer
            )
        now = timezone.now()
        if status != "draft":
            Activity.objects.filter(pk=activity.pk).update(status="submitted", submitted_at=now)
        if status == "approved":
            Activity.objects.filter(pk=activity.pk).update(
                status="approved", reviewed_at=now, reviewed_by=cast.manager
            )
        return activity

    return make


@pytest.fixture
def registered(cast):
    """Of Feni: its own, Feni Sadar's and Mohamaya's; of Brahmanbaria: Akhaura's."""
    feni = CommitteeFactory(
        project=cast.project, level="district", district=cast.feni, upazila=None
    )
    sadar = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    mohamaya = CommitteeFactory(
        project=cast.project, level="union", upazila=cast.chhagalnaiya, union=cast.mohamaya
    )
    akhaura = CommitteeFactory(project=cast.project, upazila=cast.akhaura)
    return feni, sadar, mohamaya, akhaura


def asked(cast, who, place=None):
    return Selection(cast[who], cast.project, whole_of(cast.project), place)
