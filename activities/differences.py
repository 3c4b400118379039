"""The differences between a stored activity and what a user typed into the form."""

import datetime
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from activities.forms.log import LogForm
from activities.forms.planning import PlanForm
from activities.models import Activity, PlannedActivity
from common.editing import Difference
from common.localisation import day, localised_digits


def differences(stored: Activity, form: LogForm) -> list[Difference]:
    """The differences as text, field by field; empty if there are none. `form` must be cleaned."""
    return [
        *_of_the_event(stored, form),
        *_of_the_counts(form),
        *_of_the_decisions(stored, form),
    ]


def _of_the_event(stored: Activity, form: LogForm) -> list[Difference]:
    found = []
    for name in form.main.Meta.fields:
        if name not in form.main.cleaned_data:
            continue
        before, after = getattr(stored, name), form.main.cleaned_data[name]
        if before != after and {before, after} - {None, ""}:
            label = str(form.main.fields[name].label)
            found.append(Difference(label, shown(stored, name, before), shown(stored, name, after)))
    return found


def plan_differences(stored: PlannedActivity, form: PlanForm) -> list[Difference]:
    """The differences of an entry of the work plan, in the fields that the user's form has."""
    return [
        Difference(str(form.fields[name].label), planned(name, before), planned(name, after))
        for name in form.Meta.fields
        if name in form.fields
        and (before := getattr(stored, name)) != (after := form.cleaned_data[name])
    ]


def planned(name: str, value: Any) -> str:
    """A value of an entry of the work plan, as text in the active language."""
    if value in (None, ""):
        return "–"
    if isinstance(value, datetime.date):
        return day(value, "F Y") if name == "month" else day(value)
    return localised_digits(str(value))


def shown(activity: Activity, name: str, value: Any) -> str:
    """A value of a field of an activity, as text in the active language."""
    if value in (None, ""):
        return "–"
    if name in ("starts_on", "ends_on"):
        return day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    column = activity._meta.get_field(name)
    choices = dict(column.flatchoices) if isinstance(column, Field) else {}
    return str(choices.get(value, value))


def _of_the_counts(form: LogForm) -> list[Difference]:
    found = []
    for part in form.counted:
        for name, field in part.fields.items():
            before, after = part.stored.get(name, 0), part.count(name)
            if before != after:
                label = f"{part.subject.name} · {field.label}"
                found.append(
                    Difference(label, *(localised_digits(str(n)) for n in (before, after)))
                )
    return found


def _of_the_decisions(stored: Activity, form: LogForm) -> list[Difference]:
    """One difference for all decisions together: the order of the rows makes no difference."""
    before = sorted(
        decision_text(row.text, row.owner, row.due_on) for row in stored.committee_decisions.all()
    )
    rows = (row.values for row in form.kept_decisions if row.is_valid() and row.is_filled)
    after = sorted(decision_text(row["text"], row["owner"], row["due_on"]) for row in rows)
    if before == after:
        return []
    return [Difference(_("Decisions"), "\n".join(before) or "–", "\n".join(after) or "–")]


def decision_text(text: str, owner: str, due_on: datetime.date | None) -> str:
    """A decision in one line: what was decided, who does it, and by when."""
    return " · ".join(part for part in (text, owner, day(due_on)) if part)
