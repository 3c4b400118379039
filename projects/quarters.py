"""The quarters of a project: calendar quarters, January to March the first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from common.localisation import day
from projects.models import Project


@dataclass(frozen=True, order=True)
class Quarter:
    """Known by its first day, as it is stored."""

    start: datetime.date

    def __str__(self) -> str:
        return f"{self.months} {day(self.start, 'Y')}"

    @property
    def months(self) -> str:
        """January–March, without the year."""
        return f"{day(self.start, 'F')}–{day(self.last_month, 'F')}"

    @property
    def number(self) -> int:
        """1 to 4."""
        return (self.start.month + 2) // 3

    @property
    def last_month(self) -> datetime.date:
        return self.start.replace(month=self.start.month + 2)

    @property
    def next(self) -> Quarter:
        return quarter_of(self.last_month + datetime.timedelta(days=31))


def quarter_of(when: datetime.date) -> Quarter:
    return Quarter(when.replace(month=(when.month - 1) // 3 * 3 + 1, day=1))


def quarters_of(project: Project, year: int | None = None) -> list[Quarter]:
    """All that the project touches, or those of one calendar year."""
    quarter, found = quarter_of(project.starts_on), []
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
