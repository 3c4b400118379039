"""The figures of "My work": what waits for one user, and how their month goes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.utils import timezone

from accounts.models import User
from activities.models import Activity
from activities.querysets import ActivityQuerySet, Totals
from common.calendar import Period, month_of
from figures.selection import Selection
from projects.models import Project
from projects.periods import is_running

MOST_ROWS = 20


@dataclass(frozen=True)
class Month:
    """Totals of some days of a month: of approved activities, and of those that await review."""

    asked: Selection
    approved: Totals
    awaiting: Totals

    @property
    def both(self) -> Totals:
        return self.approved + self.awaiting


@dataclass(frozen=True)
class OwnWork:
    """The work of a field officer; every list has only their own activities."""

    returned: tuple[Activity, ...]
    drafts: tuple[Activity, ...]
    received: tuple[Activity, ...]
    month: Month


def own_work(user: User, project: Project, today: datetime.date | None = None) -> OwnWork:
    """The user's returned activities, drafts, last five handed in, and month up to today.

    The last five handed in await review or are approved.
    """
    asked = month_to_date(user, project, today)
    mine = Activity.objects.visible_to(user).filter(project=project, officer=user)
    listed = mine.for_list()
    return OwnWork(
        returned=tuple(
            listed.returned().select_related("reviewed_by").order_by("reviewed_at")[:MOST_ROWS]
        ),
        drafts=tuple(listed.drafts().order_by("-updated_at")[:MOST_ROWS]),
        received=tuple(
            listed.filter(
                status__in=(Activity.Status.SUBMITTED, Activity.Status.APPROVED)
            ).order_by("-submitted_at", "pk")[:5]
        ),
        month=_month(asked, asked.activities().filter(officer=user)),
    )


@dataclass(frozen=True)
class Queue:
    count: int
    first: tuple[Activity, ...]


def queue(user: User, project: Project, most: int = 10) -> Queue:
    """The activities that the user may review, the oldest first; two queries."""
    rows = Activity.objects.visible_to(user).reviewable_by(user).filter(project=project)
    return Queue(count=rows.count(), first=tuple(rows.for_list()[:most]))


def two_months(
    user: User, project: Project, today: datetime.date | None = None
) -> tuple[Month, Month]:
    """The totals of last month and of this one, each from the 1st to the same day of the month."""
    this = month_to_date(user, project, today)
    before = month_of(this.period.start - datetime.timedelta(days=1))
    same_day = before.start + (this.period.end - this.period.start)
    last = replace(this, period=Period(before.start, min(same_day, before.end)))
    return _month(last, last.activities()), _month(this, this.activities())


def month_to_date(user: User, project: Project, today: datetime.date | None = None) -> Selection:
    """The selection of this month up to today, in every place that the user may see."""
    today = today or timezone.localdate()
    return Selection(user, project, Period(today.replace(day=1), today))


def runs_today(project: Project) -> bool:
    return is_running(project, timezone.localdate())


def _month(asked: Selection, activities: ActivityQuerySet) -> Month:
    totals = activities.totals_by_status()
    return Month(
        asked,
        Totals.of(totals, Activity.Status.APPROVED),
        Totals.of(totals, Activity.Status.SUBMITTED),
    )
