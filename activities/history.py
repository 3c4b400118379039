"""Who changed an activity, how and when: read from the events that the database recorded."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from activities.cells import CELLS
from activities.differences import decision_text, shown
from activities.models import Activity, Material
from beneficiaries.models import TargetGroup
from common.editing import Difference
from common.localisation import day, localised_digits

Event = Any
SHOWN_BY_THE_STEP = {
    "brought_by",  # set when the activity is created; older events do not have it
    "status",
    "version",
    "created_at",
    "submitted_at",
    "reviewed_at",
    "reviewed_by",
    "review_note",
}


@dataclass
class Step:
    """What one user changed at one time."""

    at: datetime.datetime
    who: User | None
    label: str
    note: str = ""
    changes: list[Difference] = field(default_factory=list)


def history(activity: Activity) -> list[Step]:
    """All steps in the history of an activity, the latest first.

    Six queries, and one for each related object whose name a change shows.
    """
    doings: dict[Any, list[Event]] = {}
    for event in _events(activity):
        doings.setdefault((event.pgh_created_at, event.pgh_context_id), []).append(event)
    people = User.objects.in_bulk({_author_id(events) for events in doings.values()})
    steps: list[Step] = []
    names = Names()
    before: Event | None = None
    for events in sorted(doings.values(), key=_order):
        own = [event for event in events if _is_own(event)]
        after = own[-1] if own else before
        label = _label(before, after) if own else _label_of_parts(events)
        step = Step(events[0].pgh_created_at, people.get(_author_id(events)), label)
        if after and step.label in (_("Returned"), _("Reopened")):
            step.note = after.review_note
        if steps:
            step.changes = [
                *_changed(activity, before, after, names),
                *_parts_changed(events, names),
            ]
        steps.append(step)
        before = after
    return steps[::-1]


def _is_own(event: Event) -> bool:
    """Whether the event is about the activity itself, not about one of its parts."""
    return bool(event._meta.model_name == "activityevent")


def _order(events: list[Event]) -> tuple[datetime.datetime, int]:
    """The sort key: the time; within one transaction, where times are equal, the activity's events.

    Steps that did not change the activity itself come after those that did.
    """
    own = [event.pgh_id for event in events if _is_own(event)]
    return events[0].pgh_created_at, min(own, default=sys.maxsize)


def _events(activity: Activity) -> Iterable[Event]:
    yield from _event_model("ActivityEvent").filter(pgh_obj_id=activity.pk)
    for name in ("ParticipationEvent", "DistributionEvent", "EvidenceEvent", "DecisionEvent"):
        yield from _event_model(name).filter(activity_id=activity.pk)


def _event_model(name: str) -> models.QuerySet[Any]:
    events: models.QuerySet[Any] = apps.get_model("activities", name)._default_manager.all()
    return events.select_related("pgh_context").order_by("pgh_id")


def _author_id(events: list[Event]) -> int:
    contexts = (event.pgh_context.metadata for event in events if event.pgh_context)
    return next((context["user"] for context in contexts if context.get("user")), 0)


def _label(before: Event | None, after: Event) -> str:
    if before is None:
        return _("Draft begun") if after.status == "draft" else _("Submitted")
    move = (before.status, after.status)
    return {
        ("draft", "submitted"): _("Submitted"),
        ("returned", "submitted"): _("Submitted again"),
        ("submitted", "approved"): _("Approved"),
        ("submitted", "returned"): _("Returned"),
        ("approved", "returned"): _("Reopened"),
    }.get(move, _("Changed"))


def _label_of_parts(events: list[Event]) -> str:
    """The label of a step that changed only parts; mostly a decision that was carried out."""
    return _("Follow-up done") if any(_is_follow_up(event) for event in events) else _("Changed")


def _is_follow_up(event: Event) -> bool:
    return event._meta.model_name == "decisionevent" and event.done_on is not None


def _changed(activity: Activity, before: Event, after: Event, names: Names) -> list[Difference]:
    found = []
    for column in activity._meta.concrete_fields:
        if column.name in SHOWN_BY_THE_STEP or not hasattr(after, column.attname):
            continue
        values = [getattr(event, column.attname) for event in (before, after)]
        if values[0] != values[1]:
            if column.related_model:
                values = [names.of(column.related_model, value) for value in values]
            texts = (shown(activity, column.name, value) for value in values)
            found.append(Difference(str(column.verbose_name), *texts))
    return found


def _parts_changed(events: list[Event], names: Names) -> list[Difference]:
    """The changed parts with their new values; "–" for a row that was deleted."""
    found = []
    for event in events:
        kind = event._meta.model_name
        gone = event.pgh_label.startswith("delete")
        if kind == "participationevent":
            total = sum(getattr(event, name) for name in CELLS.values())
            text = _("%(people)s people, %(first)s for the first time") % {
                "people": localised_digits(str(total)),
                "first": localised_digits(str(event.first_time)),
            }
            group = names.of(TargetGroup, event.target_group_id)
            found.append(Difference(group, "", "–" if gone else text))
        elif kind == "distributionevent":
            quantity = localised_digits(str(event.quantity))
            material = names.of(Material, event.material_id)
            found.append(Difference(material, "", "–" if gone else quantity))
        elif kind == "evidenceevent":
            label = _("File taken away") if gone else _("File added")
            found.append(Difference(label, "", event.name))
        elif kind == "decisionevent":
            found.append(_decision_changed(event, gone))
    return found


def _decision_changed(event: Event, gone: bool) -> Difference:
    if gone:
        return Difference(_("Decision taken away"), "", event.text)
    if _is_follow_up(event):
        return Difference(event.text, "", f"{event.done_note} ({day(event.done_on)})")
    return Difference(_("Decision"), "", decision_text(event.text, event.owner, event.due_on))


class Names:
    """The names of related objects by their keys; the key itself if the object was deleted."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, Any], str] = {}

    def of(self, model: Any, pk: Any) -> str:
        if pk is None:
            return ""
        if (model, pk) not in self.known:
            self.known[model, pk] = str(model._base_manager.filter(pk=pk).first() or pk)
        return self.known[model, pk]
