"""Removes the demonstration: its project, its accounts, and every trace of both."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from pghistory.models import Context, Event

from accounts.models import User
from activities.models import (
    Activity,
    Decision,
    Distribution,
    Evidence,
    NothingToReport,
    Participation,
    PlannedActivity,
)
from committees.models import Committee, Member
from demonstration import SLUG
from outbox.models import Delivery, Device
from projects.models import Measurement, Project, Target
from reports.models import Report, Snapshot

PLANS = (PlannedActivity, NothingToReport)
ROWS: dict[type[models.Model], str] = {
    Report: "project",
    Snapshot: "project",
    Decision: "activity__project",
    Participation: "activity__project",
    Distribution: "activity__project",
    Evidence: "activity__project",
    Activity: "project",
    PlannedActivity: "project",
    NothingToReport: "project",
    Member: "committee__project",
    Committee: "project",
    Measurement: "indicator__project",
    Target: "indicator__project",
}
"""What is deleted before the project, in this order, with the lookup from a row to the project."""

Events = models.QuerySet[Any]


@dataclass
class Removed:
    activities: int = 0
    accounts: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def remove() -> Removed | None:
    """Remove all that there is of the demonstration; returns None if there was nothing.

    If an account did something outside the demonstration, it is deactivated and kept, so that what
    it did keeps its author.
    """
    project = Project.objects.filter(slug=SLUG, is_demonstration=True).first()
    removed = Removed()
    remove_deliveries(project)
    if project:
        removed.activities = remove_rows(project)
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


def remove_deliveries(project: Project | None) -> None:
    """Delete the records from phones that belong to the demonstration, with their history.

    A record belongs to it if its activity is in `project`, or if a demonstration account sent it
    and it became no activity. Phones of these accounts are deleted if they have no other record.
    """
    went_nowhere = Q(author__is_demonstration=True, activity=None)
    here = Delivery.objects.filter(
        went_nowhere | Q(activity__project=project, activity__isnull=False)
    )
    history = events_as_they_are(events(Delivery).filter(pgh_obj__in=here.values("pk")))
    with pgtrigger.ignore():
        here.delete()
        remove_history([history])
    Device.objects.filter(user__is_demonstration=True, deliveries=None).delete()


def remove_rows(project: Project) -> int:
    """Delete all rows of the project, whoever wrote them, with their files and their history.

    Returns how many activities were deleted.
    """
    here = Activity.objects.filter(project=project)
    count = here.count()
    typed = Measurement.objects.filter(indicator__project=project).exclude(file="")
    files = [row.file for row in (*Evidence.objects.filter(activity__project=project), *typed)]
    history = history_of(project)
    # The triggers that protect real records are ignored here: only these rows are deleted.
    with pgtrigger.ignore():
        for model, path in ROWS.items():
            model._default_manager.filter(**{path: project}).delete()
        remove_history(history)
    transaction.on_commit(lambda: remove_files(files))
    return count


def history_of(project: Project) -> list[Events]:
    """The events of all rows of the project, also of rows that were deleted earlier."""
    activities = set(events(Activity).filter(project=project).values_list("pgh_obj", flat=True))
    activities -= set(
        Activity.objects.filter(pk__in=activities)
        .exclude(project=project)
        .values_list("pk", flat=True)
    )
    committees = events(Committee).filter(project=project).values("pgh_obj")
    parts = (Participation, Distribution, Evidence, Decision)
    found = [
        events(Activity).filter(pgh_obj__in=activities),
        *(events(part).filter(activity__in=activities) for part in parts),
        events(Member).filter(committee__in=committees),
        *(events(model).filter(project=project) for model in (Committee, *PLANS)),
        *(events(model).filter(indicator__project=project) for model in (Target, Measurement)),
    ]
    return [events_as_they_are(of_a_kind) for of_a_kind in found]


def events(model: type[models.Model]) -> Events:
    event: type[models.Model] = apps.get_model(f"{model._meta.label}Event")
    return event._default_manager.all()


def events_as_they_are(found: Events) -> Events:
    """The same events, found by their primary keys: the rows that led to them are deleted first."""
    everything: Events = found.model._default_manager.all()
    return everything.filter(pk__in=list(found.values_list("pk", flat=True)))


def remove_history(history: list[Events]) -> None:
    """Delete these events, and the contexts that no other event uses."""
    contexts = {
        context
        for found in history
        for context in found.values_list("pgh_context", flat=True)
        if context
    }
    for found in history:
        found.delete()
    for model in apps.get_models():
        if issubclass(model, Event):
            recorded: Events = model._default_manager.all()
            used = recorded.filter(pgh_context__in=contexts)
            contexts.difference_update(used.values_list("pgh_context", flat=True))
    Context.objects.filter(pk__in=contexts).delete()


def remove_files(files: Iterable[FieldFile]) -> None:
    """Delete these files, and their folders if they are empty."""
    for file in files:
        name = PurePath(file.name or "")
        file.storage.delete(str(name))
        with suppress(OSError):
            for folder in name.parents[:-1]:
                file.storage.delete(str(folder))


def still_needed(accounts: models.QuerySet[User]) -> set[int]:
    """The primary keys of the accounts that wrote, reviewed or changed something that stays."""
    keys = set(accounts.values_list("pk", flat=True))
    did = [
        relation.related_model._default_manager.values_list(relation.field.name, flat=True)
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.PROTECT
    ]
    did.append(LogEntry.objects.values_list("user", flat=True))
    did.append(Context.objects.values_list("metadata__user", flat=True))
    return keys.intersection(key for found in did for key in found.order_by().distinct())
