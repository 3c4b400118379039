from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.roles import Power
from activities.cells import cell_names, sum_of
from common.relations import related_rows
from districts.models import PlaceScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from activities.models import Activity, Participation  # noqa: F401 (named in quotes below)
    from beneficiaries.models import TargetGroup
    from projects.models import Indicator

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Totals:
    """The totals of a set of activities; `contacts` are attendances, not different people."""

    activities: int = 0
    contacts: int = 0
    first_time: int = 0

    @classmethod
    def of(cls, by_status: dict[str, Totals], status: str | None) -> Totals:
        """The totals of one status; without a status, of all together."""
        if status:
            return by_status.get(status, cls())
        return sum(by_status.values(), start=cls())

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.activities + other.activities,
            self.contacts + other.contacts,
            self.first_time + other.first_time,
        )


@dataclass(frozen=True)
class Narrowing:
    """Which participants are counted: those of one target group, one sex, one age band, or all.

    It is true if it leaves anybody out. `sex` and `age` are values of Sex and AgeBand, or "".
    """

    group: TargetGroup | None = None
    sex: str = ""
    age: str = ""

    def __bool__(self) -> bool:
        return bool(self.group or self.sex or self.age)

    @property
    def keeps_whole_rows(self) -> bool:
        """Whether all people of a row are counted: first-time reached is known only for these."""
        return not (self.sex or self.age)

    @property
    def people(self) -> models.expressions.Combinable:
        """The database expression for how many people of a participation are counted."""
        return F("people") if self.keeps_whole_rows else sum_of(cell_names(self.sex, self.age))

    @property
    def first_time(self) -> models.expressions.Combinable:
        return F("first_time") if self.keeps_whole_rows else Value(0)


ALL_PARTICIPATIONS = Narrowing()


class ActivityQuerySet(PlaceScopedQuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The activities in the user's places; only its author sees a draft."""
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
        """The activities that wait for this user's review, the oldest first.

        Nobody reviews an activity that they logged, put right, or brought as a copy.
        """
        if not user.may(Power.REVIEWS):
            return self.none()
        rows = self.submitted().visible_to(user)
        for part in ("officer", "prepared_by", "brought_by"):
            rows = rows.exclude(**{part: user})
        return rows.order_by("submitted_at", "pk")

    def held_between(self, start: datetime.date, end: datetime.date) -> Self:
        """The activities whose first day is from `start` to `end`, both included."""
        return self.filter(starts_on__range=(start, end))

    def counting_towards(self, indicator: Indicator) -> Self:
        """The activities that count towards an indicator; none if it is typed by hand."""
        if indicator.is_typed:
            return self.none()
        rows = self
        if indicator.activity_types.exists():
            rows = rows.filter(activity_type__in=indicator.activity_types.values("pk"))
        if indicator.measure == indicator.Measure.TRAINED:
            rows = rows.filter(count_method="register")
        if indicator.measure == indicator.Measure.COMMITTEE_MEETINGS:
            rows = rows.filter(committee__isnull=False)
        return rows

    def pieces(self) -> int:
        """How many pieces of material were handed out at these activities."""
        rows = related_rows(self.model, "distributions").of(self)
        return int(rows.aggregate(pieces=Coalesce(Sum("quantity"), 0))["pieces"])

    def for_list(self, counted: Narrowing = ALL_PARTICIPATIONS) -> Self:
        """Fetch all that a row of the list shows. Sums are subqueries: joins multiply them."""

        people = related_rows(self.model, "participations").narrowed_to(counted)

        def sum_over(rows: models.QuerySet[Any], column: Any) -> Coalesce:
            of_this = rows.filter(activity=OuterRef("pk")).order_by()
            total = of_this.values("activity").annotate(total=Sum(column)).values("total")
            return Coalesce(Subquery(total), 0)

        return self.select_related(
            "activity_type", "upazila", "upazila__district", "union", "officer"
        ).annotate(
            contacts=sum_over(people, counted.people),
            first_time=sum_over(people, counted.first_time),
            materials=sum_over(related_rows(self.model, "distributions"), "quantity"),
        )

    def for_page(self) -> Self:
        """Fetch all that the page of one activity shows of the activity itself."""
        return self.for_list().select_related("brought_by", "prepared_by")

    def totals(self, counted: Narrowing = ALL_PARTICIPATIONS) -> Totals:
        """Activities, contacts and first-time reached, in two queries."""
        return Totals.of(self.totals_by_status(counted), None)

    def totals_by_status(self, counted: Narrowing = ALL_PARTICIPATIONS) -> dict[str, Totals]:
        """The totals of each status that occurs, in two queries."""
        rows = self.order_by()
        activities = dict(rows.values_list("status").annotate(count=Count("pk")))
        people = related_rows(self.model, "participations").narrowed_to(counted)
        sums = {
            status: (contacts, first_time)
            for status, contacts, first_time in people.of(rows)
            .order_by()
            .values_list("activity__status")
            .annotate(contacts=Sum(counted.people), first=Sum(counted.first_time))
        }
        return {
            status: Totals(count, *sums.get(status, (0, 0))) for status, count in activities.items()
        }


class PartQuerySet(PlaceScopedQuerySet[M]):
    """Rows that belong to an activity."""

    upazila_path = "activity__upazila"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(activity__in=related_rows(self.model, "activity").visible_to(user))

    def of(self, activities: models.QuerySet[Activity]) -> Self:
        """The rows of these activities. A subquery is used, since a join would multiply sums."""
        return self.filter(activity__in=activities.order_by().values("pk"))


class ParticipationQuerySet(PartQuerySet["Participation"]):
    def narrowed_to(self, counted: Narrowing) -> Self:
        """The participations in which at least one person is counted."""
        rows = self.alias(counted=counted.people).filter(counted__gt=0)
        return rows.filter(target_group=counted.group) if counted.group else rows
