"""A record as labels and values of the form, for people to read where no form can show it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from activities.forms.activity import OTHER_DAY, OUTSIDE_UNIONS, ActivityForm
from activities.forms.counts import MaterialForm, PeopleForm
from activities.forms.decisions import DecisionForm
from activities.models import Activity, ActivityType, Material
from beneficiaries.models import TargetGroup
from committees.models import Committee
from common.localisation import day, localised_digits
from districts.models import Union, Upazila
from outbox.envelope import Content

UNSHOWN = ("id", "version", "submit", "draft")
ROWS: dict[str, Any] = {"g": PeopleForm, "m": MaterialForm, "d": DecisionForm}


def described(content: Content) -> list[tuple[str, str]]:
    """The label and the value of each field that was filled in, as people read them."""
    filled = [(name, value) for name, value in content.fields if value and name not in UNSHOWN]
    rows = {name.partition("-")[0] for name, _value in filled if "-" in name}
    subjects = _subjects(rows)
    return [(_label(name, subjects), _value(name, value)) for name, value in filled]


def _subjects(rows: set[str]) -> dict[str, str]:
    """The name of the target group or material that each prefix stands for, such as "g3"."""
    found = {}
    for letter, model in (("g", TargetGroup), ("m", Material)):
        keys = {int(row[1:]) for row in rows if row[0] == letter and _is_key(row[1:])}
        for subject in model.objects.filter(pk__in=keys):
            found[f"{letter}{subject.pk}"] = subject.name
    return found


def _label(name: str, subjects: dict[str, str]) -> str:
    prefix, dash, field = name.partition("-")
    if not dash:
        known = ActivityForm.base_fields.get(name)
        return str(known.label) if known and known.label else name
    form = ROWS.get(prefix[:1])
    label = str(form.base_fields[field].label) if form and field in form.base_fields else field
    return f"{subjects[prefix]} · {label}" if prefix in subjects else label


def _value(name: str, value: str) -> str:
    if name in ("day", "starts_on", "ends_on") or name.endswith("-due_on"):
        return _day(value)
    if name in ("has_consent", "names_nobody", "is_another"):
        return _("Yes")
    if name == "had_quorum":
        return _("Yes") if value == "True" else _("No")
    if name == "count_method":
        return str(dict(Activity.CountMethod.choices).get(value, value))
    models: dict[str, Any] = {
        "activity_type": ActivityType,
        "upazila": Upazila,
        "union": Union,
        "committee": Committee,
    }
    if name in models:
        return _named(models[name], value)
    return localised_digits(value) if "-" in name else value


def _day(value: str) -> str:
    try:
        return day(datetime.date.fromisoformat(value))
    except ValueError:
        return _("Another day") if value == OTHER_DAY else value


def _named(model: Any, value: str) -> str:
    """The name of the row that was chosen; its key if there is no such row, or no longer."""
    if value == OUTSIDE_UNIONS:
        return _("Municipality, or the whole upazila")
    can_be = value.isalnum() if model is Upazila else _is_key(value)
    row = model.objects.filter(pk=value).first() if can_be else None
    return row.name if row else value


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
