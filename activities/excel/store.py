"""Keeping what was uploaded, confirming it, and clearing away."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from activities.excel.check import Outcome, Result
from activities.excel.choices import Lists
from activities.excel.parse import Row
from activities.models import Activity, Distribution, Import, Participation

KEPT = datetime.timedelta(days=7)
AT_ONCE = 500


class NothingLeft(Exception):
    """Not a row of it is new any more."""


def keep(lists: Lists, month: datetime.date, rows: list[Row], file_name: str) -> Import:
    """Store what was uploaded, to be checked. It replaces one's last of this upazila and month."""
    housekeeping()
    own = Import.objects.visible_to(lists.user).open()
    own.filter(project=lists.project, upazila=lists.upazila, month=month).delete()
    return Import.objects.create(
        project=lists.project,
        upazila=lists.upazila,
        month=month,
        user=lists.user,
        file_name=file_name[:200],
        rows=rows,
        language=get_language() or "bn",
    )


def housekeeping() -> None:
    """Every upload removes what is older than a week, whoever's it is."""
    Import.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def store(upload: Import, *, with_alike: bool) -> None:
    """Put all that is new into the log, awaiting review, or nothing at all.

    `upload` is checked and has no wrong row. An activity that came into the log meanwhile is
    skipped. Raises IntegrityError if the database refuses a row.
    """
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.confirmed_at:
        return
    wanted = {Outcome.NEW, Outcome.ALIKE} if with_alike else {Outcome.NEW}
    results = [result for result in upload.results if result["outcome"] in wanted]
    held = Activity.objects.filter(pk__in={result["key"] for result in results})
    stored = {str(pk) for pk in held.values_list("pk", flat=True)}
    fresh = [result for result in results if result["key"] not in stored]
    activities = activities_of(upload, fresh)
    Activity.objects.bulk_create(activities.values(), batch_size=AT_ONCE)
    Participation.objects.bulk_create(participations_of(fresh), batch_size=AT_ONCE)
    Distribution.objects.bulk_create(distributions_of(fresh), batch_size=AT_ONCE)
    hand_in(activities)
    upload.stored, upload.skipped = len(activities), len(upload.results) - len(fresh)
    upload.confirmed_at, upload.rows, upload.results = timezone.now(), [], []
    upload.save()


def activities_of(upload: Import, results: Iterable[Result]) -> dict[str, Activity]:
    """One for each key, as drafts; what its first row leaves empty a later one may say."""
    values: dict[str, dict[str, Any]] = {}
    for result in results:
        values[result["key"]] = result["activity"] | values.get(result["key"], {})
    columns = {field.name: field for field in Activity._meta.concrete_fields}
    return {
        key: Activity(
            pk=key,
            project_id=upload.project_id,
            upazila_id=upload.upazila_id,
            officer_id=upload.user_id,
            **{columns[name].attname: value for name, value in told.items()},
        )
        for key, told in values.items()
    }


def participations_of(results: Iterable[Result]) -> list[Participation]:
    return [
        Participation(
            activity_id=result["key"], target_group_id=int(result["subject"][1:]), **result["part"]
        )
        for result in results
        if result["subject"]
    ]


def distributions_of(results: Iterable[Result]) -> list[Distribution]:
    return [
        Distribution(activity_id=result["key"], material_id=int(material), quantity=quantity)
        for result in results
        if not result["subject"]
        for material, quantity in result["part"].items()
    ]


def hand_in(keys: Iterable[str]) -> None:
    """The database takes drafts alone; they are submitted in the same breath."""
    now = timezone.now()
    Activity.objects.drafts().filter(pk__in=list(keys)).update(
        status=Activity.Status.SUBMITTED, submitted_at=now, updated_at=now, version=F("version") + 1
    )
