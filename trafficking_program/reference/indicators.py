"""The proposed starter set of indicators: what each one counts, and how it is aggregated."""

from collections.abc import Iterable
from typing import Any

from activities.models import ActivityType
from beneficiaries.models import TargetGroup
from projects.models import Indicator, Project
from trafficking_program.reference.facts import read

Fact = dict[str, Any]
BY_CODE = ("outcome", "target_group", "types")


def add_indicators(project: Project) -> list[Indicator]:
    """Create the indicators of the set that a project does not have; returns the new ones.

    They have no targets.
    """
    stored = set(project.indicators.values_list("code", flat=True))
    outcomes = {outcome.number: outcome for outcome in project.outcomes.all()}
    groups = {group.code: group for group in TargetGroup.objects.all()}
    added = Indicator.objects.bulk_create(
        Indicator(
            project=project,
            outcome=outcomes[fact["outcome"]],
            target_group=groups[fact["target_group"]] if "target_group" in fact else None,
            position=position,
            **{name: value for name, value in fact.items() if name not in BY_CODE},
        )
        for position, fact in enumerate(read("indicators")["indicators"], 1)
        if fact["code"] not in stored
    )
    count_towards(ActivityType.objects.all(), added)
    return added


def count_towards(types: Iterable[ActivityType], indicators: Iterable[Indicator]) -> None:
    """Link each of the types with the indicators, among these, that count it."""
    counted = {fact["code"]: fact.get("types", ()) for fact in read("indicators")["indicators"]}
    indicators, link = list(indicators), ActivityType.indicators.through
    link._default_manager.bulk_create(
        [
            link(activitytype_id=kind.pk, indicator_id=indicator.pk)
            for kind in types
            for indicator in indicators
            if kind.code in counted.get(indicator.code, ())
        ],
        ignore_conflicts=True,
    )
