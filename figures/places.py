"""The same activities by place, and the places that need attention."""

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
    """Where nothing is reported of the place, its zeros are not known to be zero."""

    upazila: Upazila
    tally: Tally
    is_reported: bool
    silent_months: int


def by_upazila(
    asked: Selection, where: Area, logged: ActivityCounts, said: Iterable[UpazilaMonths]
) -> list[PlaceRow]:
    """A row for every upazila of the work area, the quiet ones too, in the order of places.

    An upazila that has left the work area keeps its row while it has activities. `said` is
    the matrix of the same selection.
    """
    months = {row.upazila.pk: row for row in said}
    return [
        PlaceRow(
            upazila,
            logged.by_upazila.get(upazila.pk, NO_ACTIVITIES),
            months[upazila.pk].is_reported,
            months[upazila.pk].silent,
        )
        for upazila in where.upazilas_and(asked.user, logged.by_upazila)
    ]


@dataclass(frozen=True)
class UnionRow:
    """`union` None is what was held in no union: in a municipality, or for all the upazila."""

    union: Union | None
    activities: int
    contacts: int
    last_on: datetime.date | None


def by_union(asked: Selection, upazila: Upazila, logged: ActivityCounts) -> list[UnionRow]:
    """Approved activities and contacts of every union of an upazila, in one query."""
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
    """A total of the rows of one parent, 0 where there are none."""
    return Coalesce(Subquery(rows.values(key).annotate(total=total).values("total")), 0)


@dataclass(frozen=True)
class Quiet:
    """An upazila without news for thirty days; `last_on` None: nothing was held there yet."""

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
    """Decisions of committees that should have been carried out by now."""

    def __bool__(self) -> bool:
        return bool(self.awaiting or self.returned or self.quiet or self.overdue)


def attention(asked: Selection, upazilas: Iterable[Upazila]) -> Attention:
    """What waits and where it is quiet, today, whatever period is looked at; one query.

    A project that is not running has no quiet upazilas. Where somebody said that nothing was held
    in one of these months, it is not quiet: that is news.
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
    said = NothingToReport.objects.visible_to(asked.user).filter(
        project=asked.project,
        month__gte=(today - datetime.timedelta(days=QUIET_DAYS)).replace(day=1),
    )
    none = (Value(None, DateField()), Value(0), Value(None, DateTimeField()), Value(0))
    states: Any = held.union(
        said.order_by().values_list(Value("said"), "upazila", *none),
        overdue_decisions(asked).order_by().values_list(Value("overdue"), Value(""), *none),
        all=True,
    )
    last_days: dict[str, datetime.date] = {}
    spoken_of, moments, awaiting, returned, overdue = set(), [], 0, 0, 0
    for what, upazila, last_on, waiting, oldest, back in states:
        if what == "held":
            last_days[upazila] = last_on
        elif what == "said":
            spoken_of.add(upazila)
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
        if days >= QUIET_DAYS and place.pk not in spoken_of:
            quiet.append(Quiet(place, last_day, days))
    return Attention(
        awaiting=awaiting,
        oldest_days=(today - timezone.localdate(min(moments))).days if moments else 0,
        returned=returned,
        quiet=tuple(sorted(quiet, key=lambda place: -place.days)),
        overdue=overdue,
    )


def recent(asked: Selection, most: int = 8) -> ActivityQuerySet:
    """The last activities held, whatever their status, with all a row shows; one query."""
    return asked.activities().for_list().order_by("-starts_on", "-created_at", "pk")[:most]
