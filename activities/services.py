"""Store an activity: its record and the tables of its parts, all of them or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.forms.counts import MaterialForm, PeopleForm
from activities.forms.log import LogForm
from activities.models import (
    Activity,
    Distribution,
    Evidence,
    Participation,
    PlannedActivity,
)
from activities.models.evidence import MOST_FILES
from common.editing import StaleEdit
from common.row_forms import keep_rows
from common.uploads import Upload
from projects.models import Project

AT_ONCE = 500


class AlreadyLogged(Exception):
    """The id is stored already: the same page was sent twice, or another user has the id."""


def blank_activity(officer: User, project: Project, *, planned: int | None = None) -> Activity:
    """An activity that is not stored yet: its version is 0.

    `planned` is the key of an entry of the work plan, from which the activity is filled in.
    """
    blank = Activity(project=project, officer=officer, version=0)
    if planned is not None:
        entries = PlannedActivity.objects.visible_to(officer)
        entry = entries.filter(project=project, pk=planned).first()
        if entry:
            entry.begin(blank)
    return blank


@dataclass(frozen=True)
class NewActivity:
    """An activity that is not stored yet, with the numbers that were counted.

    `people` has the columns of a participation by the key of its target group. `pieces` has the
    number of pieces that were handed out by the key of the material.
    """

    activity: Activity
    people: dict[int, dict[str, int]] = field(default_factory=dict)
    pieces: dict[int, int] = field(default_factory=dict)


@transaction.atomic
def log_activity(form: LogForm) -> Activity:
    """Store a new activity under the id that its page was made with, or nothing at all.

    `form` must be valid, and bound to a blank activity. If the user is not its officer, they are
    stored in `prepared_by`, so that they cannot approve it. Raises AlreadyLogged if the id is
    taken.
    """
    activity = form.main.save(commit=False)
    activity.pk = form.main.cleaned_data["id"]
    activity.version = 1
    if form.user != activity.officer:
        activity.prepared_by = form.user
    counted = [part for part in form.counted if part.total]
    people = {part.group.pk: part.values for part in counted if isinstance(part, PeopleForm)}
    pieces = {part.material.pk: part.total for part in counted if isinstance(part, MaterialForm)}
    try:
        with transaction.atomic():
            _insert([NewActivity(activity, people, pieces)])
    except IntegrityError:
        if Activity.objects.filter(pk=activity.pk).exists():
            raise AlreadyLogged from None
        raise
    if activity.activity_type.is_of_committee:
        keep_rows(activity.committee_decisions.all(), form.decisions, activity=activity)
    return _submitted_with_files(activity, form)


@transaction.atomic
def log_many(new: Iterable[NewActivity]) -> None:
    """Store new activities and submit them, all of them or none.

    The form must have found them valid, and no id may be taken. Raises IntegrityError if the
    database refuses a row.
    """
    new = list(new)
    _insert(new)
    now = timezone.now()
    Activity.objects.drafts().filter(pk__in=[each.activity.pk for each in new]).update(
        status=Activity.Status.SUBMITTED, submitted_at=now, updated_at=now, version=F("version") + 1
    )


def _insert(new: list[NewActivity]) -> None:
    """Store activities as drafts with their numbers: one statement for each table and batch."""
    participations = [
        Participation(activity=each.activity, target_group_id=group, **columns)
        for each in new
        for group, columns in each.people.items()
    ]
    distributions = [
        Distribution(activity=each.activity, material_id=material, quantity=quantity)
        for each in new
        for material, quantity in each.pieces.items()
    ]
    Activity.objects.bulk_create((each.activity for each in new), batch_size=AT_ONCE)
    Participation.objects.bulk_create(participations, batch_size=AT_ONCE)
    Distribution.objects.bulk_create(distributions, batch_size=AT_ONCE)


@transaction.atomic
def change_activity(form: LogForm) -> Activity:
    """Store an edit, if the stored version is still the one that the edit started from.

    `form` must be valid, and bound to the stored activity. Raises StaleEdit if another version is
    stored, or if the activity was approved.
    """
    started_from: int = form.main.cleaned_data["version"]
    activity = form.main.save(commit=False)
    changed = (
        Activity.objects.filter(pk=activity.pk, version=started_from)
        .exclude(status=Activity.Status.APPROVED)
        .update(
            **{name: getattr(activity, name) for name in form.main.Meta.fields},
            version=started_from + 1,
            updated_at=timezone.now(),
        )
    )
    if not changed:
        raise StaleEdit
    activity.version = started_from + 1
    kind = activity.activity_type
    _sync(activity, Participation, "target_group", form.people if kind.counts_people else ())
    _sync(activity, Distribution, "material", () if kind.counts_people else form.counted)
    if kind.is_of_committee:
        keep_rows(activity.committee_decisions.all(), form.decisions, activity=activity)
    else:
        activity.committee_decisions.all().delete()
    return _submitted_with_files(activity, form)


def _submitted_with_files(activity: Activity, form: LogForm) -> Activity:
    """Submit the stored activity if the form was sent to submit it, and store its files."""
    if "submit" in form.data and activity.status != Activity.Status.SUBMITTED:
        activity.submit(version=activity.version)
    cleaned = form.main.cleaned_data
    by, has_consent = activity.officer, cleaned["has_consent"]
    keep_evidence(activity, cleaned["photos"], by=by, has_consent=has_consent)
    return activity


def _sync(
    activity: Activity,
    model: type[Participation] | type[Distribution],
    key: str,
    forms: Iterable[PeopleForm | MaterialForm],
) -> None:
    """Make the stored rows equal to the forms. Only rows that differ are written."""
    rows = {getattr(row, f"{key}_id"): row for row in model.objects.filter(activity=activity)}
    added: list[Any] = []
    for form in forms:
        row = rows.pop(form.subject.pk, None)
        if not form.total:
            if row:
                row.delete()
        elif row is None:
            added.append(model(activity=activity, **{key: form.subject}, **form.values))
        elif any(getattr(row, name) != value for name, value in form.values.items()):
            model.objects.filter(pk=row.pk).update(**form.values)
    for row in rows.values():
        row.delete()
    model._default_manager.bulk_create(added)


def keep_evidence(
    activity: Activity, uploads: list[Upload], *, by: User, has_consent: bool
) -> list[Evidence]:
    """Store files of an activity and return the new ones; a file that it has is left out."""
    kept = []
    known = set(Evidence.objects.filter(activity=activity).values_list("sha256", flat=True))
    for upload in uploads:
        if upload.sha256 in known:
            continue
        known.add(upload.sha256)
        evidence = Evidence(
            activity=activity,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            sha256=upload.sha256,
            has_consent=has_consent,
            uploaded_by=by,
        )
        evidence.file.save(upload.name, ContentFile(upload.content), save=False)
        evidence.save(force_insert=True)
        kept.append(evidence)
    return kept


@transaction.atomic
def add_evidence(activity: Activity, upload: Upload, *, by: User, has_consent: bool) -> None:
    """Add a file that arrived after its activity; this raises the version of the activity.

    Raises StaleEdit if the activity was approved, ValidationError if it has MOST_FILES files.
    """
    _begin_another_version(activity.pk)
    if activity.evidence.count() >= MOST_FILES:
        raise ValidationError(_("At most ten files a record."))
    keep_evidence(activity, [upload], by=by, has_consent=has_consent)


def remove_evidence(evidence: Evidence) -> None:
    """Delete a file; it is deleted from the disk only after the transaction is committed.

    This raises the version of the activity. Raises StaleEdit if the activity was approved.
    """
    file: Any = evidence.file
    with transaction.atomic():
        _begin_another_version(evidence.activity_id)
        evidence.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))


def _begin_another_version(pk: UUID) -> None:
    """Raise the version, so that nobody approves what they have not seen.

    Raises StaleEdit if the activity was approved.
    """
    changed = (
        Activity.objects.filter(pk=pk)
        .exclude(status=Activity.Status.APPROVED)
        .update(version=F("version") + 1, updated_at=timezone.now())
    )
    if not changed:
        raise StaleEdit


def delete_draft(activity: Activity) -> None:
    """Delete a draft and its files. The database refuses to delete anything but a draft."""
    files = [evidence.file for evidence in activity.evidence.all()]
    with transaction.atomic():
        activity.delete()
        for file in files:
            transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]
