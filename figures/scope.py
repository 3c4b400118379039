"""Whether a user sees a whole project or place, and what the part is called that they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from activities.models import Activity
from districts.models import Upazila
from figures import Selection
from projects.models import Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def seen_whole_by(user: User | AnonymousUser) -> QuerySet[Project]:
    """The projects in which no upazila and no activity is hidden from the user."""
    hidden = Upazila.objects.exclude(pk__in=Upazila.objects.visible_to(user).values("pk"))
    elsewhere = Activity.objects.filter(project=OuterRef("pk"), upazila__in=hidden)
    return (
        Project.objects.visible_to(user)
        .exclude(upazilas__in=hidden)
        .exclude(Exists(elsewhere.order_by()))
    )


@dataclass(frozen=True)
class OwnPlaces:
    """The upazilas that a user sees of a place, if they do not see all of it."""

    upazilas: tuple[Upazila, ...]

    @property
    def pcode(self) -> str:
        """The P-codes joined by +, such as BD20300014+BD20300029; sorted, so that it is stable."""
        return "+".join(sorted(upazila.pk for upazila in self.upazilas))

    @property
    def name_en(self) -> str:
        return self._named("en")

    @property
    def name_bn(self) -> str:
        return self._named("bn")

    def _named(self, language: str) -> str:
        with override(language):
            names = ", ".join(upazila.name for upazila in self.upazilas)
            return str(_("Own places: %(names)s") % {"names": names or "–"})


def own_places(asked: Selection) -> OwnPlaces | None:
    """The part of the selected place that the user sees; None if they see all of it.

    Two queries at most, and none if the place is an upazila.
    """
    if isinstance(asked.place, Upazila):
        return None
    of_project = Q(projects=asked.project) | Q(
        Exists(Activity.objects.filter(project=asked.project, upazila=OuterRef("pk")).order_by())
    )
    places = Upazila.objects.filter(of_project).distinct()
    if asked.place:
        places = places.filter(district=asked.place)
    seen = places.filter(pk__in=Upazila.objects.visible_to(asked.user).values("pk"))
    hidden = places.exclude(pk__in=Upazila.objects.visible_to(asked.user).values("pk"))
    if not hidden.exists():
        return None
    return OwnPlaces(tuple(seen.order_by("district__name_en", "name_en")))


def download_name(asked: Selection, what: str, *, with_days: bool = True) -> str:
    """The name of a download without its ending: the project, the place, `what`, and the days.

    If the user sees only a part of the place, the name says "part".
    """
    place = asked.place.pcode if asked.place else "all"
    if own_places(asked):
        place = f"{asked.place.pcode}-part" if asked.place else "part"
    days = f"-{asked.period.start}-{asked.period.end}" if with_days else ""
    return f"{asked.project.slug}-{place}-{what}{days}"
