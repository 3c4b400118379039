"""Whom the activities reached, in one long table: a row a number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from activities.cells import CELLS
from activities.exports import BEFORE
from common.spreadsheets import Sheet
from figures import Selection

OF_THE_ACTIVITY = (
    "project",
    "type_code",
    "first_day",
    "last_day",
    "division_pcode",
    "district_pcode",
    "upazila_pcode",
    "upazila_en",
    "upazila_bn",
    "union_en",
    "union_bn",
    "status",
    "count_method",
)
COLUMNS = (
    ("activity_id", "#activity+id", "activity"),
    *((name, tag, f"activity__{value}") for name, tag, value in BEFORE if name in OF_THE_ACTIVITY),
    ("group_code", "#beneficiary+type+code", "shown_code"),
    ("group_en", "#beneficiary+type+name+i_en", "shown_name_en"),
    ("group_bn", "#beneficiary+type+name+i_bn", "shown_name_bn"),
    ("group_kind", "#beneficiary+type+kind", "shown_kind"),
)
GROUP_AS_SHOWN = {
    f"shown_{name}": Coalesce(f"target_group__told_with__{name}", f"target_group__{name}")
    for name in ("position", "code", "name_en", "name_bn", "kind")
}
"""The group under which its people are handed on: the one it is shown within, or itself."""

LAST = (
    ("measure", "#indicator+code"),
    ("sex", "#beneficiary+sex"),
    ("age", "#beneficiary+age"),
    ("number", "#indicator+num"),
)
ALL = "all"
"""First time and disability are asked of a whole group, whatever the sex and age."""

OF_WHOLE_GROUPS = ("first_time", "with_disability")


def cells_table(asked: Selection) -> Sheet:
    """A row for every activity, target group, sex and age with anybody in it.

    Groups that are shown within another are one group with it.

    Rows whose measure is `contacts` add up to the contacts. Those of `first_time` and
    `with_disability` are people of the same contacts, counted a second time: a sum is made
    of one measure only, which is why none of them is tagged `#reached`.
    """
    names, tags, values = zip(*COLUMNS, strict=True)
    header = ("id", *names, *(name for name, _tag in LAST))
    all_tags = ("#meta+id", *tags, *(tag for _name, tag in LAST))
    return Sheet("cells", header, _rows(asked, values), all_tags)


def _rows(asked: Selection, values: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """An id is made of what the number is of, so that it outlives a correction."""
    counted: QuerySet[Any] = asked.participations().annotate(**GROUP_AS_SHOWN)
    counted = counted.order_by("activity__starts_on", "activity", "shown_position", "shown_code")
    of_group = values.index("shown_code")
    counts = (*CELLS.values(), *OF_WHOLE_GROUPS)
    rows = counted.values_list(*values, *counts).iterator(chunk_size=1000)
    for labels, together in groupby(rows, key=lambda row: row[: len(values)]):
        columns = zip(*(row[len(values) :] for row in together), strict=True)
        numbers = dict(zip(counts, map(sum, columns), strict=True))
        key = f"{labels[0]}/{labels[of_group]}"
        for (sex, age), name in CELLS.items():
            if numbers[name]:
                yield (f"{key}/{name}", *labels, "contacts", sex.value, age.value, numbers[name])
        for name in OF_WHOLE_GROUPS:
            if numbers[name]:
                yield (f"{key}/{name}", *labels, name, ALL, ALL, numbers[name])
