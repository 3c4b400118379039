"""The periods of a project: which of its days a page or a target is about."""

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
    """The quarters of a project no day of which is still to come, the latest first.

    Each is whole, though the project may begin or end within it.
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
    """What a page shows unasked: this year, or all of a project that is not running."""
    return Choice.YEAR if is_running(project, today) else Choice.PROJECT


def chosen(choice: str, project: Project, today: datetime.date) -> Period:
    """The days of a project that a choice other than `custom` means, none after today.

    Of a project that has ended, "this month" is its last month.
    """
    last = max(project.last_day(today), project.starts_on)
    wholes = {Choice.MONTH: month_of, Choice.QUARTER: quarter_of, Choice.YEAR: year_of}
    days = Period(project.starts_on, last)
    if choice in wholes:
        return wholes[Choice(choice)](last).within(days) or days
    return days


def quarters_of(project: Project, year: int | None = None) -> list[Quarter]:
    """All that the project touches, or those of one calendar year."""
    quarter, found = Quarter.holding(project.starts_on), []
    while quarter.start <= project.ends_on:
        if year in (None, quarter.start.year):
            found.append(quarter)
        quarter = quarter.next
    return found


def years_of(project: Project) -> list[int]:
    return list(range(project.starts_on.year, project.ends_on.year + 1))


def year_asked(project: Project, asked: str, today: datetime.date) -> int:
    """The year of the address; without a sensible one this year, as far as the project goes."""
    years = years_of(project)
    if asked in map(str, years):
        return int(asked)
    return min(max(today.year, years[0]), years[-1])


@dataclass(frozen=True)
class Months:
    """`count` whole months; `earlier` and `later` are the months to ask for beside them, if any."""

    period: Period
    earlier: datetime.date | None
    later: datetime.date | None

    @property
    def last(self) -> datetime.date:
        return self.period.end.replace(day=1)


def months_asked(
    text: str, project: Project, usual: datetime.date, latest: datetime.date, count: int = 1
) -> Months:
    """Those that end with the month typed, or with that of `usual` where it makes no sense.

    They lie within the project and end with the month of `latest` at the latest.
    """
    first, last = project.starts_on.replace(day=1), latest.replace(day=1)
    end = max(first, min(month_read(text) or usual.replace(day=1), last))
    start = max(first, months_on(end, 1 - count))
    return Months(
        Period(start, month_of(end).end),
        earlier=months_on(start, -1) if start > first else None,
        later=min(months_on(end, count), last) if end < last else None,
    )
