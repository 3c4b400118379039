"""Activities over time and by type."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from activities.models import Activity, ActivityType
from common.calendar import Column, Period
from figures.selection import Selection

LARGEST = 3
"""How many types a chart tells apart; the others are one colour."""


@dataclass(frozen=True)
class Tally:
    """Approved activities and the contacts at them; `awaiting` review stands beside."""

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
"""The first of the month, the key of the type, the P-code of the upazila."""


@dataclass(frozen=True)
class TypeRow:
    type: ActivityType
    tally: Tally


@dataclass(frozen=True)
class TimeRow:
    """One column of the chart: approved of each of the largest types, of the others, in all."""

    column: Column
    approved: dict[int, int]
    largest: tuple[tuple[ActivityType, int], ...]
    others: int
    tally: Tally

    def of(self, kind: ActivityType) -> int:
        """How many approved ones of that type."""
        return self.approved.get(kind.pk, 0)


@dataclass(frozen=True)
class ActivityCounts:
    """How many activities there were, by month, type and upazila."""

    period: Period
    cells: dict[Key, Tally]
    types: tuple[ActivityType, ...]

    @cached_property
    def total(self) -> Tally:
        return sum(self.cells.values(), start=NO_ACTIVITIES)

    @cached_property
    def by_type(self) -> list[TypeRow]:
        """The largest first; a type with nothing has its row all the same."""
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
        """By P-code; an upazila with nothing is not there."""
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
        return self._over([Column(month, "month") for month in self.period.months()])

    @property
    def by_column(self) -> list[TimeRow]:
        """As `by_month`, or by quarter or year where the months are too many to show."""
        return self._over(self.period.columns())

    def _over(self, columns: list[Column]) -> list[TimeRow]:
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
    """Approved and awaiting activities and approved contacts, in two queries.

    `types`: all there are; the rows are made from them, so that none is missed.
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
