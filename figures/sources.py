"""Which list of activities adds up to the value of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from common.calendar import ChartColumn, Period
from districts.models import Upazila
from figures.aggregation import Value
from figures.indicator_cells import Place
from projects.models import Indicator


@dataclass(frozen=True)
class Source:
    """A list of activities held in `period`, in `upazila` or, if that is None, in all places.

    `quarter` is set if the list has one quarter out of several.
    """

    period: Period
    upazila: Upazila | None = None
    quarter: Period | None = None

    @property
    def highest(self) -> str:
        """The names of the upazila and quarter that the list is limited to; "" if to neither."""
        when = ChartColumn(self.quarter, "quarter").name if self.quarter else ""
        return ", ".join(filter(None, (self.upazila.name if self.upazila else "", when)))


def source_of(
    indicator: Indicator,
    actual: Value | None,
    values: Mapping[Place, Value],
    upazilas: Sequence[Upazila],
    quarters: Sequence[Period],
    days: Callable[[Sequence[Period]], Period],
) -> Source | None:
    """The largest list of activities that adds up to `actual`; None if no list does.

    It lists all activities, or the part that has the highest value: one quarter, one upazila, or
    one of both. For an average of several values only the list of all is tried: if one of the
    values equals the average, that means nothing.
    """
    if actual is None or indicator.is_typed:
        return None
    for where, when in _lists(indicator, upazilas, quarters):
        cells = [(place.pk, quarter.start) for place in where for quarter in when]
        if sum(values.get(cell, 0) for cell in cells) == actual:
            return Source(
                days(when),
                where[0] if len(where) < len(upazilas) else None,
                when[0] if len(when) < len(quarters) else None,
            )
    return None


def _lists(
    indicator: Indicator, upazilas: Sequence[Upazila], quarters: Sequence[Period]
) -> Iterator[tuple[Sequence[Upazila], Sequence[Period]]]:
    """The upazilas and quarters of each list to try, the largest lists first."""
    yield upazilas, quarters
    rules = (indicator.across_places, len(upazilas)), (indicator.across_periods, len(quarters))
    if any(rule == Indicator.Rule.AVERAGE and number > 1 for rule, number in rules):
        return
    yield from ((upazilas, [quarter]) for quarter in quarters)
    yield from (([place], quarters) for place in upazilas)
    yield from (([place], [quarter]) for quarter in quarters for place in upazilas)
