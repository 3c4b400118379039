"""The columns of the sheet, in the order of the paper register."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from activities.cells import BOXES
from activities.excel.choices import Choice, Lists, both, folded
from activities.forms.activity import ActivityForm

ACTIVITY = ("activity_type", "union", "venue", "starts_on", "ends_on", "count_method")
COMMITTEE = ("committee", "had_quorum")
TEXTS = ("summary", "decisions")
PEOPLE = tuple(box.name for box in BOXES)
DAYS = ("starts_on", "ends_on")
WIDTHS = {
    "activity_type": 34,
    "union": 26,
    "venue": 34,
    "count_method": 20,
    "target_group": 34,
    "committee": 34,
}
WIDTHS |= dict.fromkeys(TEXTS, 40) | dict.fromkeys(DAYS, 14)


@dataclass(frozen=True)
class Column:
    """A column of the sheet; `code` is the name of the form's field, `label` that field's label."""

    code: str
    label: Any
    choices: tuple[Choice, ...] = ()

    @cached_property
    def heading(self) -> str:
        return "\n".join(both(self.label))

    @cached_property
    def names(self) -> frozenset[str]:
        """The texts that may head the column: the heading, one language of it, or the code."""
        texts = both(self.label)
        return frozenset(map(folded, (self.code, *texts, " ".join(texts))))

    @property
    def width(self) -> int:
        return WIDTHS.get(self.code, 12)


def columns_of(lists: Lists) -> list[Column]:
    """The columns of a sheet. A row is one group at an activity, or the materials of one."""
    choices = {
        "activity_type": lists.types,
        "union": lists.unions,
        "count_method": lists.methods,
        "target_group": lists.groups,
        "committee": lists.committees,
        "had_quorum": lists.yes_or_no,
    }
    of_committee = COMMITTEE if lists.committees else ()

    def column(code: str, label: Any) -> Column:
        return Column(code, label, tuple(choices.get(code, ())))

    fields = ActivityForm.base_fields
    return [
        *(column(name, fields[name].label) for name in ACTIVITY),
        column("target_group", lists.group_label),
        *(column(box.name, box.label) for box in BOXES),
        *(column(material_code(material), material) for material in lists.materials),
        *(column(name, fields[name].label) for name in (*of_committee, *TEXTS)),
    ]


def material_code(material: Any) -> str:
    return f"material:{material.code}"
