"""Stretches of days, and how the pages name them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.localisation import day, number
from projects.models import Project

MOST_COLUMNS = 14
"""More columns than this cannot be read on a phone."""


class Choice(models.TextChoices):
    MONTH = "month", _("This month")
    QUARTER = "quarter", _("This quarter")
    YEAR = "year", _("This year")
    PROJECT = "project", _("Whole project")
    CUSTOM = "custom", _("From – to")


@dataclass(frozen=True, order=True)
class Period:
    """From `start` to `end`, both days included."""

    start: datetime.date
    end: datetime.date

    def __str__(self) -> str:
        same_year = self.start.year == self.end.year
        return f"{day(self.start, 'j F' if same_year else 'j F Y')} – {day(self.end)}"

    def within(self, other: Period) -> Period | None:
        """The days the two have in common, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def months(self) -> list[Period]:
        return list(self._cut(month_of))

    def quarters(self) -> list[Period]:
        """The calendar quarters it touches, each whole."""
        return [quarter_of(part.start) for part in self._cut(quarter_of)]

    def columns(self) -> list[Column]:
        """Months; where they are too many for a chart, quarters; then years."""
        for name, whole in (("month", month_of), ("quarter", quarter_of), ("year", year_of)):
            parts = [Column(part, name) for part in self._cut(whole)]
            if len(parts) <= MOST_COLUMNS:
                break
        return parts

    def _cut(self, whole: Callable[[datetime.date], Period]) -> Iterator[Period]:
        start = self.start
        while start <= self.end:
            end = min(whole(start).end, self.end)
            yield Period(start, end)
            start = end + datetime.timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """One column of a chart over time: a month, a quarter or a year, or what is asked of it."""

    period: Period
    unit: str

    @property
    def name(self) -> str:
        """In full: November 2026; July–September 2026; 2026."""
        start, end = self.period.start, self.period.end
        if self.unit == "year":
            return day(start, "Y")
        if start.month == end.month:
            return day(start, "F Y")
        return f"{day(start, 'F')}–{day(end, 'F Y')}"

    @property
    def short(self) -> str:
        """To stand under the column: Nov; 3/26 for the third quarter of 2026; 2026."""
        if self.unit == "year":
            return day(self.period.start, "Y")
        if self.unit == "quarter":
            return f"{number((self.period.start.month + 2) // 3)}/{day(self.period.start, 'y')}"
        return day(self.period.start, "M")


def month_of(when: datetime.date) -> Period:
    return _months(when.year, when.month, 1)


def quarter_of(when: datetime.date) -> Period:
    """Calendar quarters: January to March is the first."""
    return _months(when.year, (when.month - 1) // 3 * 3 + 1, 3)


def year_of(when: datetime.date) -> Period:
    return _months(when.year, 1, 12)


def whole_of(project: Project) -> Period:
    return Period(project.starts_on, project.ends_on)


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


def _months(year: int, month: int, count: int) -> Period:
    following = (year + (month + count - 1) // 12, (month + count - 1) % 12 + 1)
    end = datetime.date(*following, 1) - datetime.timedelta(days=1)
    return Period(datetime.date(year, month, 1), end)
