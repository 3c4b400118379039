"""The demonstration goes without a trace, and what is real stays."""

from io import StringIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.core.management import call_command
from pghistory.models import Context

from accounts.models import User
from activities.models import Activity, ActivityType
from beneficiaries.models import TargetGroup
from demonstration.accounts import AKHAURA
from demonstration.tests.demo import EVENTS, TRACKED, load_demo
from districts.models import Upazila
from outbox.models import DeliveredFile, Delivery, Device
from projects.models import Indicator, Measurement, Outcome, Project, Target
from reports.models import Report, Snapshot
from tests.factories import (
    ActivityFactory,
    DeliveredFileFactory,
    DeliveryFactory,
    EvidenceFactory,
    MemberFactory,
    ProjectFactory,
    ReportFactory,
    SnapshotFactory,
    TargetFactory,
)

pytestmark = pytest.mark.long


def row_counts():
    links = (ActivityType.outcomes.through, ActivityType.indicators.through)
    told = (Report, Snapshot)
    sent = (DeliveredFile, Device)
    models = [*EVENTS, *TRACKED, *links, *told, *sent, Indicator, Outcome, Project, User, Context]
    return {model.__name__: model._default_manager.count() for model in models}


def test_it_goes_without_a_trace(few, cast, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", stdout=StringIO())
    real = ActivityFactory(
        project=cast.project,
        upazila=cast.akhaura,
        status="approved",
        women=12,
        officer=cast.stranger,
        reviewer=cast.other_manager,
    )
    User.objects.filter(username__in=["officer", "manager"]).delete()
    MemberFactory(committee__project=cast.project, committee__upazila=cast.akhaura)
    TargetFactory(upazila=cast.akhaura)
    before = row_counts()
    load_demo()
    demo = Project.objects.get(slug="demo")
    logged_by_a_real_person = ActivityFactory(
        project=demo, upazila=cast.akhaura, officer=cast.stranger
    )
    evidence = EvidenceFactory(activity=logged_by_a_real_person)
    typed = Measurement.objects.filter(indicator__project=demo).first()
    typed.file.save("scan.pdf", ContentFile(b"%PDF-1.4"))
    demo.activities.drafts().exclude(officer=cast.stranger).first().delete()
    Target.objects.filter(indicator__project=demo).first().delete()
    Target.objects.filter(indicator__project=demo).update(set_by=cast.other_manager)
    dissolved = MemberFactory(committee__project=demo).committee
    dissolved.delete()
    frozen = SnapshotFactory(project=demo, frozen_by=cast.other_manager)
    ReportFactory(project=demo, snapshot=frozen, created_by=cast.other_manager)
    officer = User.objects.get(username="officer")
    DeliveredFileFactory(delivery__author=officer)
    by_a_real_person = DeliveryFactory(author=cast.stranger, state="received", trouble="")
    Delivery.objects.filter(pk=by_a_real_person.pk).update(
        state="logged", activity=logged_by_a_real_person
    )
    phone = by_a_real_person.device

    with django_capture_on_commit_callbacks(execute=True):
        told = load_demo("--remove")

    assert "10 accounts" in told
    assert Device.objects.get() == phone
    assert row_counts() == before | {"Device": 1}
    assert not evidence.file.storage.exists(evidence.file.name)
    assert not any(tmp_path.iterdir())
    real.refresh_from_db()
    assert (real.status, real.participations.get().people) == ("approved", 12)
    assert load_demo("--remove") == "There is no demonstration to remove.\n"


def test_an_account_that_did_something_real_is_deactivated_and_kept(few, db):
    load_demo()
    people = {user.username: user for user in User.objects.all()}
    real = ProjectFactory()
    akhaura = Upazila.objects.get(pk=AKHAURA)
    logged = ActivityFactory(project=real, upazila=akhaura, officer=people["officer2"])
    reviewed = ActivityFactory(
        project=real, upazila=akhaura, status="approved", reviewer=people["manager.all"]
    )
    LogEntry.objects.create(
        user=people["admin"], action_flag=CHANGE, object_repr=str(TargetGroup.objects.first())
    )

    told = load_demo("--remove")

    assert told.endswith(
        "Deactivated and kept, because of what they did outside the demonstration: "
        "admin, manager.all, officer2.\n"
    )
    kept = User.objects.filter(is_demonstration=True)
    assert {(user.username, user.is_active) for user in kept} == {
        ("admin", False),
        ("manager.all", False),
        ("officer2", False),
    }
    assert set(Activity.objects.all()) == {logged, reviewed}


def test_it_can_be_loaded_anew_with_the_accounts_that_were_kept(few, db):
    load_demo()
    officer = User.objects.get(username="officer")
    ActivityFactory(officer=officer)
    load_demo("--remove")

    load_demo()

    officer.refresh_from_db()
    assert officer.is_active
    assert officer.activities.filter(project__slug="demo").exists()
