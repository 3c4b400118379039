"""The last quarter in Feni as its people filled it: what there is to promise, count and tell."""

import datetime
from types import SimpleNamespace

from accounts.models import User
from activities.models import ActivityType, Material
from beneficiaries.models import TargetGroup
from districts.models import Upazila
from projects.models import Project
from reports.tests.quarter import approve, last_quarter
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    DecisionFactory,
    DistributionFactory,
    EvidenceFactory,
    MeasurementFactory,
    MemberFactory,
    NothingToReportFactory,
    OutcomeFactory,
    ParticipationFactory,
    PlannedActivityFactory,
    TargetFactory,
)
from trafficking_program.reference.indicators import add_indicators


def fill(project: Project, photo: bytes) -> SimpleNamespace:
    """Three courtyard meetings and a committee's approved, one awaiting, one returned."""
    quarter = last_quarter()
    officer, manager = (User.objects.get(username=name) for name in ("officer", "manager"))
    feni_sadar, chhagalnaiya = (Upazila.objects.get(pk=pk) for pk in ("BD20300029", "BD20300014"))
    girls, *_others, mothers = TargetGroup.objects.all()
    for outcome in Project.objects.get(slug="pvht-2007").outcomes.all():
        texts = {"statement_en": outcome.statement_en, "statement_bn": outcome.statement_bn}
        OutcomeFactory(project=project, number=outcome.number, **texts)
    for indicator in add_indicators(project):
        for upazila, value in ((feni_sadar, "12.5"), (chhagalnaiya, 1250)):
            where = {"indicator": indicator, "upazila": upazila, "quarter": quarter.start}
            TargetFactory(**where, value=value)
        if indicator.is_typed:
            measured = MeasurementFactory(**where, typed_by=manager)
    work = {"project": project, "upazila": feni_sadar, "officer": officer}
    courtyard = ActivityType.objects.get(code="courtyard-meeting")

    def draft(day, kind=courtyard, **fields):
        held_on = quarter.start + datetime.timedelta(days=day)
        activity = ActivityFactory(**(work | fields), activity_type=kind, starts_on=held_on)
        ParticipationFactory(
            activity=activity,
            target_group=girls,
            female_18_59=0,
            female_0_17=7,
            first_time=5,
        )
        ParticipationFactory(activity=activity, target_group=mothers, female_18_59=12)
        return activity

    meetings = [draft(3), draft(10), draft(40, upazila=chhagalnaiya)]
    picture = EvidenceFactory(
        activity=meetings[0], has_consent=True, size=len(photo), file__data=photo
    )
    material = Material.objects.first()
    handed_out = ActivityFactory(
        **work, activity_type=material.activity_type, starts_on=quarter.start
    )
    DistributionFactory(activity=handed_out, material=material, quantity=1200)
    committee = CommitteeFactory(project=project, upazila=feni_sadar)
    MemberFactory(committee=committee, sex="female")
    of_committees = ActivityType.objects.filter(is_of_committee=True).first()
    sitting = draft(20, of_committees, committee=committee, had_quorum=True)
    for days in (5, 900):
        due_on = quarter.start + datetime.timedelta(days=20 + days)
        DecisionFactory(activity=sitting, due_on=due_on)
    for activity in (*meetings, handed_out, sitting):
        approve(activity, manager)
    awaiting = draft(45)
    awaiting.submit(version=awaiting.version)
    ActivityFactory(
        **work,
        activity_type=courtyard,
        starts_on=quarter.end,
        status="returned",
        reviewer=manager,
        women=4,
        group=mothers,
    )
    where = {"project": project, "upazila": chhagalnaiya}
    return SimpleNamespace(
        period=quarter,
        officer=officer,
        manager=manager,
        district=feni_sadar.district,
        meetings=meetings,
        sitting=sitting,
        picture=picture,
        committee=committee,
        measured=measured,
        nothing=NothingToReportFactory(**where, officer=officer),
        planned=PlannedActivityFactory(**where, activity_type=courtyard, planned_by=manager),
    )
