"""What differs between the stored record and what somebody typed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from activities.forms.log import LogForm
from activities.models import Activity
from trafficking_program.bangla import day, localised_digits


@dataclass(frozen=True)
class Difference:
    label: str
    stored: str
    typed: str


def differences(stored: Activity, form: LogForm) -> list[Difference]:
    """Field by field, in words; empty when the form says what is stored. `form` was cleaned."""
    return [*_of_the_event(stored, form), *_of_the_counts(form)]


def _of_the_event(stored: Activity, form: LogForm) -> list[Difference]:
    found = []
    for name in form.main.Meta.fields:
        if name not in form.main.cleaned_data:
            continue
        before, after = getattr(stored, name), form.main.cleaned_data[name]
        if before != after and (before or after):
            label = str(form.main.fields[name].label)
            found.append(Difference(label, shown(stored, name, before), shown(stored, name, after)))
    return found


def shown(activity: Activity, name: str, value: Any) -> str:
    """A value of an activity's field as a person reads it."""
    if value in (None, ""):
        return "–"
    if name in ("starts_on", "ends_on"):
        return day(value)
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
