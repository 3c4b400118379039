"""How many activities were held: by month, by type and by upazila."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from activities.models import Activity, ActivityType
from common.calendar import ChartColumn, Period
from figures.selection import Selection

LARGEST = 3
"""How many types have a colour of their own in a chart; all others share one colour."""


@dataclass(frozen=True)
class Tally:
    """Numbers of approved activities, of contacts at these, and of activities that await review."""

    approved: int = 0
    awaiting: int = 0
    contacts: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.approved + other.approved,
            self.awaiting + other.awaiting,
            self.contacts + other.contacts,
        )


NO_ACTIVITIES = Tally()


Key = tuple[datetime.date, int, str]
"""The first day of the month, the primary key of the type, the P-code of the upazila."""


@dataclass(frozen=True)
class TypeRow:
    type: ActivityType
    tally: Tally


@dataclass(frozen=True)
class TimeRow:
    """One column of the chart.

    `approved` has the number of approved activities of every type, by the type's primary key.
    `largest` has those of the largest types, `others` is the sum of all other types.
    """

    column: ChartColumn
    approved: dict[int, int]
    largest: tuple[tuple[ActivityType, int], ...]
    others: int
    tally: Tally

    def of(self, kind: ActivityType) -> int:
        """The number of approved activities of that type."""
        return self.approved.get(kind.pk, 0)


@dataclass(frozen=True)
class ActivityCounts:
    """The activities of a period, counted by month, type and upazila."""

    period: Period
    cells: dict[Key, Tally]
    types: tuple[ActivityType, ...]

    @cached_property
    def total(self) -> Tally:
        return sum(self.cells.values(), start=NO_ACTIVITIES)

    @cached_property
    def by_type(self) -> list[TypeRow]:
        """One row a type, the largest first. A type in use has a row even without activities."""
        sums: defaultdict[int, Tally] = defaultdict(Tally)
        for (_month, kind, _upazila), tally in self.cells.items():
            sums[kind] += tally
        rows = [
            TypeRow(kind, sums[kind.pk])
            for kind in self.types
            if kind.is_active or sums[kind.pk] != NO_ACTIVITIES
        ]
        return sorted(rows, key=lambda row: (-row.tally.approved, -row.tally.awaiting))

    @cached_property
    def by_upazila(self) -> dict[str, Tally]:
        """The counts by P-code; an upazila without activities is left out."""
        sums: defaultdict[str, Tally] = defaultdict(Tally)
        for (_month, _kind, upazila), tally in self.cells.items():
            sums[upazila] += tally
        return dict(sums)

    @cached_property
    def largest(self) -> list[TypeRow]:
        return [row for row in self.by_type[:LARGEST] if row.tally.approved]

    @property
    def others(self) -> Tally:
        shown = len(self.largest)
        return sum((row.tally for row in self.by_type[shown:]), start=NO_ACTIVITIES)

    @property
    def other_types(self) -> int:
        return len(self.by_type) - len(self.largest)

    @property
    def by_month(self) -> list[TimeRow]:
        return self._over([ChartColumn(month, "month") for month in self.period.months()])

    @property
    def by_column(self) -> list[TimeRow]:
        """The same as `by_month`, but by quarter or year if a chart cannot show so many months."""
        return self._over(self.period.columns())

    def _over(self, columns: list[ChartColumn]) -> list[TimeRow]:
        largest = [row.type for row in self.largest]
        rows = []
        for column in columns:
            first = column.period.start.replace(day=1)
            within = {
                key: tally
                for key, tally in self.cells.items()
                if first <= key[0] <= column.period.end
            }
            approved: Counter[int] = Counter()
            for (_month, type_pk, _upazila), tally in within.items():
                approved[type_pk] += tally.approved
            each = tuple((kind, approved[kind.pk]) for kind in largest)
            total = sum(within.values(), start=NO_ACTIVITIES)
            others = total.approved - sum(count for _, count in each)
            rows.append(TimeRow(column, dict(approved), each, others, total))
        return rows


def activity_counts(asked: Selection, types: Sequence[ActivityType]) -> ActivityCounts:
    """Count approved and awaiting activities, and contacts at approved ones; two queries.

    `types` must be all activity types: the rows are made from them, so a type that is missing
    here would have no row.
    """
    cells: defaultdict[Key, Tally] = defaultdict(Tally)
    counted = asked.activities().annotate(month=TruncMonth("starts_on"))
    for month, kind, upazila, status, count in counted.values_list(
        "month", "activity_type", "upazila", "status"
    ).annotate(count=Count("pk")):
        if status == Activity.Status.APPROVED:
            cells[month, kind, upazila] += Tally(approved=count)
        elif status == Activity.Status.SUBMITTED:
            cells[month, kind, upazila] += Tally(awaiting=count)
    approved = asked.participations().filter(activity__status=Activity.Status.APPROVED)
    for month, kind, upazila, contacts in (
        approved.annotate(month=TruncMonth("activity__starts_on"))
        .values_list("month", "activity__activity_type", "activity__upazila")
        .annotate(contacts=Sum("people"))
    ):
        cells[month, kind, upazila] += Tally(contacts=contacts)
    asked_types = (asked.type,) if asked.type else tuple(types)
    return ActivityCounts(asked.period, dict(cells), asked_types)
