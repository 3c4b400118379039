"""Unions where no activity of a kind was held for a long time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from activities.models import Activity, Participation
from activities.querysets import ActivityQuerySet, Narrowing
from beneficiaries.models import AgeBand, Sex
from districts.models import Union
from figures.area import Area
from figures.selection import Selection

GAP_DAYS = 60
COURTYARD_MEETING = "courtyard-meeting"
"""The code of the activity type that every union should have."""


@dataclass(frozen=True)
class UnionGap:
    """A union with the last such activity and its day; both are None if none was held yet."""

    union: Union
    last_on: datetime.date | None
    activity: UUID | None


@dataclass(frozen=True)
class Gaps:
    """Unions where no such activity was held in the sixty days up to `last_day`."""

    last_day: datetime.date
    courtyards: tuple[UnionGap, ...]
    girls: tuple[UnionGap, ...]


def gaps(asked: Selection, where: Area, today: datetime.date | None = None) -> Gaps:
    """Unions without a courtyard meeting, and unions where no girl came to any activity; one query.

    Activities that are approved or await review count; the selected period has no effect. If the
    project is over, the sixty days end on its last day.
    """
    last_day = asked.project.last_day(today)
    held = asked.ever().filter(
        union=OuterRef("pk"), status__in=(Activity.Status.APPROVED, Activity.Status.SUBMITTED)
    )
    girls_only = Narrowing(sex=Sex.FEMALE, age=AgeBand.CHILD)
    with_girls = Participation.objects.narrowed_to(girls_only)
    girls = held.filter(pk__in=with_girls.values("activity"))
    courtyards = held.filter(activity_type__code=COURTYARD_MEETING)
    unions: QuerySet[Any] = (
        Union.objects.visible_to(asked.user)
        .filter(is_active=True, upazila__in=where.upazilas)
        .select_related("upazila")
        .annotate(
            courtyard_on=_last(courtyards, "starts_on"),
            courtyard=_last(courtyards, "pk"),
            girls_on=_last(girls, "starts_on"),
            girls=_last(girls, "pk"),
        )
        .order_by("upazila__district__name_en", "upazila__name_en", "name_en")
    )
    found = list(unions)

    def without(last: str, activity: str) -> tuple[UnionGap, ...]:
        rows = (UnionGap(union, getattr(union, last), getattr(union, activity)) for union in found)
        return tuple(
            row for row in rows if not row.last_on or (last_day - row.last_on).days >= GAP_DAYS
        )

    return Gaps(last_day, without("courtyard_on", "courtyard"), without("girls_on", "girls"))


def _last(held: ActivityQuerySet, field: str) -> Subquery:
    return Subquery(held.order_by("-starts_on", "pk").values(field)[:1])
