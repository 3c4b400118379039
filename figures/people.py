"""Contacts: the people whom activities reached, by sex, age and target group."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from activities.cells import CELLS, cell_names
from activities.models import Activity
from beneficiaries.models import AgeBand, Sex, TargetGroup
from figures.selection import Selection


@dataclass(frozen=True)
class SexPart:
    sex: Sex
    before: int
    count: int


@dataclass(frozen=True)
class People:
    """Contacts at approved activities by sex and age.

    `awaiting` is the number of contacts at activities that await review.
    """

    cells: dict[str, int]
    first_time: int
    awaiting: int

    def of(self, sex: str = "", age: str = "") -> int:
        """The contacts of one sex, one age band, or both; all contacts if neither is given."""
        return sum(self.cells[name] for name in cell_names(sex, age))

    @property
    def contacts(self) -> int:
        return self.of()

    @property
    def women_and_girls(self) -> int:
        return self.of(sex=Sex.FEMALE)

    @property
    def children(self) -> int:
        return self.of(age=AgeBand.CHILD)

    @property
    def age_not_recorded(self) -> int:
        return self.of(age=AgeBand.NOT_RECORDED)

    @property
    def by_sex(self) -> list[SexPart]:
        """The parts of a bar from left to right; `before` is the sum of all parts to the left."""
        parts: list[SexPart] = []
        for sex in Sex:
            before = sum(part.count for part in parts)
            parts.append(SexPart(sex, before, self.of(sex=sex)))
        return parts

    @property
    def table(self) -> list[tuple[Sex | None, list[tuple[AgeBand | None, int]]]]:
        """One row for each sex and a last one for all (None).

        Each row has one number for each age band and a last one for all ages (None).
        """
        return [
            (sex, [(age, self.of(sex or "", age or "")) for age in (*AgeBand, None)])
            for sex in (*Sex, None)
        ]


def people(asked: Selection) -> People:
    """The contacts in every cell of sex and age; one query."""
    approved = Q(activity__status=Activity.Status.APPROVED)
    submitted = Q(activity__status=Activity.Status.SUBMITTED)
    sums = asked.participations().aggregate(
        first=Coalesce(Sum("first_time", filter=approved), 0),
        awaiting=Coalesce(Sum("people", filter=submitted), 0),
        **{f"sum_{name}": Coalesce(Sum(name, filter=approved), 0) for name in CELLS.values()},
    )
    return People(
        cells={name: sums[f"sum_{name}"] for name in CELLS.values()},
        first_time=sums["first"],
        awaiting=sums["awaiting"],
    )


@dataclass(frozen=True)
class GroupRow:
    """The contacts of one target group; those of the groups in `within` are included."""

    group: TargetGroup
    contacts: int
    first_time: int
    within: tuple[TargetGroup, ...] = ()

    def and_within(self, other: GroupRow) -> GroupRow:
        return GroupRow(
            self.group,
            self.contacts + other.contacts,
            self.first_time + other.first_time,
            (*self.within, other.group),
        )


def by_group(asked: Selection, *, for_disclosure: bool = False) -> list[GroupRow]:
    """Approved contacts of every target group of the project, the largest first; two queries.

    A group that the project no longer names has a row as long as it has contacts. Set
    `for_disclosure` for figures that leave the programme: a group with `told_with` then has no row
    of its own, and the row of that other group includes its contacts.
    """
    approved = asked.participations().filter(activity__status=Activity.Status.APPROVED)
    sums = {
        group: (contacts, first)
        for group, contacts, first in approved.values_list("target_group").annotate(
            contacts=Sum("people"), first=Sum("first_time")
        )
    }
    named = Q(pk__in=asked.project.target_groups.values("pk"))
    groups = TargetGroup.objects.filter(named | Q(pk__in=list(sums))).select_related("told_with")
    rows = [GroupRow(group, *sums.get(group.pk, (0, 0))) for group in groups]
    if for_disclosure:
        rows = _merged(rows)
    return sorted(rows, key=lambda row: -row.contacts)


def _merged(rows: list[GroupRow]) -> list[GroupRow]:
    """The rows, with each group that has `told_with` added to the row of that other group.

    The sums stay the same. A group that has no row gets one if another group is added to it.
    """
    merged = {row.group: row for row in rows if not row.group.told_with}
    for row in rows:
        if other := row.group.told_with:
            merged[other] = merged.get(other, GroupRow(other, 0, 0)).and_within(row)
    return list(merged.values())
