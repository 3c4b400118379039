"""All targets that a project can have: indicators in use × places of the work area × quarters."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from accounts.models import User
from common.calendar import Quarter
from districts.models import District, Upazila
from projects.models import Indicator, Project, Target
from projects.places import places_of

Value = Decimal | None
"""The value of a cell; None means that there is no target, which is not the same as zero."""


class Cell(NamedTuple):
    """The position of a target in the grid.

    `indicator` is a primary key, `pcode` that of a district or an upazila, and `quarter` the first
    day of the quarter.
    """

    indicator: int
    pcode: str
    quarter: datetime.date

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return f"{self.indicator}-{self.pcode}-{self.quarter:%Y-%m}"

    @classmethod
    def of(cls, target: Target) -> Cell:
        pcode = target.upazila_id or target.district_id or ""
        return cls(target.indicator_id, pcode, target.quarter)


@dataclass(frozen=True)
class Change:
    """The change of one cell: the value that the user saw, and the value that they wrote."""

    seen: Value
    value: Value


class Grid:
    """The cells that a user may see, with the targets that are stored in them."""

    def __init__(self, user: User, project: Project, quarters: Sequence[Quarter]) -> None:
        self.user, self.project, self.quarters = user, project, quarters
        self.indicators: list[Indicator] = list(
            project.indicators.filter(is_active=True).select_related("outcome")
        )
        self.places = list(places_of(user, project))
        self.stored = self._stored()

    def _stored(self) -> dict[Cell, Decimal]:
        targets = Target.objects.visible_to(self.user).filter(
            indicator__project=self.project, quarter__in=[q.start for q in self.quarters]
        )
        return {Cell.of(target): target.value for target in targets}

    @property
    def cells(self) -> Iterator[Cell]:
        for indicator in self.indicators:
            for place in self.places:
                yield from self.row(indicator, place)

    def row(self, indicator: Indicator, place: District | Upazila) -> list[Cell]:
        return [Cell(indicator.pk, place.pk, quarter.start) for quarter in self.quarters]

    def called(self, cell: Cell) -> tuple[Indicator, District | Upazila, Quarter]:
        """The indicator, the place and the quarter of a cell."""
        indicator = next(one for one in self.indicators if one.pk == cell.indicator)
        place = next(one for one in self.places if one.pk == cell.pcode)
        return indicator, place, Quarter(cell.quarter)
