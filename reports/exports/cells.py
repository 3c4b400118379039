"""Whom the activities reached, in one long table: a row a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from activities.exports import BEFORE
from activities.models.counts import CELLS
from dashboards.figures import Selection
from trafficking_program.spreadsheets import Sheet

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
    ("group_code", "#beneficiary+type+code", "target_group__code"),
    ("group_en", "#beneficiary+type+name+i_en", "target_group__name_en"),
    ("group_bn", "#beneficiary+type+name+i_bn", "target_group__name_bn"),
    ("group_kind", "#beneficiary+type+kind", "target_group__kind"),
)
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
    counted = asked.participations().order_by(
        "activity__starts_on", "activity", "target_group__position", "target_group"
    )
    of_group = values.index("target_group__code")
    counts = (*CELLS.values(), *OF_WHOLE_GROUPS)
    for row in counted.values_list(*values, *counts).iterator(chunk_size=1000):
        told, numbers = row[: len(values)], dict(zip(counts, row[len(values) :], strict=True))
        key = f"{told[0]}/{told[of_group]}"
        for (sex, age), name in CELLS.items():
            if numbers[name]:
                yield (f"{key}/{name}", *told, "contacts", sex.value, age.value, numbers[name])
        for name in OF_WHOLE_GROUPS:
            if numbers[name]:
                yield (f"{key}/{name}", *told, name, ALL, ALL, numbers[name])
