"""How values of places and quarters become one value, and how much of a target is due by today."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from common.calendar import Period
from projects.models import Indicator

Value = int | Decimal
QuarterTargets = Sequence[tuple[Period, Value | None]]
CENTS = Decimal("0.01")


def combine(rule: str, values: Iterable[Value | None]) -> Value | None:
    """The sum, the highest or the average of the recorded values; None if no value is recorded.

    A value of None means "not recorded" and is left out; a zero is counted. The order of the
    values does not matter.
    """
    recorded = [value for value in values if value is not None]
    if not recorded:
        return None
    if rule == Indicator.Rule.MAX:
        return plain(max(recorded))
    total = sum((Decimal(value) for value in recorded), start=Decimal(0))
    return plain(total / len(recorded) if rule == Indicator.Rule.AVERAGE else total)


def plain(value: Value) -> Value:
    """The value rounded to two decimal places; an int if the result is a whole number."""
    rounded = Decimal(value).quantize(CENTS)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded


def share(part: int, whole: int) -> int:
    """`part` in whole per cent of `whole`; 0 if `whole` is 0."""
    return round(100 * part / whole) if whole else 0


def elapsed(quarter: Period, today: datetime.date) -> Decimal:
    """Which share of the days of a quarter is past, from 0 to 1; today counts as past."""
    if today > quarter.end:
        return Decimal(1)
    gone = (today - quarter.start).days + 1
    return max(Decimal(gone) / ((quarter.end - quarter.start).days + 1), Decimal(0))


def due_of_each(rule: str, targets: QuarterTargets, today: datetime.date) -> Value | None:
    """How much should be reached by today, if each target is for its own quarter alone.

    The target of the running quarter becomes due day by day, evenly. Returns a whole number, or
    None if no target has begun.
    """
    due = [
        None if value is None or quarter.start > today else value * elapsed(quarter, today)
        for quarter, value in targets
    ]
    return _whole(combine(rule, due))


def due_of_level(targets: QuarterTargets, today: datetime.date) -> Value | None:
    """The same, if each target is a level that must be reached by the end of its quarter."""
    level: Value | None = None
    for quarter, value in targets:
        if value is None or quarter.start > today:
            continue
        before = level or 0
        level = before + (value - before) * elapsed(quarter, today)
    return _whole(level)


def _whole(value: Value | None) -> int | None:
    return None if value is None else int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
