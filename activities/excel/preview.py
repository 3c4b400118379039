"""The checked rows as the page shows them, those that need attention first."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.cells import CELLS
from activities.excel.check import Checked, Result, RowOutcome
from activities.excel.choices import Lists, folded
from activities.excel.parse import Row
from activities.forms.activity import OUTSIDE_UNIONS, parse_day
from activities.models import Import

TO_STORE = (RowOutcome.NEW, RowOutcome.ALIKE)
LABELS = {
    RowOutcome.WRONG: _("Wrong"),
    RowOutcome.ALIKE: _("Perhaps logged already"),
    RowOutcome.DUPLICATE: _("Left out"),
    RowOutcome.NEW: _("Will be created"),
}


@dataclass(frozen=True)
class PreviewRow:
    """One row; type and union have the names of the log if they are known, else the typed text."""

    row: Row
    result: Result
    kind: str
    union: str

    @property
    def number(self) -> int:
        return self.row["number"]

    @property
    def outcome(self) -> str:
        return self.result["outcome"]

    @property
    def label(self) -> str:
        return str(LABELS[RowOutcome(self.outcome)])

    @property
    def venue(self) -> str:
        return self.row["cells"].get("venue", "")

    @property
    def day(self) -> datetime.date | None:
        return parse_day(self.result["activity"].get("starts_on") or self.day_as_typed)

    @property
    def day_as_typed(self) -> str:
        return self.row["cells"].get("starts_on", "")

    @property
    def people(self) -> int:
        return sum(self.result["part"].get(cell, 0) for cell in CELLS.values())

    @property
    def materials(self) -> int:
        return 0 if self.result["subject"] else sum(self.result["part"].values())


@dataclass(frozen=True)
class Preview:
    upload: Import
    only: str = ""
    "The outcome of the rows to show; if it is empty, all rows are shown."

    @cached_property
    def everything(self) -> list[Checked]:
        return list(zip(self.upload.rows, self.upload.results, strict=True))

    @cached_property
    def rows(self) -> list[Checked]:
        """The rows to show: by outcome, wrong ones first; then those that may name a person."""
        order = {outcome.value: place for place, outcome in enumerate(RowOutcome)}
        asked = [pair for pair in self.everything if self.only in ("", pair[1]["outcome"])]

        def place(pair: Checked) -> tuple[int, bool, int]:
            row, result = pair
            return order[result["outcome"]], not result["identifying"], row["number"]

        return sorted(asked, key=place)

    def shown(self, pairs: list[Checked]) -> list[PreviewRow]:
        """These rows with their names in the current language; three queries for any number."""
        lists = Lists(self.upload.user, self.upload.project, self.upload.upazila)
        unions = lists.page.main.unions
        outside = str(lists.page.main.outside_unions[1])

        def kind(typed: str) -> str:
            found = lists.names["activity_type"].get(folded(typed))
            return found.short if found else typed

        def union(typed: str) -> str:
            key = lists.names["union"].get(folded(typed))
            return outside if key == OUTSIDE_UNIONS else str(unions[key] if key else typed)

        return [
            PreviewRow(
                row,
                result,
                kind(row["cells"].get("activity_type", "")),
                union(row["cells"].get("union", "")),
            )
            for row, result in pairs
        ]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(result["outcome"] for _row, result in self.everything)

    @property
    def wrong(self) -> int:
        return self.counts[RowOutcome.WRONG]

    @property
    def alike(self) -> int:
        return self.counts[RowOutcome.ALIKE]

    @property
    def duplicates(self) -> int:
        return self.counts[RowOutcome.DUPLICATE]

    @property
    def new_activities(self) -> int:
        return self._activities(RowOutcome.NEW)

    @property
    def alike_activities(self) -> int:
        return self._activities(RowOutcome.ALIKE)

    def _activities(self, outcome: str) -> int:
        results = (result for _row, result in self.everything if result["outcome"] == outcome)
        return len({result["key"] for result in results})

    @cached_property
    def identifying(self) -> list[tuple[int, str]]:
        """Passages to be stored that may name a person, with the numbers of their rows."""
        return [
            (row["number"], passage)
            for row, result in self.everything
            if result["outcome"] in TO_STORE
            for passage in result["identifying"]
        ]

    @property
    def can_be_confirmed(self) -> bool:
        return not self.wrong and bool(self.new_activities or self.alike_activities)

    @property
    def chips(self) -> list[tuple[str, Any, int]]:
        return [
            (outcome.value, LABELS[outcome], self.counts[outcome])
            for outcome in RowOutcome
            if self.counts[outcome]
        ]
