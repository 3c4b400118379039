"""Loads the programme of 2007–2010: its target groups, activity types, project, and outcomes."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from activities.models import ActivityType, Material
from beneficiaries.models import TargetGroup
from districts.models import Upazila
from projects.models import (
    Organisation,
    Outcome,
    Partnership,
    Project,
    ReportedAchievement,
)
from trafficking_program.reference.facts import create_missing, read
from trafficking_program.reference.indicators import add_indicators, count_towards

Fact = dict[str, Any]
ROLES = {
    "implementer": Partnership.Role.IMPLEMENTER,
    "implementing partner": Partnership.Role.PARTNER,
}


def load_programme() -> Counter[str]:
    programme = read("programme")
    groups = create_missing(target_groups(programme["target_groups"]), TargetGroup, "code")
    set_told_with(groups)
    types = create_missing(activity_types(programme["activity_types"]), ActivityType, "code")
    handed_out = create_missing(materials(programme["activity_types"]), Material, "code")
    project, is_new = Project.objects.get_or_create(
        slug=programme["project"]["slug"], defaults=about(programme["project"])
    )
    if is_new:
        project.upazilas.set(Upazila.objects.filter(pk__in=work_area()))
        project.target_groups.set(TargetGroup.objects.filter(code__in=group_codes()))
    else:
        project.target_groups.add(*groups)
    outcomes = add_outcomes(project)
    link(ActivityType.objects.all(), outcomes)
    link(types, project.outcomes.all())
    indicators = add_indicators(project)
    count_towards(types, project.indicators.all())
    return Counter(
        {
            "target groups": len(groups),
            "activity types": len(types),
            "materials": len(handed_out),
            "projects": int(is_new),
            "organisations": add_partners(project, programme["organisations"]),
            "outcomes": len(outcomes),
            "indicators": len(indicators),
            "reported achievements": add_achievements(project, programme["reported_achievements"]),
        }
    )


def about(fact: Fact) -> Fact:
    """The fields of the project. It becomes the public project, unless there is one already."""
    texts = {
        f"{name}_{language}": fact[f"{name}_{language}"]
        for name in ("title", "goal", "objective")
        for language in ("en", "bn")
    }
    return {
        **texts,
        "starts_on": fact["starts_on"],
        "ends_on": fact["ends_on"],
        "is_public": not Project.objects.filter(is_public=True).exists(),
    }


def target_groups(facts: list[Fact]) -> list[TargetGroup]:
    return [
        TargetGroup(code=slugify(fact["name_en"]), position=position, **fact)
        for position, fact in enumerate(facts, 1)
    ]


def set_told_with(new: Iterable[TargetGroup]) -> None:
    """Set `told_with` of the new group of survivors to the group of people at risk.

    Outside the programme, survivors are never counted as a group of their own.
    """
    survivors, at_risk = group_codes()[:2]
    for group in new:
        if group.code == survivors:
            group.told_with = TargetGroup.objects.get(code=at_risk)
            group.save(update_fields=["told_with"])


def group_codes() -> list[str]:
    return [slugify(fact["name_en"]) for fact in read("programme")["target_groups"]]


def activity_types(facts: list[Fact]) -> list[ActivityType]:
    additions = read("activity_types")["types"]
    return [
        ActivityType(
            **{name: fact[name] for name in ("code", "name_en", "name_bn", "counts")},
            **{name: additions[fact["code"]][name] for name in ("short_en", "short_bn", "icon")},
            is_of_committee=additions[fact["code"]].get("is_of_committee", False),
            position=position,
        )
        for position, fact in enumerate(facts, 1)
    ]


def materials(facts: list[Fact]) -> list[Material]:
    """The materials that activities of each type hand out. The types must be stored already."""
    types = dict(ActivityType.objects.values_list("code", "pk"))
    return [
        Material(
            code=slugify(name_en),
            name_en=name_en,
            name_bn=name_bn,
            activity_type_id=types[fact["code"]],
            position=position,
        )
        for fact in facts
        for position, (name_en, name_bn) in enumerate(
            zip(fact.get("materials_en", ()), fact.get("materials_bn", ()), strict=True), 1
        )
    ]


def work_area() -> list[str]:
    """The P-codes of the programme's upazilas."""
    return [pcode for fact in read("programme")["work_area"] for pcode in fact["upazilas"]]


def add_outcomes(project: Project) -> list[Outcome]:
    """Create the outcomes that a project does not have yet; returns the new ones."""
    stored = set(project.outcomes.values_list("number", flat=True))
    return Outcome.objects.bulk_create(
        [
            Outcome(project=project, **fact)
            for fact in read("programme")["outcomes"]
            if fact["number"] not in stored
        ]
    )


def link(types: Iterable[ActivityType], outcomes: Iterable[Outcome]) -> None:
    """Link each of the types with the outcomes, among these, that it serves."""
    additions, outcomes = read("activity_types")["types"], list(outcomes)
    service = ActivityType.outcomes.through
    service._default_manager.bulk_create(
        [
            service(activitytype_id=kind.pk, outcome_id=outcome.pk)
            for kind in types
            for outcome in outcomes
            if outcome.number in additions.get(kind.code, {}).get("outcomes", ())
        ],
        ignore_conflicts=True,
    )


def add_partners(project: Project, facts: list[Fact]) -> int:
    """Create the partnerships whose role no organisation has yet; returns how many.

    The role is compared, since organisations have no code by which to find them.
    """
    held = set(project.partnerships.values_list("role", flat=True))
    missing = [fact for fact in facts if ROLES[fact["role"]] not in held]
    for fact in missing:
        names = {name: value for name, value in fact.items() if name != "role"}
        organisation, _ = Organisation.objects.get_or_create(
            name_en=names.pop("name_en"), defaults=names
        )
        Partnership.objects.create(
            project=project, organisation=organisation, role=ROLES[fact["role"]]
        )
    return len(missing)


def add_achievements(project: Project, facts: list[Fact]) -> int:
    stored = set(project.reported_achievements.values_list("position", flat=True))
    missing = [
        ReportedAchievement(project=project, position=position, **fact)
        for position, fact in enumerate(facts, 1)
        if position not in stored
    ]
    return len(ReportedAchievement.objects.bulk_create(missing))
