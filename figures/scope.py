"""Who sees a whole project, or a whole district of it; and what to call it where they do not."""

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
    """Projects of which no place and no activity is hidden from the user."""
    hidden = Upazila.objects.exclude(pk__in=Upazila.objects.visible_to(user).values("pk"))
    elsewhere = Activity.objects.filter(project=OuterRef("pk"), upazila__in=hidden)
    return (
        Project.objects.visible_to(user)
        .exclude(upazilas__in=hidden)
        .exclude(Exists(elsewhere.order_by()))
    )


@dataclass(frozen=True)
class OwnPlaces:
    """The upazilas whoever asks sees, of a place they do not see all of."""

    upazilas: tuple[Upazila, ...]

    @property
    def pcode(self) -> str:
        """BD20300014+BD20300029: the same for everybody who sees the same."""
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
    """None where they see all of what is asked about; two queries, for an upazila none."""
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
    """The name of a download: of what, of which project and place or part, of which days."""
    place = asked.place.pcode if asked.place else "all"
    if own_places(asked):
        place = f"{asked.place.pcode}-part" if asked.place else "part"
    days = f"-{asked.period.start}-{asked.period.end}" if with_days else ""
    return f"{asked.project.slug}-{place}-{what}{days}"
