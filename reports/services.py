"""Freezing a quarter, and saving what a manager writes in a report."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Power
from activities.models import (
    Activity,
    ActivityType,
    Decision,
    Distribution,
    NothingToReport,
    Participation,
)
from committees.models import Committee, Member
from common.calendar import Period, quarter_of
from common.editing import StaleEdit
from districts.models import District, Upazila
from figures import Selection
from figures.scope import seen_whole_by
from projects.models import Indicator, Measurement, Project, Target
from projects.periods import finished_quarters
from reports.contents.build import build_contents
from reports.contents.leaves import Key, Value, comparable_values
from reports.contents.schema import Contents
from reports.contents.versions import read
from reports.forms.writing import WritingForm
from reports.models import Narrative, Report, ReportPhoto, Snapshot
from reports.models.snapshots import days_of, fingerprint

COUNTED_MODELS = (
    Activity,
    Participation,
    Distribution,
    NothingToReport,
    Indicator,
    Target,
    Measurement,
    Committee,
    Member,
    Decision,
    # What an indicator counts, and where.
    ActivityType.indicators.through,
    Project.upazilas.through,
    Project.target_groups.through,
)


def can_be_frozen_by(user: User, project: Project, district: District | None) -> bool:
    """Whoever asks has found the district through visible_to(); the whole, who sees all of it."""
    if not user.may(Power.FREEZES):
        return False
    return district is not None or seen_whole_by(user).filter(pk=project.pk).exists()


@transaction.atomic
def freeze(
    *, user: User, project: Project, quarter: datetime.date, district: District | None
) -> Snapshot:
    """Keep every figure of a quarter, given by its first day; a second time as a revision.

    Raises ValidationError if the quarter is not over, or if nothing differs from what was
    frozen of it before.
    """
    if quarter_of(quarter) not in finished_quarters(project):
        raise ValidationError(_("A quarter can be frozen when it is over."))
    _lock_counted_tables()
    found, places = _contents_and_places(
        user, project, days_of(project, quarter, quarter), district
    )
    snapshot = Snapshot(
        project=project,
        district=district,
        quarter=quarter,
        contents=found,
        places=places,
        sha256=fingerprint(found, places),
        frozen_by=user,
    )
    earlier = Snapshot.objects.same_as(snapshot)
    last = earlier.order_by("-revision").first()
    if last and _comparable(
        last.whole, {pcode: read(part) for pcode, part in last.places.items()}
    ) == _comparable(found, places):
        raise ValidationError(_("Nothing has changed since it was frozen."))
    snapshot.revision = (earlier.aggregate(last=Max("revision"))["last"] or 0) + 1
    snapshot.save(force_insert=True)
    return snapshot


def _lock_counted_tables() -> None:
    """Let nobody write what is counted until the transaction ends, so that figures agree."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in COUNTED_MODELS)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _contents_and_places(
    user: User, project: Project, period: Period, district: District | None
) -> tuple[Contents, dict[str, Contents]]:
    """The contents of a place, and of every place in it without its activities."""
    found = build_contents(Selection(user, project, period, district))
    pcodes = [row["pcode"] for row in found["upazilas"]]
    inside: list[District | Upazila] = [
        *Upazila.objects.visible_to(user).filter(pk__in=pcodes).select_related("district")
    ]
    if district is None:
        inside += District.objects.visible_to(user).filter(upazilas__in=pcodes).distinct()
    places: dict[str, Contents] = {}
    for place in inside:
        part = build_contents(Selection(user, project, period, place))
        places[place.pcode] = {**part, "activities": []}
    return found, places


def _comparable(found: Contents, places: dict[str, Contents]) -> dict[str, dict[Key, Value]]:
    """By P-code, without what follows from the day the contents were made on."""
    every = {"": found, **places}
    return {pcode: comparable_values(one) for pcode, one in every.items()}


@transaction.atomic
def write(form: WritingForm) -> None:
    """Store an edit, if the report still is the version the edit started from.

    `form` is valid. Raises StaleEdit otherwise.
    """
    changed = Report.objects.filter(pk=form.report.pk, version=form.cleaned_data["version"]).update(
        title=form.cleaned_data["title"], version=F("version") + 1, changed_at=timezone.now()
    )
    if not changed:
        raise StaleEdit
    for outcome, text in form.written:
        rows = Narrative.objects.filter(report=form.report, outcome=outcome)
        if not text:
            rows.delete()
        elif not rows.update(text=text):
            Narrative.objects.create(report=form.report, outcome=outcome, text=text)
    form.report.photos.all().delete()
    ReportPhoto.objects.bulk_create(
        ReportPhoto(report=form.report, evidence=evidence, caption=caption, position=position)
        for position, (evidence, caption) in enumerate(form.chosen, 1)
    )
