"""Periods, quarters and months: how they are divided, moved and named. It knows no project."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from common.localisation import day, latin_digits, number

MOST_COLUMNS = 14
"""More columns than this cannot be read on a phone."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: datetime.date
    end: datetime.date

    def __str__(self) -> str:
        same_year = self.start.year == self.end.year
        return f"{day(self.start, 'j F' if same_year else 'j F Y')} – {day(self.end)}"

    def within(self, other: Period) -> Period | None:
        """The days that both periods have in common; None if there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def months(self) -> list[Period]:
        return list(self._cut(month_of))

    def quarters(self) -> list[Period]:
        """The calendar quarters that the period touches, each one whole."""
        return [quarter_of(part.start) for part in self._cut(quarter_of)]

    def columns(self) -> list[ChartColumn]:
        """The months of the period; its quarters if a chart cannot show so many; else its years."""
        for name, whole in (("month", month_of), ("quarter", quarter_of), ("year", year_of)):
            parts = [ChartColumn(part, name) for part in self._cut(whole)]
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
class ChartColumn:
    """One column of a chart over time: the days of a month, a quarter or a year that are selected.

    `unit` is "month", "quarter" or "year".
    """

    period: Period
    unit: str

    @property
    def name(self) -> str:
        """The full name, such as November 2026, July–September 2026, or 2026."""
        start, end = self.period.start, self.period.end
        if self.unit == "year":
            return day(start, "Y")
        if start.month == end.month:
            return day(start, "F Y")
        return f"{day(start, 'F')}–{day(end, 'F Y')}"

    @property
    def short(self) -> str:
        """The name to print under the column: Nov; 3/26 for the third quarter of 2026; 2026."""
        if self.unit == "year":
            return day(self.period.start, "Y")
        if self.unit == "quarter":
            return f"{number((self.period.start.month + 2) // 3)}/{day(self.period.start, 'y')}"
        return day(self.period.start, "M")


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; its first day identifies it, also in the database."""

    start: datetime.date

    def __str__(self) -> str:
        return f"{self.months} {day(self.start, 'Y')}"

    @property
    def months(self) -> str:
        """The names of its first and last month, such as January–March, without the year."""
        return f"{day(self.start, 'F')}–{day(self.last_month, 'F')}"

    @property
    def number(self) -> int:
        """The number of the quarter in its year, from 1 to 4."""
        return (self.start.month + 2) // 3

    @property
    def last_month(self) -> datetime.date:
        return self.start.replace(month=self.start.month + 2)

    @property
    def next(self) -> Quarter:
        return Quarter.holding(self.last_month + datetime.timedelta(days=31))

    @classmethod
    def holding(cls, when: datetime.date) -> Quarter:
        return cls(quarter_of(when).start)


def month_of(when: datetime.date) -> Period:
    return _months(when.year, when.month, 1)


def quarter_of(when: datetime.date) -> Period:
    """The calendar quarter of a day: January to March is the first."""
    return _months(when.year, (when.month - 1) // 3 * 3 + 1, 3)


def year_of(when: datetime.date) -> Period:
    return _months(when.year, 1, 12)


def month_read(text: str) -> datetime.date | None:
    """The first day of a month written as 2026-11, in Latin or Bangla digits; None if invalid."""
    try:
        return datetime.datetime.strptime(latin_digits(text), "%Y-%m").date()
    except ValueError:
        return None


def months_on(month: datetime.date, by: int) -> datetime.date:
    """The first day of the month that is `by` months later, or earlier if `by` is negative."""
    count = month.year * 12 + month.month - 1 + by
    return datetime.date(count // 12, count % 12 + 1, 1)


def months_between(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    """The first day of each month from that of `start` to that of `end`."""
    first = month_of(start).start
    while first <= end:
        yield first
        first = months_on(first, 1)


def _months(year: int, month: int, count: int) -> Period:
    following = (year + (month + count - 1) // 12, (month + count - 1) % 12 + 1)
    end = datetime.date(*following, 1) - datetime.timedelta(days=1)
    return Period(datetime.date(year, month, 1), end)
