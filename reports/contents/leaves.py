"""The contents of a report as a flat list: each number and text under a key that stays."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.calendar import ChartColumn
from common.localisation import day
from reports.contents.people import cell_label
from reports.contents.schema import Contents, Days, Named
from reports.contents.texts import in_bangla, in_english, period_of

Key = tuple[str, ...]
Trail = tuple[Named, ...]
"""The names of what a leaf belongs to, from the largest part to the smallest."""

Value = str | int | float | bool | None

VOLATILE = {
    "version",
    "made_at",
    "due",
    "standing",
    "standing_en",
    "standing_bn",
    "trend",
    "missing",
}
"""Not compared: it follows from the day, or the version, the contents were made with."""

PROGRAM_TEXTS = {"method_en", "method_bn", "label_en", "label_bn"}
"""Not compared: texts of this program. A better translation changes no figure."""

LABELS = {
    "people": gettext_lazy("Contacts by sex and age"),
    "types": gettext_lazy("Activities by type"),
    "groups": gettext_lazy("Contacts by target group"),
    "materials": gettext_lazy("Materials"),
    "months": gettext_lazy("Activities by month"),
    "upazilas": gettext_lazy("Activities by upazila"),
    "committees": gettext_lazy("Counter-trafficking committees"),
    "activities": gettext_lazy("List of activities"),
    "project": gettext_lazy("Project"),
    "period": gettext_lazy("Period"),
    "within": gettext_lazy("Told together with it"),
    "promised": gettext_lazy("Target"),
    "awaiting": gettext_lazy("Awaiting review"),
    "approved": gettext_lazy("Approved"),
    "silent_months": gettext_lazy("Silent months"),
    "reported": gettext_lazy("Something is reported"),
    "difference": gettext_lazy("Difference"),
    "baseline": gettext_lazy("Baseline"),
    "contacts": gettext_lazy("Contacts"),
    "first_time": gettext_lazy("First time"),
    "quantity": gettext_lazy("Pieces"),
    "meetings": gettext_lazy("Meetings"),
    "seats": gettext_lazy("Seats"),
    "women": gettext_lazy("of these, women"),
    "sex_known": gettext_lazy("Seats with sex recorded"),
    "open": gettext_lazy("Open decisions"),
    "overdue": gettext_lazy("Overdue decisions"),
    "last_meeting": gettext_lazy("Last meeting"),
    "is_far_beyond": gettext_lazy("More than twice the target"),
    "definition": gettext_lazy("Definition"),
    "verification": gettext_lazy("Means of verification"),
    "unit": gettext_lazy("Unit"),
    "title": gettext_lazy("Title"),
    "goal": gettext_lazy("Goal"),
    "objective": gettext_lazy("Objective"),
    "name": gettext_lazy("Name"),
    "short": gettext_lazy("Name"),
    "district": gettext_lazy("District"),
    "district_pcode": gettext_lazy("District"),
    "slug": gettext_lazy("slug"),
    "outcome": gettext_lazy("Outcome"),
    "kind": gettext_lazy("Kind"),
    "is_demonstration": gettext_lazy("Demonstration – sample data"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    **dict.fromkeys(
        ("measure", "direction", "across_places", "across_periods", "is_cumulative"),
        gettext_lazy("How it is counted"),
    ),
    "statement": gettext_lazy("Expected result"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "start": gettext_lazy("From"),
    "end": gettext_lazy("To"),
}
UNLABELLED = {
    *("indicators", "outcomes", "reach", "organisations", "places", "quarters", "parts"),
    *("cells", "counted", "done", "value", "place"),
}
"""Fields that need no label: the row they stand in has a name."""


@dataclass(frozen=True)
class Leaf:
    """`path` are the fields on the way to it, without the keys of rows."""

    trail: Trail
    value: Value
    path: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        return self.value is None or (
            isinstance(self.value, int | float) and not isinstance(self.value, bool)
        )


def leaves(contents: Contents) -> dict[Key, Leaf]:
    """Each value that is compared, by its key. Rows may be in any order."""
    found = _leaves_in(contents, (), (), ())
    return {key: leaf for key, leaf in found if not (key[0] == "reach" and _is_name(key[-1]))}


def comparable_values(contents: Contents) -> dict[Key, Value]:
    """Two reports have the same figures and texts if these are equal."""
    return {key: leaf.value for key, leaf in leaves(contents).items()}


def _leaves_in(
    node: Any, key: Key, trail: Trail, path: tuple[str, ...]
) -> Iterator[tuple[Key, Leaf]]:
    if isinstance(node, Mapping):
        for field, value in node.items():
            if field not in VOLATILE | PROGRAM_TEXTS:
                names = (*trail, *_names(path, field))
                yield from _leaves_in(value, (*key, field), names, (*path, field))
    elif isinstance(node, list):
        for row in node:
            code, name = _code_of(row), _name_of(row)
            within = (*trail, name)
            yield (*key, code), Leaf(within, True, path)
            yield from _leaves_in(row, (*key, code), within, path)
    else:
        yield key, Leaf(trail, node, path)


def _is_name(field: str) -> bool:
    """The names of the three figures of reach are texts of this program."""
    return field in ("name_en", "name_bn")


def _code_of(row: Mapping[str, Any]) -> str:
    """What identifies a row, whatever its numbers are."""
    match row:
        case {"kind": kind, "label_en": _en, "code": code}:
            return f"{kind}/{code}"
        case {"role": role, "name_en": name}:
            return f"{role}/{name}"
    fields = ("code", "pcode", "id", "month", "number", "start")
    return str(next(row[field] for field in fields if field in row))


def _name_of(row: Mapping[str, Any]) -> Named:
    match row:
        case {"label_en": english, "label_bn": bangla}:
            return {"name_en": english, "name_bn": bangla}
        case {"name_en": english, "name_bn": bangla}:
            return {"name_en": english, "name_bn": bangla}
        case {"month": month}:
            return in_both(lambda: day(datetime.date.fromisoformat(f"{month}-01"), "F Y"))
        case {"number": number}:
            return in_both(lambda: _("Outcome %(number)s") % {"number": number})
        case {"start": _start, "end": _end}:
            quarter = period_of(cast("Days", row))
            return in_both(lambda: ChartColumn(quarter, "quarter").name)
    return in_both(lambda: str(row["id"]))


def name_of(path: str) -> Named:
    """The name of a path of fields: of "groups.within", "Contacts by target group · …"."""
    fields = tuple(path.split("."))
    names = [name for at, field in enumerate(fields) for name in _names(fields[:at], field)]
    return {
        "name_en": " · ".join(name["name_en"] for name in names),
        "name_bn": " · ".join(name["name_bn"] for name in names),
    }


def _names(path: tuple[str, ...], field: str) -> Trail:
    if path[-1:] == ("cells",):
        return (in_both(lambda: cell_label(field)),)
    return _named_field(field)


@cache
def _named_field(field: str) -> Trail:
    if field in UNLABELLED:
        return ()
    stem = field.removesuffix("_en").removesuffix("_bn")
    word = LABELS.get(stem, stem.replace("_", " "))
    return ({"name_en": in_english(word), "name_bn": in_bangla(word)},)


def in_both(made: Callable[[], str]) -> Named:
    with override("en"):
        english = made()
    with override("bn"):
        return {"name_en": english, "name_bn": made()}
