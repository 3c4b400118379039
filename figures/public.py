"""What everybody may read, signed in or not: the figures of the public project."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from activities.models import ActivityType
from activities.querysets import Totals
from beneficiaries.models import TargetGroup
from districts.models import District, Upazila
from projects.models import Outcome, Partnership, Project, ReportedAchievement


@dataclass(frozen=True)
class MainActivity:
    type: ActivityType
    approved: int


@dataclass(frozen=True)
class Programme:
    """The programme page: the outcomes, the reported achievements and, kept apart, the log."""

    project: Project
    partnerships: tuple[Partnership, ...]
    work_area: tuple[Upazila, ...]
    districts: tuple[District, ...]
    groups: tuple[TargetGroup, ...]
    outcomes: tuple[Outcome, ...]
    achievements: tuple[ReportedAchievement, ...]
    activities: tuple[MainActivity, ...]
    logged: Totals

    @property
    def primary(self) -> list[TargetGroup]:
        return [group for group in self.groups if group.kind == TargetGroup.Kind.PRIMARY]

    @property
    def secondary(self) -> list[TargetGroup]:
        return [group for group in self.groups if group.kind == TargetGroup.Kind.SECONDARY]


def public_programme() -> Programme | None:
    """The project that an administrator has made public, with its totals; None if none is public.

    These figures are not narrowed to what a user may see: they cover the whole project, and
    everybody sees the same. Only approved activities count.
    """
    project = Project.objects.visible_to(AnonymousUser()).first()
    if project is None:
        return None
    work_area = project.upazilas.select_related("district").prefetch_related("district__upazilas")
    approved = project.activities.approved().order_by()
    held = dict(approved.values_list("activity_type").annotate(count=Count("pk")))
    return Programme(
        project=project,
        partnerships=tuple(project.partnerships.select_related("organisation")),
        work_area=tuple(work_area),
        districts=tuple({upazila.district: None for upazila in work_area}),
        groups=tuple(project.target_groups.all()),
        outcomes=tuple(project.outcomes.all()),
        achievements=tuple(project.reported_achievements.all()),
        activities=tuple(
            MainActivity(kind, held.get(kind.pk, 0))
            for kind in ActivityType.objects.all()
            if kind.is_active or kind.pk in held
        ),
        logged=approved.totals(),
    )
