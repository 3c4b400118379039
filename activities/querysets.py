from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from districts.querysets import PlaceScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from activities.models import Activity, Participation

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Totals:
    """What a set of activities adds up to; contacts are attendances, not people."""

    activities: int
    contacts: int
    first_time: int


class ActivityQuerySet(PlaceScopedQuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What happened in the user's places; a draft is its author's alone."""
        rows = super().visible_to(user)
        return rows.filter(~Q(status="draft") | Q(officer=user.pk))

    def drafts(self) -> Self:
        return self.filter(status="draft")

    def submitted(self) -> Self:
        return self.filter(status="submitted")

    def returned(self) -> Self:
        return self.filter(status="returned")

    def approved(self) -> Self:
        return self.filter(status="approved")

    def reviewable_by(self, user: User) -> Self:
        """The review queue of a user, oldest first. Nobody reviews their own."""
        if user.is_field_officer:
            return self.none()
        return self.submitted().visible_to(user).exclude(officer=user).order_by("submitted_at", "pk")

    def held_between(self, start: datetime.date, end: datetime.date) -> Self:
        """Begun on one of these days, both included."""
        return self.filter(starts_on__range=(start, end))

    def in_place(self, pcode: str) -> Self:
        """In a district (6 characters) or an upazila (10)."""
        return self.filter(Q(upazila=pcode) | Q(upazila__district=pcode))

    def for_list(self) -> Self:
        """With all a row shows. Sums come from subqueries: a join would multiply them."""
        from activities.models import Distribution, Participation

        def sum_over(part: type[models.Model], column: str) -> Coalesce:
            rows = part._default_manager.filter(activity=OuterRef("pk")).order_by()
            total = rows.values("activity").annotate(total=Sum(column)).values("total")
            return Coalesce(Subquery(total), 0)

        return self.select_related(
            "activity_type", "upazila", "upazila__district", "union", "officer"
        ).annotate(
            contacts=sum_over(Participation, "people"),
            first_time=sum_over(Participation, "first_time"),
            materials=sum_over(Distribution, "quantity"),
        )

    def totals(self) -> Totals:
        """Activities, contacts and first-time reached, in two queries."""
        from activities.models import Participation

        rows = self.order_by()
        sums = Participation.objects.of(rows).aggregate(
            contacts=Coalesce(Sum("people"), 0), first_time=Coalesce(Sum("first_time"), 0)
        )
        return Totals(activities=rows.count(), **sums)


class PartQuerySet(PlaceScopedQuerySet[M]):
    """Rows that belong to an activity."""

    upazila_path = "activity__upazila"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        from activities.models import Activity

        return self.filter(activity__in=Activity.objects.visible_to(user))

    def of(self, activities: models.QuerySet[Activity]) -> Self:
        """The rows of these activities, by subquery, so that sums stay sums."""
        return self.filter(activity__in=activities.order_by().values("pk"))


class ParticipationQuerySet(PartQuerySet["Participation"]):
    pass
