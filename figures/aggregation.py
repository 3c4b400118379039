"""How values of places and of quarters are put together, and how far a promise has fallen due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from common.calendar import Period
from projects.models import Indicator

Value = int | Decimal
Promises = Sequence[tuple[Period, Value | None]]
CENTS = Decimal("0.01")


def combine(rule: str, values: Iterable[Value | None]) -> Value | None:
    """The sum, the highest or the average of what is recorded; None where nothing is.

    None is "not recorded" and takes no part; zero does. The order does not matter.
    """
    recorded = [value for value in values if value is not None]
    if not recorded:
        return None
    if rule == Indicator.Rule.MAX:
        return plain(max(recorded))
    total = sum((Decimal(value) for value in recorded), start=Decimal(0))
    return plain(total / len(recorded) if rule == Indicator.Rule.AVERAGE else total)


def plain(value: Value) -> Value:
    """To two places, and without them where they are zero."""
    rounded = Decimal(value).quantize(CENTS)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded


def share(part: int, whole: int) -> int:
    """Whole per cent; 0 of nothing is 0."""
    return round(100 * part / whole) if whole else 0


def elapsed(quarter: Period, today: datetime.date) -> Decimal:
    """The share of the days of a quarter that have gone by, today among them: 0 to 1."""
    if today > quarter.end:
        return Decimal(1)
    gone = (today - quarter.start).days + 1
    return max(Decimal(gone) / ((quarter.end - quarter.start).days + 1), Decimal(0))


def due_of_each(rule: str, promised: Promises, today: datetime.date) -> Value | None:
    """What should have been done by now of targets that each stand for their own quarter.

    The target of the quarter that is running falls due day by day; what is due is whole.
    """
    due = [
        None if value is None or quarter.start > today else value * elapsed(quarter, today)
        for quarter, value in promised
    ]
    return _whole(combine(rule, due))


def due_of_level(promised: Promises, today: datetime.date) -> Value | None:
    """The same of targets that are levels to have reached by the end of their quarter."""
    level: Value | None = None
    for quarter, value in promised:
        if value is None or quarter.start > today:
            continue
        before = level or 0
        level = before + (value - before) * elapsed(quarter, today)
    return _whole(level)


def _whole(value: Value | None) -> int | None:
    return None if value is None else int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
