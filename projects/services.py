"""Store targets and values typed by hand: all changes or none, and only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.calendar import Quarter
from common.editing import StaleEdit
from common.uploads import Upload
from districts.models import Upazila
from projects.grid import Cell, Change
from projects.models import Indicator, Measurement, Project, Target


class StaleTargets(StaleEdit):
    """Another user has changed the same cells; `stored` has the targets that are there now."""

    def __init__(self, stored: Mapping[Cell, Target | None]) -> None:
        super().__init__()
        self.stored = stored


@transaction.atomic
def set_targets(*, project: Project, changes: Mapping[Cell, Change], by: User) -> int:
    """Store the changed cells; a change to no value deletes the target. Returns how many differed.

    Raises StaleTargets, and stores nothing, if the value of a cell is by now neither the one that
    the user saw nor the one that they wrote.
    """
    stored = _locked(project, changes)
    now_there = {cell: target.value for cell, target in stored.items()}
    strange = {
        cell: stored.get(cell)
        for cell, change in changes.items()
        if now_there.get(cell) not in (change.seen, change.value)
    }
    if strange:
        raise StaleTargets(strange)
    written = {
        cell: change.value
        for cell, change in changes.items()
        if now_there.get(cell) != change.value
    }
    gone = [stored[cell].pk for cell, value in written.items() if value is None]
    Target.objects.filter(pk__in=gone).delete()
    now = timezone.now()
    Target.objects.bulk_create(
        Target(**_columns(cell), value=value, set_by=by, set_at=now)
        for cell, value in written.items()
        if value is not None and cell not in stored
    )
    changed = []
    for cell, value in written.items():
        if value is not None and cell in stored:
            target = stored[cell]
            target.value, target.set_by, target.set_at = value, by, now
            changed.append(target)
    Target.objects.bulk_update(changed, ["value", "set_by", "set_at"])
    return len(written)


def _locked(project: Project, cells: Mapping[Cell, Change]) -> dict[Cell, Target]:
    """The targets stored in the quarters of these cells.

    Locks the project, so that nobody else writes targets until the transaction ends.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    targets = Target.objects.filter(
        indicator__project=project, quarter__in={cell.quarter for cell in cells}
    ).select_related("set_by")
    return {Cell.of(target): target for target in targets}


def _columns(cell: Cell) -> dict[str, Any]:
    """The columns of a target that identify its cell.

    A district's P-code has six characters, an upazila's ten.
    """
    place = "district_id" if len(cell.pcode) == 6 else "upazila_id"
    return {"indicator_id": cell.indicator, place: cell.pcode, "quarter": cell.quarter}


@transaction.atomic
def set_measurement(
    *,
    indicator: Indicator,
    upazila: Upazila,
    quarter: Quarter,
    value: Decimal | None,
    source: str,
    upload: Upload | None = None,
    without_file: bool = False,
    seen: str,
    by: User,
) -> bool:
    """Store a typed value with its source; without a value, delete it: it is "not recorded" then.

    An upload replaces the stored file. `seen` is the stamp of the value that was stored when the
    edit began. Returns whether anything differed. Raises StaleEdit if something differs and another
    value is stored by now.
    """
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    stored = Measurement.objects.filter(
        indicator=indicator, upazila=upazila, quarter=quarter.start
    ).first()
    row = stored or Measurement(indicator=indicator, upazila=upazila, quarter=quarter.start)
    changes_file = not row.holds(upload) if upload else without_file and bool(row.file)
    before = (stored.value, stored.source) if stored else (None, "")
    if before == (value, source) and not changes_file:
        return False
    if stamp_of(stored) != seen:
        raise StaleEdit
    if changes_file or value is None:
        delete_file_of(row)
    if value is None:
        row.delete()
        return True
    row.value, row.source, row.typed_by, row.typed_at = value, source, by, timezone.now()
    if changes_file:
        row.file, row.file_name = None, ""
        if upload:
            row.file_name = upload.name
            row.file.save(upload.stored_name, ContentFile(upload.content), save=False)
    row.save()
    return True


def delete_file_of(measurement: Measurement) -> None:
    """Delete the file of a measurement from the disk, once the transaction is committed."""
    if name := measurement.file.name:
        transaction.on_commit(partial(measurement.file.storage.delete, name))


def stamp_of(stored: Measurement | None) -> str:
    """A text that is different for each value stored in one place; empty if no value is stored.

    A form sends it back, and the service finds out whether the value was changed in the meantime.
    """
    return stored.typed_at.isoformat() if stored else ""
