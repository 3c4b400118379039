"""One factory a model; each makes a row that passes `full_clean()`."""

import datetime
import uuid

import factory
from django.utils import timezone

from accounts.models import User
from activities.cells import CELLS
from activities.models import (
    Activity,
    ActivityType,
    Decision,
    Distribution,
    Evidence,
    Import,
    Material,
    NothingToReport,
    Participation,
    PlannedActivity,
)
from beneficiaries.models import TargetGroup
from committees.models import Committee, Member
from districts.models import District, Division, Union, Upazila
from outbox.models import DeliveredFile, Delivery, Device
from outbox.receipts import new_code
from projects.models import (
    Indicator,
    Measurement,
    Organisation,
    Outcome,
    Partnership,
    Project,
    ReportedAchievement,
    Target,
)
from reports.models import Narrative, Report, ReportPhoto, Snapshot
from reports.models.snapshots import fingerprint


class DivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Division
        django_get_or_create = ("pcode",)

    pcode = "BD20"
    name_en = "Chattogram"
    name_bn = "চট্টগ্রাম"


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("pcode",)

    pcode = factory.Sequence(lambda n: f"BD{9000 + n % 1000}")
    name_en = factory.Sequence(lambda n: f"District {n}")
    name_bn = factory.Sequence(lambda n: f"জেলা {n}")
    division = factory.SubFactory(DivisionFactory)
    latitude = 23.0
    longitude = 91.4
    area_km2 = 900.0


class UpazilaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Upazila
        django_get_or_create = ("pcode",)

    pcode = factory.LazyAttributeSequence(lambda o, n: f"{o.district.pcode}{n % 10000:04d}")
    name_en = factory.Sequence(lambda n: f"Upazila {n}")
    name_bn = factory.Sequence(lambda n: f"উপজেলা {n}")
    district = factory.SubFactory(DistrictFactory)
    latitude = 23.0
    longitude = 91.4
    area_km2 = 100.0


class UnionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Union

    upazila = factory.SubFactory(UpazilaFactory)
    name_en = factory.Sequence(lambda n: f"Union {n}")
    name_bn = factory.Sequence(lambda n: f"ইউনিয়ন {n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("courtyard-2010")
    role = User.Role.FIELD_OFFICER

    @factory.post_generation
    def upazilas(self, create, extracted):
        self.upazilas.add(*(extracted or ()))

    @factory.post_generation
    def districts(self, create, extracted):
        self.districts.add(*(extracted or ()))


class TargetGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetGroup

    code = factory.Sequence(lambda n: f"group-{n}")
    name_en = factory.Sequence(lambda n: f"Group {n}")
    name_bn = factory.Sequence(lambda n: f"গোষ্ঠী {n}")
    kind = TargetGroup.Kind.PRIMARY
    position = factory.Sequence(int)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    name_bn = factory.Sequence(lambda n: f"সংস্থা {n}")
    short_en = factory.Sequence(lambda n: f"ORG{n}")
    short_bn = factory.Sequence(lambda n: f"সংস্থা{n}")


class ProjectFactory(factory.django.DjangoModelFactory):
    """A phase that runs today."""

    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"project-{n}")
    title_en = factory.Sequence(lambda n: f"Project {n}")
    title_bn = factory.Sequence(lambda n: f"প্রকল্প {n}")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=800))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=400))


class PartnershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partnership

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Partnership.Role.IMPLEMENTER


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outcome

    project = factory.SubFactory(ProjectFactory)
    number = factory.Sequence(lambda n: n + 1)
    statement_en = "Awareness grows."
    statement_bn = "সচেতনতা বাড়বে।"


class ReportedAchievementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportedAchievement

    project = factory.SubFactory(ProjectFactory)
    position = factory.Sequence(int)
    statement_en = "We did it."
    statement_bn = "আমরা করেছি।"


class ActivityTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityType

    code = factory.Sequence(lambda n: f"type-{n}")
    name_en = factory.Sequence(lambda n: f"Meeting {n}")
    name_bn = factory.Sequence(lambda n: f"সভা {n}")
    short_en = factory.SelfAttribute("name_en")
    short_bn = factory.SelfAttribute("name_bn")
    position = factory.Sequence(int)


class MaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Material

    code = factory.Sequence(lambda n: f"material-{n}")
    name_en = factory.Sequence(lambda n: f"Leaflet {n}")
    name_bn = factory.Sequence(lambda n: f"লিফলেট {n}")
    activity_type = factory.SubFactory(ActivityTypeFactory, counts="materials")
    position = factory.Sequence(int)


class ActivityFactory(factory.django.DjangoModelFactory):
    """A draft held today; with `status=` it is walked there as the law of the table asks."""

    class Meta:
        model = Activity

    project = factory.SubFactory(ProjectFactory)
    activity_type = factory.SubFactory(ActivityTypeFactory)
    upazila = factory.SubFactory(UpazilaFactory)
    officer = factory.SubFactory(UserFactory)
    venue = "স্কুলের পাশের উঠান"
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.SelfAttribute("starts_on")
    count_method = Activity.CountMethod.HEAD_COUNT

    @classmethod
    def _create(cls, model, *args, status="draft", women=0, group=None, **fields):
        """`women=12` adds a participation of twelve women before the activity is moved on."""
        reviewer = fields.pop("reviewer", None)
        activity = super()._create(model, *args, **fields)
        if women:
            ParticipationFactory(
                activity=activity, female_18_59=women, **({"target_group": group} if group else {})
            )
        if status == "draft":
            return activity
        now = timezone.now()
        model.objects.filter(pk=activity.pk).update(status="submitted", submitted_at=now)
        if status != "submitted":
            model.objects.filter(pk=activity.pk).update(
                status=status,
                reviewed_at=now,
                reviewed_by=reviewer or UserFactory(role=User.Role.MANAGER),
                review_note="" if status == "approved" else "ঠিক করুন",
            )
        activity.refresh_from_db()
        return activity


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    activity = factory.SubFactory(ActivityFactory)
    target_group = factory.SubFactory(TargetGroupFactory)
    female_18_59 = 10


class DistributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Distribution

    material = factory.SubFactory(MaterialFactory)
    activity = factory.SubFactory(
        ActivityFactory, activity_type=factory.SelfAttribute("..material.activity_type")
    )
    quantity = 100


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    activity = factory.SubFactory(ActivityFactory)
    file = factory.django.FileField(filename="photo.jpg", data=b"a picture")
    name = "photo.jpg"
    content_type = "image/jpeg"
    size = 9
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.SelfAttribute("activity.officer")


class ImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Import

    project = factory.SubFactory(ProjectFactory)
    upazila = factory.SubFactory(UpazilaFactory)
    month = factory.LazyFunction(lambda: first_of_month())
    user = factory.SubFactory(UserFactory)
    file_name = "november.xlsx"
    rows = [{"number": 2, "cells": {"venue": "স্কুল"}, "formulas": []}]
    language = "bn"


def first_of_month():
    return timezone.localdate().replace(day=1)


def first_of_quarter():
    first = first_of_month()
    return first.replace(month=(first.month - 1) // 3 * 3 + 1)


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    outcome = factory.SubFactory(OutcomeFactory)
    project = factory.SelfAttribute("outcome.project")
    code = factory.Sequence(lambda n: f"indicator-{n}")
    name_en = factory.Sequence(lambda n: f"Indicator {n}")
    name_bn = factory.Sequence(lambda n: f"সূচক {n}")
    unit_en = "meetings"
    unit_bn = "টি সভা"
    measure = Indicator.Measure.ACTIVITIES

    @factory.post_generation
    def activity_types(self, create, extracted):
        if create and extracted:
            self.activity_types.add(*extracted)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    upazila = factory.SubFactory(UpazilaFactory)
    quarter = factory.LazyFunction(first_of_quarter)
    value = 10


class MeasurementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measurement

    indicator = factory.SubFactory(IndicatorFactory, measure=Indicator.Measure.TYPED)
    upazila = factory.SubFactory(UpazilaFactory)
    quarter = factory.LazyFunction(first_of_quarter)
    value = 3
    source = "থানার রেজিস্টার"


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Committee

    project = factory.SubFactory(ProjectFactory)
    level = Committee.Level.UPAZILA
    upazila = factory.SubFactory(UpazilaFactory)
    district = factory.SelfAttribute("upazila.district")


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    committee = factory.SubFactory(CommitteeFactory)
    post = "প্রধান শিক্ষক"


class PlannedActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlannedActivity

    project = factory.SubFactory(ProjectFactory)
    activity_type = factory.SubFactory(ActivityTypeFactory)
    upazila = factory.SubFactory(UpazilaFactory)
    month = factory.LazyFunction(first_of_month)
    planned_by = factory.SubFactory(UserFactory, role=User.Role.MANAGER)


class NothingToReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NothingToReport

    project = factory.SubFactory(ProjectFactory)
    upazila = factory.SubFactory(UpazilaFactory)
    month = factory.LazyFunction(first_of_month)
    reason = NothingToReport.Reason.FLOOD
    officer = factory.SubFactory(UserFactory)


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    activity = factory.SubFactory(ActivityFactory)
    text = "পরের মাসে বিদ্যালয়ে সভা হবে"
    owner = "উপজেলা শিক্ষা কর্মকর্তা"


def told(district=None):
    """The contents of a report of a quarter in which nothing happened."""
    names = {"name_en": "Feni", "name_bn": "ফেনী"}
    texts = {
        f"{name}_{lang}": "" for name in ("title", "goal", "objective") for lang in ("en", "bn")
    }
    days = {"starts_on": "2026-01-01", "ends_on": "2027-12-31", "is_demonstration": False}
    listed = (
        "outcomes indicators reach types groups materials months upazilas committees activities"
    )
    return {
        "version": 1,
        "made_at": "2026-10-05T09:00:00+00:00",
        "project": {"slug": "project", **texts, **days, "organisations": []},
        "place": {
            "pcode": district.pk if district else "",
            "kind": "district" if district else "project",
            **names,
        },
        "period": {"start": "2026-07-01", "end": "2026-09-30"},
        "people": {
            "cells": dict.fromkeys(CELLS.values(), 0),
            "contacts": 0,
            "first_time": 0,
            "awaiting": 0,
        },
        **{name: [] for name in listed.split()},
    }


class SnapshotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Snapshot

    project = factory.SubFactory(ProjectFactory)
    quarter = datetime.date(2026, 7, 1)
    district = None
    contents = factory.LazyAttribute(lambda snapshot: told(snapshot.district))
    places = factory.LazyFunction(lambda: {"BD20300014": told()})
    sha256 = factory.LazyAttribute(lambda told: fingerprint(told.contents, told.places))
    frozen_by = factory.SubFactory(UserFactory, role=User.Role.ADMINISTRATOR)


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    project = factory.SubFactory(ProjectFactory)
    first_quarter = datetime.date(2026, 7, 1)
    last_quarter = factory.SelfAttribute("first_quarter")
    title = "প্রান্তিকের প্রতিবেদন"
    created_by = factory.SubFactory(UserFactory, role=User.Role.MANAGER)


class NarrativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Narrative

    report = factory.SubFactory(ReportFactory)
    text = "এই প্রান্তিকে উঠান বৈঠক বেড়েছে।"


class ReportPhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportPhoto

    report = factory.SubFactory(ReportFactory)
    evidence = factory.SubFactory(EvidenceFactory, has_consent=True)


class DeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Device

    uuid = factory.LazyFunction(uuid.uuid4)
    user = factory.SubFactory(UserFactory)


class DeliveryFactory(factory.django.DjangoModelFactory):
    """A record that no key opens; outbox/tests/phone.py seals those that open."""

    class Meta:
        model = Delivery

    id = factory.LazyFunction(uuid.uuid4)
    body = b"{}"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    receipt = factory.LazyFunction(new_code)
    author = factory.SubFactory(UserFactory)
    device = factory.SubFactory(DeviceFactory, user=factory.SelfAttribute("..author"))
    sequence = factory.Sequence(lambda n: n + 1)
    form_version = 1
    kept_at = factory.LazyFunction(timezone.now)
    state = Delivery.State.QUARANTINED
    trouble = Delivery.Trouble.SEALED


class DeliveredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeliveredFile

    delivery = factory.SubFactory(DeliveryFactory)
    uuid = factory.LazyFunction(uuid.uuid4)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 9
