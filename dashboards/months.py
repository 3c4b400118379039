"""A month of a project, or the twelve that end with it, from the address: `?month=2026-11`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from common.localisation import latin_digits
from dashboards.periods import Period, month_of
from projects.models import Project

A_YEAR = 12


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
    end = max(first, min(_read(text) or usual.replace(day=1), last))
    start = max(first, _moved(end, 1 - count))
    return Months(
        Period(start, month_of(end).end),
        earlier=_moved(start, -1) if start > first else None,
        later=min(_moved(end, count), last) if end < last else None,
    )


def _read(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(latin_digits(text), "%Y-%m").date()
    except ValueError:
        return None


def _moved(month: datetime.date, by: int) -> datetime.date:
    """The first of the month that many months on, or back."""
    count = month.year * A_YEAR + month.month - 1 + by
    return datetime.date(count // A_YEAR, count % A_YEAR + 1, 1)
