"""Taking the demonstration away again: its project, its accounts, and every trace of both."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from uuid import UUID

import pgtrigger
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from pghistory.models import Context

from accounts.models import User
from activities.models import Activity, Distribution, Evidence, Participation
from projects.models import Project
from trafficking_program.demonstration import SLUG

PARTS = (Participation, Distribution, Evidence)


@dataclass
class Removed:
    activities: int = 0
    accounts: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def remove() -> Removed | None:
    """Remove whatever there is of it; None if there was nothing.

    An account that did something outside the demonstration is deactivated and kept, so
    that what it did keeps its author.
    """
    project = Project.objects.filter(slug=SLUG, is_demonstration=True).first()
    removed = Removed()
    if project:
        removed.activities = remove_activities(project)
        project.delete()
    accounts = User.objects.filter(is_demonstration=True)
    needed = still_needed(accounts)
    is_open = accounts.filter(is_active=True).exists()
    removed.kept = sorted(accounts.filter(pk__in=needed).values_list("username", flat=True))
    accounts.filter(pk__in=needed).update(is_active=False)
    for account in accounts.exclude(pk__in=needed):
        account.delete()
        removed.accounts += 1
    return removed if project or is_open or removed.accounts else None


def remove_activities(project: Project) -> int:
    """All of the project's, whoever logged them, with files and history."""
    here = Activity.objects.filter(project=project)
    count = here.count()
    # Those that were deleted as drafts have left their events.
    recorded = events("Activity").filter(project=project).values_list("pgh_obj", flat=True)
    moved_away = Activity.objects.filter(pk__in=recorded).exclude(project=project)
    ids = {*here.values_list("pk", flat=True), *recorded} - {
        *moved_away.values_list("pk", flat=True)
    }
    files = [evidence.file for evidence in Evidence.objects.filter(activity__project=project)]
    # Every rule that guards real records is set aside for these rows, and only for these.
    with pgtrigger.ignore():
        for part in PARTS:
            part._default_manager.filter(activity__project=project).delete()
        here.delete()
        remove_history(ids)
    transaction.on_commit(lambda: remove_files(files))
    return count


def events(name: str) -> models.QuerySet[Any]:
    model: type[models.Model] = apps.get_model("activities", f"{name}Event")
    return model._default_manager.all()


def remove_history(ids: Iterable[UUID]) -> None:
    """The events of these activities, and the contexts nothing else was done in."""
    of_activities = [
        events("Activity").filter(pgh_obj__in=ids),
        *(events(part.__name__).filter(activity__in=ids) for part in PARTS),
    ]
    contexts = {
        context
        for found in of_activities
        for context in found.values_list("pgh_context", flat=True)
        if context
    }
    for found in of_activities:
        found.delete()
    for name in ("Activity", *(part.__name__ for part in PARTS)):
        contexts.difference_update(
            events(name).filter(pgh_context__in=contexts).values_list("pgh_context", flat=True)
        )
    Context.objects.filter(pk__in=contexts).delete()


def remove_files(files: Iterable[FieldFile]) -> None:
    """With their folders, as far as nothing else lies in them."""
    for file in files:
        name = PurePath(file.name or "")
        file.storage.delete(str(name))
        with suppress(OSError):
            for folder in name.parents[:-1]:
                file.storage.delete(str(folder))


def still_needed(accounts: models.QuerySet[User]) -> set[int]:
    """Those that logged, reviewed, uploaded or changed something that stays."""
    keys = set(accounts.values_list("pk", flat=True))
    did = (
        Activity.objects.values_list("officer", flat=True),
        Activity.objects.values_list("reviewed_by", flat=True),
        Evidence.objects.values_list("uploaded_by", flat=True),
        LogEntry.objects.values_list("user", flat=True),
        Context.objects.values_list("metadata__user", flat=True),
    )
    return keys.intersection(key for found in did for key in found.order_by().distinct())
