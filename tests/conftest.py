import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from outbox.encryption import keys
from outbox.envelope import Envelope
from outbox.processing import read_into_log
from outbox.services import receive, receive_file
from outbox.tests.phone import Phone
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    DecisionFactory,
    DistributionFactory,
    EvidenceFactory,
    ImportFactory,
    IndicatorFactory,
    MaterialFactory,
    MeasurementFactory,
    NothingToReportFactory,
    OrganisationFactory,
    OutcomeFactory,
    ParticipationFactory,
    PlannedActivityFactory,
    ReportFactory,
    SnapshotFactory,
    TargetFactory,
)


@pytest.fixture
def things(cast):
    """One of everything; the activity is the officer's, submitted, in Chhagalnaiya."""
    where = {"project": cast.project, "upazila": cast.chhagalnaiya, "officer": cast.officer}
    submitted = ActivityFactory(**where, activity_type=cast.courtyard)
    ParticipationFactory(activity=submitted, target_group=cast.women_at_risk)
    evidence = EvidenceFactory(activity=submitted)
    decision = DecisionFactory(activity=submitted)
    type(submitted).objects.filter(pk=submitted.pk).update(
        status="submitted", submitted_at=submitted.created_at
    )
    material = MaterialFactory(activity_type__code="distribution")
    handed_out = ActivityFactory(**where, activity_type=material.activity_type)
    distribution = DistributionFactory(activity=handed_out, material=material)
    type(submitted).objects.filter(pk=handed_out.pk).update(
        status="submitted", submitted_at=submitted.created_at
    )
    delivery = quarantined(cast)
    return {
        "activity": submitted,
        "draft": ActivityFactory(**where, activity_type=cast.courtyard, women=3),
        "approved": ActivityFactory(
            **where, activity_type=cast.courtyard, women=3, status="approved"
        ),
        "evidence": evidence,
        "decision": decision,
        "nothingtoreport": NothingToReportFactory(**where),
        "import": ImportFactory(project=cast.project, upazila=cast.chhagalnaiya, user=cast.officer),
        "plannedactivity": PlannedActivityFactory(
            project=cast.project,
            activity_type=cast.courtyard,
            upazila=cast.chhagalnaiya,
            planned_by=cast.manager,
        ),
        "participation": submitted.participations.get(),
        "distribution": distribution,
        "material": material,
        "activitytype": cast.courtyard,
        "division": cast.feni.division,
        "district": cast.feni,
        "committee": CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya),
        "of_district": CommitteeFactory(
            project=cast.project, level="district", district=cast.feni, upazila=None
        ),
        "upazila": cast.chhagalnaiya,
        "union": cast.mohamaya,
        "user": cast.officer,
        "targetgroup": cast.women_at_risk,
        "project": cast.project,
        "organisation": OrganisationFactory(),
        "outcome": (outcome := OutcomeFactory(project=cast.project)),
        "indicator": (typed := IndicatorFactory(outcome=outcome, measure="typed")),
        "target": TargetFactory(indicator=typed, upazila=cast.chhagalnaiya),
        "measurement": MeasurementFactory(
            indicator=typed,
            upazila=cast.chhagalnaiya,
            file=SimpleUploadedFile("scan.pdf", b"%PDF-1.4"),
        ),
        "snapshot": (
            snapshot := SnapshotFactory(
                project=cast.project, district=cast.feni, frozen_by=cast.manager
            )
        ),
        "report": ReportFactory(
            project=cast.project,
            district=cast.feni,
            snapshot=snapshot,
            first_quarter=snapshot.quarter,
            created_by=cast.manager,
        ),
        "device": delivery.device,
        "delivery": delivery,
        "deliveredfile": delivery.files.get(),
    }


def quarantined(cast):
    """A record of the officer's that says nothing, with a scan, for a person to look at."""
    phone = Phone(cast.officer.pk, keys()[0].shown)
    scan = ("scan.pdf", b"%PDF-1.4 %%EOF")
    record = phone.seal([["submit", "1"]], project=cast.project.slug, photos=[scan])
    delivery, _is_new = receive(Envelope.read(record.body), cast.officer)
    file = delivery.files.get()
    receive_file(file, record.files[str(file.uuid)])
    read_into_log(delivery.pk)
    return delivery
