"""Every indicator of a project, its value beside its target; computed each time, never stored."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from django.utils import timezone

from beneficiaries.models import AgeBand, Sex, TargetGroup
from common.calendar import Period, quarter_of
from districts.models import Upazila
from figures.achievements import Achievement, IndicatorPlace, IndicatorRow, PartRow, QuarterRow
from figures.aggregation import Value, combine, due_of_each, due_of_level
from figures.area import Area
from figures.indicator_cells import ALL_PEOPLE, IndicatorCells, Part, Place, indicator_cells
from figures.reporting import reported
from figures.selection import Selection
from figures.sources import Source, source_of
from projects.models import Indicator, Target
from projects.periods import whole_of

TREND_QUARTERS = 8

Targets = dict[int, dict[str, dict[datetime.date, Value]]]
"""Target values by the indicator's primary key, then by the P-code of a district or an upazila,
then by the first day of the quarter."""


def indicators(
    asked: Selection,
    where: Area,
    today: datetime.date | None = None,
    *,
    for_disclosure: bool = False,
) -> list[IndicatorRow]:
    """Every indicator of the project that is in use, over the quarters that `asked.period` touches.

    Quarters are whole. The number of queries does not depend on how many indicators, places or
    quarters there are. Set `for_disclosure` for figures that leave the programme: a target group
    with `told_with` is then counted as a part of that other group.
    """
    today = today or timezone.localdate()
    found = list(
        asked.project.indicators.filter(is_active=True)
        .select_related("outcome", "target_group")
        .prefetch_related("activity_types")
    )
    last = min(quarter_of(asked.period.end).end, asked.project.ends_on)
    first = quarter_of(asked.project.starts_on).start
    ever = replace(asked, period=Period(first, max(first, last)), type=None)
    groups = {group.code: group for group in TargetGroup.objects.select_related("told_with")}
    reported_under = {
        g.code: g.told_with.code for g in groups.values() if for_disclosure and g.told_with
    }
    cells = indicator_cells(ever, found, reported_under)
    logged = {place for of_one in cells.values() for place in of_one.places}
    calculator = Calculator(
        asked=asked,
        today=today,
        upazilas=tuple(where.upazilas_and(asked.user, logged)),
        whole_districts=_whole_districts(asked, where),
        reported={(pk, quarter_of(month).start) for pk, month in reported(ever)},
        targets=_targets(ever),
        groups=groups,
    )
    return [calculator.row(indicator, cells[indicator.pk]) for indicator in found]


def _whole_districts(asked: Selection, where: Area) -> Set[str]:
    """P-codes of the districts whose whole work area is selected and seen.

    Only in these districts does the district's own target count.
    """
    if isinstance(asked.place, Upazila):
        return frozenset()
    unseen = {upazila.district_id for upazila in where.unseen}
    return {upazila.district_id for upazila in where.upazilas} - unseen


def _targets(ever: Selection) -> Targets:
    """All targets up to the end of the period; one query, however many indicators there are."""
    rows = Target.objects.visible_to(ever.user).filter(
        indicator__project=ever.project, quarter__lte=ever.period.end
    )
    found: Targets = {}
    for key, district, upazila, quarter, value in rows.values_list(
        "indicator", "district", "upazila", "quarter", "value"
    ):
        found.setdefault(key, {}).setdefault(district or upazila, {})[quarter] = value
    return found


@dataclass(frozen=True)
class Calculator:
    """Holds all that the rows of one page are computed from."""

    asked: Selection
    today: datetime.date
    upazilas: tuple[Upazila, ...]
    whole_districts: Set[str]
    reported: set[Place]
    targets: Targets
    groups: dict[str, TargetGroup]

    def row(self, indicator: Indicator, cells: IndicatorCells) -> IndicatorRow:
        quarters = self.asked.period.quarters()
        before = Period(self.asked.project.starts_on, self.asked.period.end).quarters()
        counted = before if indicator.is_cumulative else quarters
        everywhere = self.upazilas, self.whole_districts
        targets = [self.target(indicator, quarter, *everywhere) for quarter in quarters]
        return IndicatorRow(
            indicator=indicator,
            counted=self._days(counted),
            achievement=self.achievement(indicator, cells, counted, *everywhere),
            quarters=tuple(
                self._quarter(indicator, cells, quarter) for quarter in before[-TREND_QUARTERS:]
            ),
            places=tuple(
                IndicatorPlace(place, self.achievement(indicator, cells, counted, [place]))
                for place in self.upazilas
            ),
            parts=tuple(self._parts(indicator, cells, counted)),
            untargeted_quarters=sum(value is None for value in targets),
        )

    def achievement(
        self,
        indicator: Indicator,
        cells: IndicatorCells,
        quarters: Sequence[Period],
        upazilas: Sequence[Upazila],
        whole: Set[str] = frozenset(),
    ) -> Achievement:
        actual, awaiting = self._actual(indicator, cells, quarters, upazilas, ALL_PEOPLE)
        quarter_targets = [
            (self._days([q]), self.target(indicator, q, upazilas, whole)) for q in quarters
        ]
        due: Callable[..., Value | None]
        if indicator.is_cumulative:
            levels = [value for _quarter, value in quarter_targets if value is not None]
            target, due = (levels[-1] if levels else None), due_of_level
        else:
            rule = indicator.across_periods
            target = combine(rule, [value for _quarter, value in quarter_targets])
            due = partial(due_of_each, rule)
        less = indicator.direction == Indicator.Direction.LESS
        return Achievement(
            actual=actual,
            awaiting=awaiting,
            target=target,
            due=None if less else due(quarter_targets, self.today),
            less_is_better=less,
            source=self._source(indicator, cells, quarters, upazilas, ALL_PEOPLE, actual),
        )

    def _quarter(self, indicator: Indicator, cells: IndicatorCells, quarter: Period) -> QuarterRow:
        quarters = [quarter]
        if indicator.is_cumulative:
            quarters = Period(self.asked.project.starts_on, quarter.end).quarters()
        everywhere = self.upazilas, self.whole_districts
        got = self.achievement(indicator, cells, quarters, *everywhere)
        return QuarterRow(quarter, self._days(quarters), got)

    def target(
        self,
        indicator: Indicator,
        quarter: Period,
        upazilas: Iterable[Upazila],
        whole: Set[str] = frozenset(),
    ) -> Value | None:
        """The target of one quarter for `upazilas`, which must be ordered by district.

        If a district in `whole` has a target of its own, that target replaces those of its
        upazilas. In an average it weighs as much as these upazilas would together.
        """
        values: list[Value | None] = []
        for district, places in groupby(upazilas, lambda upazila: upazila.district_id):
            own = self._target(indicator, district, quarter) if district in whole else None
            each = [self._target(indicator, place.pk, quarter) for place in places]
            if own is None:
                values += each
            elif indicator.across_places == Indicator.Rule.AVERAGE:
                values += [own] * len(each)
            else:
                values.append(own)
        return combine(indicator.across_places, values)

    def _target(self, indicator: Indicator, pcode: str, quarter: Period) -> Value | None:
        """The target of one place and quarter; None if there is none.

        For a cumulative indicator, a target holds until a later quarter has another one.
        """
        set_here = self.targets.get(indicator.pk, {}).get(pcode, {})
        if not indicator.is_cumulative:
            return set_here.get(quarter.start)
        until = [when for when in set_here if when <= quarter.start]
        return set_here[max(until)] if until else None

    def _actual(
        self,
        indicator: Indicator,
        cells: IndicatorCells,
        quarters: Sequence[Period],
        upazilas: Sequence[Upazila],
        part: Part,
    ) -> tuple[Value | None, Value]:
        """The approved value, and by how much it changes if all that awaits review is approved."""
        approved = cells.approved.get(part, {})
        waiting = cells.awaiting.get(part, {})

        def value(place: Place, with_awaiting: bool) -> Value | None:
            """The value of one upazila and quarter; 0 if only other things were reported there.

            None means "not recorded": nothing was reported, or nobody typed the manual value.
            """
            known = place in approved or place in waiting
            if not known and (indicator.is_typed or place not in self.reported):
                return None
            return approved.get(place, 0) + (waiting.get(place, 0) if with_awaiting else 0)

        def total(with_awaiting: bool) -> Value | None:
            return combine(
                indicator.across_periods,
                [
                    combine(
                        indicator.across_places,
                        [value((place.pk, q.start), with_awaiting) for place in upazilas],
                    )
                    for q in quarters
                ],
            )

        actual = total(False)
        return actual, (total(True) or 0) - (actual or 0) if waiting else 0

    def _source(
        self,
        indicator: Indicator,
        cells: IndicatorCells,
        quarters: Sequence[Period],
        upazilas: Sequence[Upazila],
        part: Part,
        actual: Value | None,
    ) -> Source | None:
        values = cells.approved.get(part, {})
        return source_of(indicator, actual, values, upazilas, quarters, self._days)

    def _parts(
        self, indicator: Indicator, cells: IndicatorCells, quarters: Sequence[Period]
    ) -> Iterable[PartRow]:
        """The parts of the value: the sexes, then the age bands, then the target groups."""
        there = {*cells.approved, *cells.awaiting}
        labels: dict[Part, str] = {("sex", sex.value): str(sex.label) for sex in Sex}
        labels |= {("age", age.value): str(age.label) for age in AgeBand}
        labels |= {("group", code): group.name for code, group in self.groups.items()}
        for part, label in labels.items():
            if part in there:
                actual, awaiting = self._actual(indicator, cells, quarters, self.upazilas, part)
                listed = self._source(indicator, cells, quarters, self.upazilas, part, actual)
                yield PartRow(part, label, actual, awaiting, listed)

    def _days(self, quarters: Sequence[Period]) -> Period:
        """The days of these quarters that belong to the project; all their days if none does."""
        days = Period(quarters[0].start, quarters[-1].end)
        return days.within(whole_of(self.asked.project)) or days
