"""The work plan beside the activities that were held."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from activities.models import Activity, ActivityType, PlannedActivity
from activities.models.planning import PlannedQuerySet
from common.calendar import Period, month_of
from districts.models import Upazila
from figures.activity_counts import NO_ACTIVITIES, ActivityCounts, Key, Tally
from figures.area import Area
from figures.selection import Selection

A_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class PlannedNumbers:
    """How many activities of one type are planned in one upazila in one month.

    `numbers` is the sum of the entries without a day ("four courtyard meetings in May"). `days` is
    how many entries have a day, and `days_gone_by` how many of these days are past, today included.
    A meeting that was planned as a number gets its day later, so the two are not added up:
    `planned` is the larger of both.
    """

    numbers: int = 0
    days: int = 0
    days_gone_by: int = 0

    @property
    def planned(self) -> int:
        return max(self.numbers, self.days)

    def due(self, month: datetime.date, today: datetime.date) -> int:
        """How many of them should have been held by the end of today.

        That is all of them if the month ends today or is over, and none if it has not begun. In
        between it is `days_gone_by`, or the part of `numbers` that belongs to the past days of
        the month, rounded down; the larger of both.
        """
        whole = month_of(month)
        if whole.end <= today:
            return self.planned
        if whole.start > today:
            return 0
        return max(self.days_gone_by, self.numbers * today.day // whole.end.day)


def planned_numbers(
    asked: Selection, today: datetime.date | None = None
) -> dict[Key, PlannedNumbers]:
    """What is planned in the selected months, by month, type and upazila; one query."""
    today = today or timezone.localdate()
    with_day = Q(day__isnull=False)
    return {
        (month, kind, upazila): PlannedNumbers(*counts)
        for month, kind, upazila, *counts in _planned(asked)
        .order_by()
        .values_list("month", "activity_type", "upazila")
        .annotate(
            numbers=Coalesce(Sum("number", filter=~with_day), 0),
            days=Count("pk", filter=with_day),
            days_gone_by=Count("pk", filter=Q(day__lte=today)),
        )
    }


@dataclass(frozen=True)
class PlanRow:
    """One type in one upazila in one month; there is a row too if it was held without a plan.

    `due` is how many of the `planned` activities should have been held by today.
    """

    upazila: Upazila
    type: ActivityType
    planned: int
    due: int
    tally: Tally

    @property
    def held(self) -> int:
        """How many activities are approved or await review."""
        return self.tally.approved + self.tally.awaiting

    @property
    def is_overdue(self) -> bool:
        return self.held < self.due

    @property
    def is_done(self) -> bool:
        return self.held >= self.planned


@dataclass(frozen=True)
class UpazilaPlan:
    upazila: Upazila
    rows: tuple[PlanRow, ...]

    @property
    def planned(self) -> int:
        return sum(row.planned for row in self.rows)

    @property
    def tally(self) -> Tally:
        return sum((row.tally for row in self.rows), start=NO_ACTIVITIES)

    @property
    def open_types(self) -> set[int]:
        """The primary keys of the types with fewer activities held than planned."""
        return {row.type.pk for row in self.rows if not row.is_done}

    @property
    def overdue_types(self) -> int:
        return sum(row.is_overdue for row in self.rows)


def plan(
    asked: Selection, where: Area, logged: ActivityCounts, today: datetime.date | None = None
) -> list[UpazilaPlan]:
    """What is planned and what was held in every upazila, in a period of one month; one query.

    `logged` is the result of `activity_counts` for the same month.
    """
    today = today or timezone.localdate()
    first = asked.period.start
    promises = planned_numbers(asked, today)
    keys = {*promises, *(key for key, tally in logged.cells.items() if tally != NO_ACTIVITIES)}

    def row(upazila: Upazila, kind: ActivityType) -> PlanRow:
        key = (first, kind.pk, upazila.pk)
        promise = promises.get(key, PlannedNumbers())
        tally = logged.cells.get(key, NO_ACTIVITIES)
        return PlanRow(upazila, kind, promise.planned, promise.due(first, today), tally)

    return [
        UpazilaPlan(
            upazila,
            tuple(
                row(upazila, kind) for kind in logged.types if (first, kind.pk, upazila.pk) in keys
            ),
        )
        for upazila in where.upazilas_and(asked.user, {place for _month, _kind, place in keys})
    ]


@dataclass(frozen=True)
class OverdueType:
    """An activity type: how many were due by today, and how many were held."""

    type: ActivityType
    due: int
    tally: Tally

    @property
    def held(self) -> int:
        return self.tally.approved + self.tally.awaiting

    @property
    def missing(self) -> int:
        return max(self.due - self.held, 0)


def types_against_plan(
    asked: Selection, logged: ActivityCounts, today: datetime.date | None = None
) -> list[OverdueType]:
    """Every type that has something due by today, those with most missing first; one query.

    `logged` is the result of `activity_counts` for the same period.
    """
    today = today or timezone.localdate()
    due: defaultdict[int, int] = defaultdict(int)
    for (month, kind, _upazila), promise in planned_numbers(asked, today).items():
        due[kind] += promise.due(month, today)
    rows = [
        OverdueType(row.type, due[row.type.pk], row.tally)
        for row in logged.by_type
        if due[row.type.pk]
    ]
    return sorted(rows, key=lambda row: (-row.missing, row.type.position))


@dataclass(frozen=True)
class Week:
    """A week of Bangladesh, from Sunday to Saturday; `days` leaves out days without entries."""

    period: Period
    days: tuple[tuple[datetime.date, tuple[PlannedActivity, ...]], ...]


def two_weeks(asked: Selection, today: datetime.date | None = None) -> list[Week]:
    """This week and the next, with the entries of the work plan on their days; three queries."""
    today = today or timezone.localdate()
    sunday = today - datetime.timedelta(days=today.isoweekday() % 7)
    entries = entries_of(
        asked.during(sunday, sunday + 2 * A_WEEK - datetime.timedelta(days=1)), with_day=True
    )
    return [_week(start, entries) for start in (sunday, sunday + A_WEEK)]


def _week(sunday: datetime.date, entries: Iterable[PlannedActivity]) -> Week:
    on_day: defaultdict[datetime.date, list[PlannedActivity]] = defaultdict(list)
    period = Period(sunday, sunday + datetime.timedelta(days=6))
    for entry in entries:
        if entry.day and period.start <= entry.day <= period.end:
            on_day[entry.day].append(entry)
    return Week(period, tuple((day, tuple(on_day[day])) for day in sorted(on_day)))


def entries_of(asked: Selection, *, with_day: bool = False) -> Sequence[PlannedActivity]:
    """The entries of the work plan in the selected months; three queries.

    With `with_day`, only the entries whose day is in the selected period. Each entry has two lists
    of activities that were logged from it: `logged`, those that the user may see, the oldest first,
    and `drafts`, those of the user that are not submitted yet. An activity of another type or
    upazila than the entry is in neither list.
    """
    begun = (
        Activity.objects.visible_to(asked.user)
        .filter(activity_type=F("planned__activity_type"), upazila=F("planned__upazila"))
        .order_by("created_at", "pk")
    )
    is_draft = Q(status=Activity.Status.DRAFT)
    rows = _planned(asked, by_day=with_day).select_related(
        "activity_type", "upazila", "union", "planned_by"
    )
    return list(
        rows.prefetch_related(
            Prefetch("activities", begun.exclude(is_draft), to_attr="logged"),
            Prefetch("activities", begun.filter(is_draft), to_attr="drafts"),
        )
    )


def _planned(asked: Selection, *, by_day: bool = False) -> PlannedQuerySet:
    rows = PlannedActivity.objects.visible_to(asked.user).filter(project=asked.project)
    first, last = asked.period.start, asked.period.end
    rows = (
        rows.filter(day__range=(first, last))
        if by_day
        else rows.filter(month__range=(first.replace(day=1), last))
    )
    return rows.in_place(asked.place.pcode) if asked.place else rows
