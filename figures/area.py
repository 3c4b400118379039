"""The work area of a project in the selected place: what the user sees of it, and what not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from accounts.models import User
from districts.models import District, Upazila
from figures.selection import Selection


@dataclass(frozen=True)
class Area:
    """The upazilas of the work area in the selected place; `unseen` are hidden from the user."""

    upazilas: tuple[Upazila, ...]
    unseen: tuple[Upazila, ...]

    @property
    def everything(self) -> list[Upazila]:
        """Seen and unseen upazilas together, by district and name."""
        return sorted((*self.upazilas, *self.unseen), key=_by_name)

    @property
    def districts(self) -> list[District]:
        return list({upazila.district: None for upazila in self.upazilas})

    @property
    def names(self) -> str:
        return ", ".join(upazila.name for upazila in self.upazilas)

    def upazilas_and(self, user: User, pcodes: Iterable[str]) -> list[Upazila]:
        """The seen upazilas, and those of `pcodes` that have left the work area.

        What was done in an upazila still counts after it has left. If there is such an upazila,
        this costs a query; upazilas that `user` may not see are left out.
        """
        left = set(pcodes) - {upazila.pk for upazila in self.upazilas}
        if not left:
            return list(self.upazilas)
        others = Upazila.objects.visible_to(user).filter(pk__in=left).select_related("district")
        return sorted((*self.upazilas, *others), key=_by_name)

    @property
    def is_partly_seen(self) -> bool:
        return bool(self.unseen)


def _by_name(upazila: Upazila) -> tuple[str, str]:
    """The sort key: the name of the district, then that of the upazila."""
    return upazila.district.name_en, upazila.name_en


def area(asked: Selection) -> Area:
    """The work area in the selected place; two queries, and none if the place is an upazila.

    All upazilas of each district are prefetched, since the map draws the neighbours too.
    """
    if isinstance(asked.place, Upazila):
        return Area((asked.place,), ())
    seen = Q(pk__in=Upazila.objects.visible_to(asked.user).values("pk"))
    places: QuerySet[Any] = (
        asked.project.upazilas.select_related("district")
        .annotate(seen=Case(When(seen, then=True), default=False))
        .prefetch_related("district__upazilas")
    )
    if asked.place:
        places = places.filter(district=asked.place)
    return Area(
        tuple(place for place in places if place.seen),
        tuple(place for place in places if not place.seen),
    )
