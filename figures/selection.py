"""The selection that figures are computed for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from accounts.models import User
from activities.models import ActivityType, Participation
from activities.models.activity import Activity
from activities.querysets import ActivityQuerySet, ParticipationQuerySet
from common.calendar import Period
from districts.models import District, Upazila
from projects.models import Project


@dataclass(frozen=True)
class Selection:
    """What a figure is computed for: the user, the project, the days, the place and the type.

    If `place` is None, every place that the user may see is selected; if `type` is None, every
    activity type is.
    """

    user: User
    project: Project
    period: Period
    place: District | Upazila | None = None
    type: ActivityType | None = None

    def activities(self) -> ActivityQuerySet:
        """The selected activities, without drafts: these count only on their author's own page."""
        rows = self.ever().held_between(self.period.start, self.period.end)
        return rows.filter(activity_type=self.type) if self.type else rows

    def ever(self) -> ActivityQuerySet:
        """The same on any day and of any type, for what needs attention now."""
        rows = Activity.objects.visible_to(self.user).filter(project=self.project)
        rows = rows.exclude(status=Activity.Status.DRAFT).order_by()
        return rows.in_place(self.place.pcode) if self.place else rows

    def participations(self) -> ParticipationQuerySet:
        return Participation.objects.visible_to(self.user).of(self.activities()).order_by()

    def during(self, start: datetime.date, end: datetime.date) -> Selection:
        return replace(self, period=Period(start, end))
