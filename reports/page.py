"""The contents of a report as a page shows them: put beside what they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.calendar import Period
from districts import maps
from districts.models import Upazila
from figures import Selection, Standing
from projects.models import Indicator, Partnership
from reports.contents.leaves import name_of
from reports.contents.people import PeopleTable, people_table
from reports.contents.schema import (
    ActivityPart,
    Contents,
    IndicatorPart,
    OutcomePart,
    TypePart,
    UpazilaPart,
    is_silent,
)
from reports.contents.texts import period_of, said
from reports.contents.versions import missing


@dataclass(frozen=True)
class ShownIndicator:
    part: IndicatorPart

    @property
    def counted(self) -> Period:
        return period_of(self.part["counted"])

    @property
    def standing(self) -> Standing:
        return Standing(self.part["standing"])

    @property
    def is_typed(self) -> bool:
        return self.part["measure"] == "typed"

    @property
    def is_a_sum(self) -> bool:
        """Then the list of all its activities adds up to it."""
        return self.part["across_places"] == self.part["across_periods"] == Indicator.Rule.SUM

    @property
    def scale(self) -> float:
        """What the whole width of its bar stands for."""
        return max(self.part["promised"] or 0, (self.part["done"] or 0) + self.part["awaiting"])


@dataclass(frozen=True)
class Chapter:
    """One expected result: what the manager writes of it, and its indicators."""

    outcome: OutcomePart
    text: str
    indicators: tuple[ShownIndicator, ...]


@dataclass(frozen=True)
class ShownActivity:
    """`kind` or `upazila` None: reference data have changed since, and no longer name it."""

    part: ActivityPart
    kind: TypePart | None
    upazila: UpazilaPart | None


@dataclass(frozen=True)
class Reading:
    """`asked` is where the lists of activities behind the figures are found."""

    asked: Selection
    made: Contents
    chapters: tuple[Chapter, ...]
    people: PeopleTable
    activities: tuple[ShownActivity, ...]
    map: maps.Map | None

    @property
    def organisations(self) -> list[tuple[str, str]]:
        """Whose project it is: what they are, and their names."""
        rows = self.made["project"]["organisations"]
        return [
            (str(role.label), ", ".join(said(row, "name") for row in rows if row["role"] == role))
            for role in Partnership.Role
            if any(row["role"] == role for row in rows)
        ]

    @property
    def is_silent(self) -> bool:
        return is_silent(self.made)

    @property
    def missing(self) -> list[str]:
        """What its edition lacks, by name."""
        return [said(name_of(path), "name") for path in missing(self.made)]

    @property
    def most_of_a_type(self) -> int:
        return max((row["approved"] + row["awaiting"] for row in self.made["types"]), default=0)

    @property
    def most_of_a_month(self) -> int:
        return max((row["approved"] + row["awaiting"] for row in self.made["months"]), default=0)

    @property
    def most_of_a_group(self) -> int:
        return max((row["contacts"] for row in self.made["groups"]), default=0)


def reading(made: Contents, asked: Selection, texts: Mapping[int, str] | None = None) -> Reading:
    """`texts`: what is written of each outcome, by its number."""
    kinds = {kind["code"]: kind for kind in made["types"]}
    upazilas = {upazila["pcode"]: upazila for upazila in made["upazilas"]}
    return Reading(
        asked=asked,
        made=made,
        chapters=tuple(_chapters(made, texts or {})),
        people=people_table(made["people"]["cells"]),
        activities=tuple(
            ShownActivity(row, kinds.get(row["type"]), upazilas.get(row["upazila"]))
            for row in made["activities"]
        ),
        map=_map(made, asked),
    )


def _chapters(made: Contents, texts: Mapping[int, str]) -> list[Chapter]:
    return [
        Chapter(
            outcome,
            texts.get(outcome["number"], ""),
            tuple(
                ShownIndicator(part)
                for part in made["indicators"]
                if part["outcome"] == outcome["number"]
            ),
        )
        for outcome in made["outcomes"]
    ]


def _map(made: Contents, asked: Selection) -> maps.Map | None:
    """The places that are told of, shaded by the contacts that are told, whatever is today."""
    if isinstance(asked.place, Upazila):
        return None
    contacts = {
        row["pcode"]: row["contacts"] for row in made["upazilas"] if row["reported"] is not False
    }
    places = (
        Upazila.objects.visible_to(asked.user)
        .filter(pk__in=[row["pcode"] for row in made["upazilas"]])
        .select_related("district")
        .prefetch_related("district__upazilas")
    )
    return maps.draw({place.district: None for place in places}, places, contacts)
