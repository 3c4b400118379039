"""Activities by upazila and by union, and what needs attention where."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from activities.models import Activity, NothingToReport
from activities.querysets import ActivityQuerySet
from districts.models import Union, Upazila
from figures.activity_counts import NO_ACTIVITIES, ActivityCounts, Tally
from figures.area import Area
from figures.committees import overdue_decisions
from figures.selection import Selection
from projects.periods import is_running

if TYPE_CHECKING:
    from figures.reporting import UpazilaMonths

QUIET_DAYS = 30


@dataclass(frozen=True)
class PlaceRow:
    """The counts of one upazila. Unless `is_reported`, its zeros mean "not recorded"."""

    upazila: Upazila
    tally: Tally
    is_reported: bool
    silent_months: int


def by_upazila(
    asked: Selection, where: Area, logged: ActivityCounts, reporting: Iterable[UpazilaMonths]
) -> list[PlaceRow]:
    """One row for every upazila of the work area, also without activities, in the order of places.

    An upazila that has left the work area has a row as long as it has activities. `reporting` is
    the result of `reporting_matrix` for the same selection.
    """
    months = {row.upazila.pk: row for row in reporting}
    return [
        PlaceRow(
            upazila,
            logged.by_upazila.get(upazila.pk, NO_ACTIVITIES),
            months[upazila.pk].is_reported,
            months[upazila.pk].months_not_reported,
        )
        for upazila in where.upazilas_and(asked.user, logged.by_upazila)
    ]


@dataclass(frozen=True)
class UnionRow:
    """The counts of one union.

    `union` is None for activities held in no union: in a municipality, or for the whole upazila.
    """

    union: Union | None
    activities: int
    contacts: int
    last_on: datetime.date | None


def by_union(asked: Selection, upazila: Upazila, logged: ActivityCounts) -> list[UnionRow]:
    """Approved activities and contacts of every union of an upazila; one query.

    A last row counts what was held in no union, if there is anything. `logged` is the result of
    `activity_counts` for the same selection.
    """
    held = asked.activities().approved().filter(union=OuterRef("pk"))
    came = asked.participations().filter(
        activity__status=Activity.Status.APPROVED, activity__union=OuterRef("pk")
    )
    unions: QuerySet[Any] = upazila.unions.annotate(
        held=_one(held, "union", Count("pk")),
        came=_one(came, "activity__union", Sum("people")),
        last_on=Subquery(held.order_by("-starts_on").values("starts_on")[:1]),
    )
    rows = [
        UnionRow(union, union.held, union.came, union.last_on)
        for union in unions
        if union.is_active or union.held
    ]
    rest = UnionRow(
        None,
        logged.total.approved - sum(row.activities for row in rows),
        logged.total.contacts - sum(row.contacts for row in rows),
        None,
    )
    return [*rows, rest] if rest.activities else rows


def _one(rows: QuerySet[Any], key: str, total: Count | Sum) -> Coalesce:
    """The total of the rows that belong to one parent; 0 if there are none."""
    return Coalesce(Subquery(rows.values(key).annotate(total=total).values("total")), 0)


@dataclass(frozen=True)
class Quiet:
    """An upazila without news for thirty days; `last_on` is None if nothing was ever held there."""

    upazila: Upazila
    last_on: datetime.date | None
    days: int


@dataclass(frozen=True)
class Attention:
    awaiting: int
    oldest_days: int
    returned: int
    quiet: tuple[Quiet, ...]
    overdue: int
    """How many decisions of committees should be done by now, and are not."""

    def __bool__(self) -> bool:
        return bool(self.awaiting or self.returned or self.quiet or self.overdue)


def attention(asked: Selection, upazilas: Iterable[Upazila]) -> Attention:
    """What waits for somebody today, and which upazilas are quiet; one query.

    The selected period has no effect. A project that is not running has no quiet upazilas. An
    upazila with a zero report for one of the last months is not quiet, since that report is news.
    """
    today = timezone.localdate()
    held = (
        asked.ever()
        .values_list(Value("held"), "upazila")
        .annotate(
            last_on=Max("starts_on"),
            awaiting=Count("pk", filter=Q(status=Activity.Status.SUBMITTED)),
            oldest=Min("submitted_at", filter=Q(status=Activity.Status.SUBMITTED)),
            returned=Count("pk", filter=Q(status=Activity.Status.RETURNED)),
        )
    )
    zero_reports = NothingToReport.objects.visible_to(asked.user).filter(
        project=asked.project,
        month__gte=(today - datetime.timedelta(days=QUIET_DAYS)).replace(day=1),
    )
    none = (Value(None, DateField()), Value(0), Value(None, DateTimeField()), Value(0))
    states: Any = held.union(
        zero_reports.order_by().values_list(Value("reported"), "upazila", *none),
        overdue_decisions(asked).order_by().values_list(Value("overdue"), Value(""), *none),
        all=True,
    )
    last_days: dict[str, datetime.date] = {}
    reported_places, moments, awaiting, returned, overdue = set(), [], 0, 0, 0
    for what, upazila, last_on, waiting, oldest, back in states:
        if what == "held":
            last_days[upazila] = last_on
        elif what == "reported":
            reported_places.add(upazila)
        else:
            overdue += 1
        if oldest:
            moments.append(oldest)
        awaiting += waiting
        returned += back
    quiet = []
    for place in upazilas if is_running(asked.project, today) else ():
        last_day = last_days.get(place.pk)
        days = (today - (last_day or asked.project.starts_on)).days
        if days >= QUIET_DAYS and place.pk not in reported_places:
            quiet.append(Quiet(place, last_day, days))
    return Attention(
        awaiting=awaiting,
        oldest_days=(today - timezone.localdate(min(moments))).days if moments else 0,
        returned=returned,
        quiet=tuple(sorted(quiet, key=lambda place: -place.days)),
        overdue=overdue,
    )


def recent(asked: Selection, most: int = 8) -> ActivityQuerySet:
    """The `most` latest activities with all that a list shows; one query.

    They have any status except draft.
    """
    return asked.activities().for_list().order_by("-starts_on", "-created_at", "pk")[:most]
