"""Where the activities are that add up to the figure of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from common.calendar import Column, Period
from districts.models import Upazila
from figures.aggregation import Value
from figures.indicator_cells import Place
from projects.models import Indicator


@dataclass(frozen=True)
class Source:
    """A list of activities: in `upazila`, or everywhere asked about, in `period`."""

    period: Period
    upazila: Upazila | None = None
    quarter: Period | None = None

    @property
    def highest(self) -> str:
        """Where and when the highest value was, if the list is of that alone."""
        when = Column(self.quarter, "quarter").name if self.quarter else ""
        return ", ".join(filter(None, (self.upazila.name if self.upazila else "", when)))


def behind(
    indicator: Indicator,
    done: Value | None,
    values: Mapping[Place, Value],
    upazilas: Sequence[Upazila],
    quarters: Sequence[Period],
    days: Callable[[Sequence[Period]], Period],
) -> Source | None:
    """The largest list that adds up to `done`; None if there is none.

    That is all of it, or the part that holds the highest value. An average of several values
    is taken apart first: that one of them happens to equal it means nothing.
    """
    if done is None or indicator.is_typed:
        return None
    for where, when in _lists(indicator, upazilas, quarters):
        cells = [(place.pk, quarter.start) for place in where for quarter in when]
        if sum(values.get(cell, 0) for cell in cells) == done:
            return Source(
                days(when),
                where[0] if len(where) < len(upazilas) else None,
                when[0] if len(when) < len(quarters) else None,
            )
    return None


def _lists(
    indicator: Indicator, upazilas: Sequence[Upazila], quarters: Sequence[Period]
) -> Iterator[tuple[Sequence[Upazila], Sequence[Period]]]:
    yield upazilas, quarters
    rules = (indicator.across_places, len(upazilas)), (indicator.across_periods, len(quarters))
    if any(rule == Indicator.Rule.AVERAGE and number > 1 for rule, number in rules):
        return
    yield from ((upazilas, [quarter]) for quarter in quarters)
    yield from (([place], quarters) for place in upazilas)
    yield from (([place], [quarter]) for quarter in quarters for place in upazilas)
