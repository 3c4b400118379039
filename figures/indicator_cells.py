"""The values of each indicator by upazila and quarter, before they are aggregated."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, Count, Q, Sum, When
from django.db.models.functions import TruncQuarter

from activities.cells import CELLS
from activities.models import Activity, Distribution
from activities.querysets import ActivityQuerySet
from beneficiaries.models import AgeBand, Sex
from common.calendar import quarter_of
from figures.aggregation import Value
from figures.selection import Selection
from projects.models import Indicator, Measurement

Place = tuple[str, datetime.date]
"""The P-code of an upazila and the first day of a quarter."""

Part = tuple[str, str]
"""Which people a value counts: ("", "") is everybody; else one sex as ("sex", "female"), one age
band as ("age", "0_17"), or one target group as ("group", its code)."""

ALL_PEOPLE: Part = ("", "")
Measure = Indicator.Measure


@dataclass
class IndicatorCells:
    """The values of one indicator: `approved`, and apart from these `awaiting` review."""

    approved: dict[Part, dict[Place, Value]] = field(default_factory=dict)
    awaiting: dict[Part, dict[Place, Value]] = field(default_factory=dict)

    @property
    def places(self) -> set[str]:
        """The P-codes of the upazilas that have a value."""
        sides = (self.approved, self.awaiting)
        return {pcode for side in sides for cells in side.values() for pcode, _quarter in cells}

    def add(self, status: str, place: Place, part: Part, value: Value) -> None:
        side = self.approved if status == Activity.Status.APPROVED else self.awaiting
        cells = side.setdefault(part, {})
        cells[place] = cells.get(place, 0) + value


class IndicatorsByMeasure:
    """Finds indicators by what they measure and by which activity types they count."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_measure: defaultdict[str, list[tuple[Indicator, set[int]]]] = defaultdict(list)
        for indicator in indicators:
            types = {kind.pk for kind in indicator.activity_types.all()}
            self._by_measure[indicator.measure].append((indicator, types))

    def of(self, measure: str, kind: int | None = None) -> Iterator[Indicator]:
        """The indicators of this measure that count activities of the type with the key `kind`.

        An indicator without types counts every type. Without `kind`, all of the measure.
        """
        for indicator, types in self._by_measure[measure]:
            if kind is None or not types or kind in types:
                yield indicator


def indicator_cells(
    asked: Selection, indicators: Iterable[Indicator], reported_under: Mapping[str, str]
) -> dict[int, IndicatorCells]:
    """The values by the primary key of the indicator, in all quarters of `asked.period`.

    This costs four queries, however many indicators there are; their activity types must be
    prefetched. `reported_under` maps the code of a target group to the code of another group, if
    its people are reported as people of that group.
    """
    by_measure = IndicatorsByMeasure(indicators)
    found: dict[int, IndicatorCells] = defaultdict(IndicatorCells)
    counted = (Activity.Status.APPROVED, Activity.Status.SUBMITTED)
    activities = asked.activities().filter(status__in=counted)
    _count_activities(activities, by_measure, found)
    _count_people(asked, activities, by_measure, found, reported_under)
    _count_materials(asked, activities, by_measure, found)
    _add_manual_values(asked, by_measure, found)
    return found


def _count_activities(
    activities: ActivityQuerySet, by_measure: IndicatorsByMeasure, found: dict[int, IndicatorCells]
) -> None:
    rows = (
        activities.annotate(
            quarter=TruncQuarter("starts_on"),
            of_committee=Case(When(committee__isnull=False, then=True), default=False),
        )
        .values_list("status", "activity_type", "upazila", "quarter", "of_committee")
        .annotate(count=Count("pk"))
    )
    for status, kind, upazila, quarter, of_committee, count in rows:
        counting = [*by_measure.of(Measure.ACTIVITIES, kind)]
        if of_committee:
            counting += by_measure.of(Measure.COMMITTEE_MEETINGS, kind)
        for indicator in counting:
            found[indicator.pk].add(status, (upazila, quarter), ALL_PEOPLE, count)


def _count_people(
    asked: Selection,
    activities: ActivityQuerySet,
    by_measure: IndicatorsByMeasure,
    found: dict[int, IndicatorCells],
    reported_under: Mapping[str, str],
) -> None:
    by_register = Q(activity__count_method=Activity.CountMethod.REGISTER)
    rows = (
        asked.participations()
        .filter(activity__in=activities.values("pk"))
        .annotate(
            quarter=TruncQuarter("activity__starts_on"),
            registered=Case(When(by_register, then=True), default=False),
        )
        .values_list(
            "activity__status",
            "activity__activity_type",
            "activity__upazila",
            "quarter",
            "registered",
            "target_group",
            "target_group__code",
        )
        .annotate(first=Sum("first_time"), **{f"sum_{name}": Sum(name) for name in CELLS.values()})
    )
    for status, kind, upazila, quarter, registered, group, code, first, *sums in rows:
        place, code = (upazila, quarter), reported_under.get(code, code)
        for indicator in by_measure.of(Measure.FIRST_TIME, kind):
            if indicator.target_group_id in (None, group):
                for part in (ALL_PEOPLE, ("group", code)):
                    found[indicator.pk].add(status, place, part, first)
        counting = [*by_measure.of(Measure.CONTACTS, kind)]
        if registered:
            counting += by_measure.of(Measure.TRAINED, kind)
        for indicator in counting:
            if indicator.target_group_id in (None, group):
                numbers = dict(zip(CELLS, sums, strict=True))
                _add_people(found[indicator.pk], indicator, status, place, code, numbers)


def _add_people(
    into: IndicatorCells,
    indicator: Indicator,
    status: str,
    place: Place,
    group: str,
    numbers: dict[tuple[Sex, AgeBand], int],
) -> None:
    for (sex, age), count in numbers.items():
        if count and indicator.sex in ("", sex) and indicator.age in ("", age):
            for part in (ALL_PEOPLE, ("sex", sex.value), ("age", age.value), ("group", group)):
                into.add(status, place, part, count)


def _count_materials(
    asked: Selection,
    activities: ActivityQuerySet,
    by_measure: IndicatorsByMeasure,
    found: dict[int, IndicatorCells],
) -> None:
    rows = (
        Distribution.objects.visible_to(asked.user)
        .of(activities)
        .order_by()
        .annotate(quarter=TruncQuarter("activity__starts_on"))
        .values_list("activity__status", "activity__activity_type", "activity__upazila", "quarter")
        .annotate(pieces=Sum("quantity"))
    )
    for status, kind, upazila, quarter, pieces in rows:
        for indicator in by_measure.of(Measure.MATERIALS, kind):
            found[indicator.pk].add(status, (upazila, quarter), ALL_PEOPLE, pieces)


def _add_manual_values(
    asked: Selection, by_measure: IndicatorsByMeasure, found: dict[int, IndicatorCells]
) -> None:
    """Add the values that were typed by hand. They need no review, so they count at once."""
    rows = Measurement.objects.visible_to(asked.user).filter(
        indicator__in=[indicator.pk for indicator in by_measure.of(Measure.TYPED)],
        quarter__range=(quarter_of(asked.period.start).start, asked.period.end),
    )
    if asked.place:
        rows = rows.filter(Q(upazila=asked.place.pcode) | Q(upazila__district=asked.place.pcode))
    for key, upazila, quarter, value in rows.values_list(
        "indicator", "upazila", "quarter", "value"
    ):
        found[key].add(Activity.Status.APPROVED, (upazila, quarter), ALL_PEOPLE, value)
