"""Store an uploaded sheet, put it into the log when it is confirmed, and delete old ones."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from activities.excel.check import Result, RowOutcome
from activities.excel.choices import Lists
from activities.excel.parse import Row
from activities.models import Activity, Import
from activities.services import NewActivity, log_many

KEPT = datetime.timedelta(days=7)


def keep(lists: Lists, month: datetime.date, rows: list[Row], file_name: str) -> Import:
    """Store an uploaded sheet, to be checked.

    It replaces an earlier one of the same user, project, upazila and month that is not confirmed.
    """
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
    """Delete the uploads of all users that are older than a week. Each new upload calls this."""
    Import.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def log_confirmed(upload: Import, *, with_alike: bool) -> None:
    """Put all new activities into the log and submit them, or store nothing at all.

    `upload` must be checked and have no wrong row. `with_alike` stores those too that are perhaps
    logged already. An activity that came into the log in the meantime is skipped. Raises
    IntegrityError if the database refuses a row.
    """
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.confirmed_at:
        return
    wanted = {RowOutcome.NEW, RowOutcome.ALIKE} if with_alike else {RowOutcome.NEW}
    results = [result for result in upload.results if result["outcome"] in wanted]
    held = Activity.objects.filter(pk__in={result["key"] for result in results})
    stored = {str(pk) for pk in held.values_list("pk", flat=True)}
    fresh = [result for result in results if result["key"] not in stored]
    new = new_activities(upload, fresh)
    log_many(new)
    upload.stored, upload.skipped = len(new), len(upload.results) - len(fresh)
    upload.confirmed_at, upload.rows, upload.results = timezone.now(), [], []
    upload.save()


def new_activities(upload: Import, results: Iterable[Result]) -> list[NewActivity]:
    """One activity for each key. If a row leaves a value empty, a later row may have it."""
    rows: dict[str, list[Result]] = {}
    for result in results:
        rows.setdefault(result["key"], []).append(result)
    columns = {field.name: field for field in Activity._meta.concrete_fields}
    new = []
    for key, of_one in rows.items():
        values: dict[str, Any] = {}
        for result in of_one:
            values = result["activity"] | values
        activity = Activity(
            pk=UUID(key),
            project_id=upload.project_id,
            upazila_id=upload.upazila_id,
            officer_id=upload.user_id,
            **{columns[name].attname: value for name, value in values.items()},
        )
        people = {int(row["subject"][1:]): row["part"] for row in of_one if row["subject"]}
        handed_out = (row["part"] for row in of_one if not row["subject"])
        pieces = {int(material): n for part in handed_out for material, n in part.items()}
        new.append(NewActivity(activity, people, pieces))
    return new
