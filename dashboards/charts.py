"""The positions of the bars in a chart: across in per cent, down in pixels.

The SVG has no viewBox, so that its text keeps its size on a phone.
"""

from __future__ import annotations

import datetime
from collections.abc import Set
from dataclasses import dataclass

from figures.activity_counts import ActivityCounts, TimeRow

HEIGHT = 228
BASE = 200
TALLEST = 176
GAP = 1.5


@dataclass(frozen=True)
class Block:
    fill: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    row: TimeRow
    is_known: bool
    x: float
    width: float
    blocks: tuple[Block, ...]
    top: float
    labelled_on_a_phone: bool


@dataclass(frozen=True)
class Chart:
    """Columns of approved activities, stacked by type, with those that await review on top."""

    bars: tuple[Bar, ...]
    unit: str
    height: int = HEIGHT
    base: int = BASE

    @property
    def has_unknown(self) -> bool:
        return not all(bar.is_known for bar in self.bars)


def over_time(logged: ActivityCounts, known: Set[datetime.date]) -> Chart:
    """The chart of activities over time.

    `known` has the first day of each month for which anything was reported.
    """
    rows = logged.by_column
    most = max((row.tally.approved + row.tally.awaiting for row in rows), default=0) or 1
    width = 100 / len(rows)
    every = 1 if len(rows) <= 6 else 2
    bars = []
    for number, row in enumerate(rows):
        blocks, top = _stacked(row, TALLEST / most)
        months = {month.start.replace(day=1) for month in row.column.period.months()}
        is_known = bool(months & known)
        bars.append(Bar(row, is_known, number * width, width, blocks, top - 6, number % every == 0))
    return Chart(tuple(bars), rows[0].column.unit)


def _stacked(row: TimeRow, scale: float) -> tuple[tuple[Block, ...], float]:
    """The blocks of one bar from the bottom up, and the y at which the highest block ends."""
    parts = [(f"f{number}", count) for number, (_, count) in enumerate(row.largest, 1)]
    parts += [("f4", row.others), ("fw", row.tally.awaiting)]
    blocks, bottom = [], float(BASE)
    for fill, count in parts:
        if count:
            height = count * scale
            blocks.append(Block(fill, bottom - height, max(height - GAP, 0.5)))
            bottom -= height
    return tuple(blocks), bottom
