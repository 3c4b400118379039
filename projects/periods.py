"""The periods of a project: the days that a page shows, and the quarters that have targets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.calendar import Period, Quarter, month_of, month_read, months_on, quarter_of, year_of
from projects.models import Project

A_YEAR = 12


class Choice(models.TextChoices):
    MONTH = "month", _("This month")
    QUARTER = "quarter", _("This quarter")
    YEAR = "year", _("This year")
    PROJECT = "project", _("Whole project")
    CUSTOM = "custom", _("From – to")


def whole_of(project: Project) -> Period:
    return Period(project.starts_on, project.ends_on)


def finished_quarters(project: Project, today: datetime.date | None = None) -> list[Period]:
    """The quarters of a project that are over, the latest first.

    A quarter is over when all its days that belong to the project are before `today`. Each one is
    returned whole, even if the project begins or ends within it.
    """
    today = today or timezone.localdate()
    over = [
        quarter
        for quarter in whole_of(project).quarters()
        if min(quarter.end, project.ends_on) < today
    ]
    return over[::-1]


def is_running(project: Project, today: datetime.date) -> bool:
    return project.starts_on <= today <= project.ends_on


def usual_choice(project: Project, today: datetime.date) -> Choice:
    """The choice if the user made none: this year, or the whole project if it is not running."""
    return Choice.YEAR if is_running(project, today) else Choice.PROJECT


def chosen(choice: str, project: Project, today: datetime.date) -> Period:
    """The days of a project that a choice other than `custom` stands for, up to today.

    If the project has ended, "this month" is its last month, and so on. If it has not begun, the
    period is its first day.
    """
    last = max(project.last_day(today), project.starts_on)
    wholes = {Choice.MONTH: month_of, Choice.QUARTER: quarter_of, Choice.YEAR: year_of}
    days = Period(project.starts_on, last)
    if choice in wholes:
        return wholes[Choice(choice)](last).within(days) or days
    return days


def quarters_of(project: Project, year: int | None = None) -> list[Quarter]:
    """The quarters that the project touches, in order; `year` keeps those of that calendar year."""
    quarter, found = Quarter.holding(project.starts_on), []
    while quarter.start <= project.ends_on:
        if year in (None, quarter.start.year):
            found.append(quarter)
        quarter = quarter.next
    return found


def years_of(project: Project) -> list[int]:
    return list(range(project.starts_on.year, project.ends_on.year + 1))


def year_asked(project: Project, asked: str, today: datetime.date) -> int:
    """The year in the address.

    If it is not a year of the project, returns the year of `today`, or the year of the project that
    is nearest to it.
    """
    years = years_of(project)
    if asked in map(str, years):
        return int(asked)
    return min(max(today.year, years[0]), years[-1])


@dataclass(frozen=True)
class Months:
    """A period of whole months.

    `earlier` and `later` are the months to put into the address for the period before and the one
    after; None if the project has no more months there.
    """

    period: Period
    earlier: datetime.date | None
    later: datetime.date | None

    @property
    def last(self) -> datetime.date:
        return self.period.end.replace(day=1)


def months_asked(
    text: str, project: Project, usual: datetime.date, latest: datetime.date, count: int = 1
) -> Months:
    """The `count` months that end with the month in `text`.

    If `text` is not a month, the month of `usual` is taken. The months lie within the project and
    are not after the month of `latest`: the nearest possible month replaces one that is not, and
    near the start of the project there are fewer than `count`.
    """
    first, last = project.starts_on.replace(day=1), latest.replace(day=1)
    end = max(first, min(month_read(text) or usual.replace(day=1), last))
    start = max(first, months_on(end, 1 - count))
    return Months(
        Period(start, month_of(end).end),
        earlier=months_on(start, -1) if start > first else None,
        later=min(months_on(end, count), last) if end < last else None,
    )
