"""The part of a report that holds the indicators: targets against actual values."""

from __future__ import annotations

import figures
from beneficiaries.models import AgeBand, Sex, TargetGroup
from figures import Area, IndicatorRow, Selection
from figures.aggregation import Value, plain
from figures.indicator_cells import Part
from reports.contents.schema import (
    IndicatorPart,
    IndicatorPlacePart,
    Number,
    PeoplePart,
    QuarterPart,
)
from reports.contents.texts import days, in_bangla, in_english, named

Labels = dict[Part, tuple[str, str]]
"""In English and in Bangla, of each part of the people."""


def indicator_parts(selection: Selection, area: Area) -> list[IndicatorPart]:
    labels = _labels()
    rows = figures.indicators(selection, area, for_disclosure=True)
    return [_indicator(row, labels) for row in rows]


def number(value: Value | None) -> Number | None:
    """Whole, or with two places at the most; None stays None."""
    if value is None:
        return None
    value = plain(value)
    return value if isinstance(value, int) else float(value)


def _labels() -> Labels:
    labels: Labels = {
        ("sex", sex.value): (in_english(sex.label), in_bangla(sex.label)) for sex in Sex
    }
    labels |= {("age", age.value): (in_english(age.label), in_bangla(age.label)) for age in AgeBand}
    groups = TargetGroup.objects.all()
    return labels | {("group", group.code): (group.name_en, group.name_bn) for group in groups}


def _indicator(row: IndicatorRow, labels: Labels) -> IndicatorPart:
    indicator, achieved = row.indicator, row.achievement
    return {
        "code": indicator.code,
        "outcome": indicator.outcome.number,
        **named(indicator),
        "unit_en": indicator.unit_en,
        "unit_bn": indicator.unit_bn,
        "definition_en": indicator.definition_en,
        "definition_bn": indicator.definition_bn,
        "verification_en": indicator.verification_en,
        "verification_bn": indicator.verification_bn,
        "measure": indicator.measure,
        "direction": indicator.direction,
        "is_cumulative": indicator.is_cumulative,
        "across_places": indicator.across_places,
        "across_periods": indicator.across_periods,
        "baseline": number(indicator.baseline),
        "counted": days(row.counted),
        "done": number(achieved.actual),
        "awaiting": number(achieved.awaiting) or 0,
        "promised": number(achieved.target),
        "due": number(achieved.due),
        "difference": number(achieved.difference),
        "standing": achieved.performance.value,
        "standing_en": in_english(achieved.performance.label),
        "standing_bn": in_bangla(achieved.performance.label),
        "is_far_beyond": achieved.is_far_beyond,
        "trend": row.trend,
        "quarters": _quarters(row),
        "places": _places(row),
        "parts": _parts(row, labels),
    }


def _quarters(row: IndicatorRow) -> list[QuarterPart]:
    return [
        {
            **days(quarter.quarter),
            "done": number(quarter.achievement.actual),
            "awaiting": number(quarter.achievement.awaiting) or 0,
            "promised": number(quarter.achievement.target),
        }
        for quarter in row.quarters
    ]


def _places(row: IndicatorRow) -> list[IndicatorPlacePart]:
    return [
        {
            "pcode": place.upazila.pcode,
            **named(place.upazila),
            "done": number(place.achievement.actual),
            "awaiting": number(place.achievement.awaiting) or 0,
            "promised": number(place.achievement.target),
            "standing": place.achievement.performance.value,
        }
        for place in row.places
    ]


def _parts(row: IndicatorRow, labels: Labels) -> list[PeoplePart]:
    return [
        {
            "kind": part.part[0],
            "code": part.part[1],
            "label_en": labels[part.part][0],
            "label_bn": labels[part.part][1],
            "done": number(part.actual),
            "awaiting": number(part.awaiting) or 0,
        }
        for part in row.parts
    ]
