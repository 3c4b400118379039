"""The work area of a project, in the place asked about: seen and unseen by whoever asks."""

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
    """The work area of the project in the place asked about, seen and unseen by the user."""

    upazilas: tuple[Upazila, ...]
    unseen: tuple[Upazila, ...]

    @property
    def everything(self) -> list[Upazila]:
        """Seen and unseen, in the order of places."""
        return sorted((*self.upazilas, *self.unseen), key=_by_name)

    @property
    def districts(self) -> list[District]:
        return list({upazila.district: None for upazila in self.upazilas})

    @property
    def names(self) -> str:
        return ", ".join(upazila.name for upazila in self.upazilas)

    def upazilas_and(self, user: User, pcodes: Iterable[str]) -> list[Upazila]:
        """With those of `pcodes` that are in the work area no more: what they did still counts."""
        left = set(pcodes) - {upazila.pk for upazila in self.upazilas}
        if not left:
            return list(self.upazilas)
        others = Upazila.objects.visible_to(user).filter(pk__in=left).select_related("district")
        return sorted((*self.upazilas, *others), key=_by_name)

    @property
    def is_partly_seen(self) -> bool:
        return bool(self.unseen)


def _by_name(upazila: Upazila) -> tuple[str, str]:
    """By district, and within it."""
    return upazila.district.name_en, upazila.name_en


def area(asked: Selection) -> Area:
    """With each district's neighbouring upazilas, for the map; two queries, for an upazila none."""
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
