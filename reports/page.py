"""A report as its page shows it: the contents put beside what they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.calendar import Period
from districts import maps
from districts.models import Upazila
from figures import Performance, Selection
from projects.models import Indicator, Partnership
from reports.contents.localised import LocalisedContents, Row, is_silent, localised
from reports.contents.people import PeopleTable, people_table
from reports.contents.schema import Contents
from reports.contents.texts import period_of


@dataclass(frozen=True)
class ShownIndicator:
    part: Row

    @property
    def counted(self) -> Period:
        return period_of(self.part["counted"])

    @property
    def performance(self) -> Performance:
        return Performance(self.part["standing"])

    @property
    def is_typed(self) -> bool:
        return bool(self.part["measure"] == "typed")

    @property
    def is_a_sum(self) -> bool:
        """Then the list of all its activities adds up to it."""
        return bool(self.part["across_places"] == self.part["across_periods"] == Indicator.Rule.SUM)

    @property
    def scale(self) -> float:
        """What the whole width of its bar stands for."""
        actual = (self.part["done"] or 0) + self.part["awaiting"]
        return float(max(self.part["promised"] or 0, actual))


@dataclass(frozen=True)
class Chapter:
    """One expected result: what the manager writes of it, and its indicators."""

    outcome: Row
    text: str
    indicators: tuple[ShownIndicator, ...]


@dataclass(frozen=True)
class ShownActivity:
    """`kind` or `upazila` None: reference data have changed since, and no longer name it."""

    part: Row
    kind: Row | None
    upazila: Row | None


@dataclass(frozen=True)
class ReportPage:
    """`selection` is where the lists of activities behind the figures are found."""

    selection: Selection
    contents: LocalisedContents
    chapters: tuple[Chapter, ...]
    people: PeopleTable
    activities: tuple[ShownActivity, ...]
    map: maps.Map | None

    @property
    def organisations(self) -> list[tuple[str, str]]:
        """Whose project it is: what they are, and their names."""
        rows = self.contents["project"]["organisations"]
        return [
            (str(role.label), ", ".join(row["name"] for row in rows if row["role"] == role))
            for role in Partnership.Role
            if any(row["role"] == role for row in rows)
        ]

    @property
    def is_silent(self) -> bool:
        return is_silent(self.contents)

    @property
    def most_of_a_type(self) -> int:
        rows = self.contents["types"]
        return max((row["approved"] + row["awaiting"] for row in rows), default=0)

    @property
    def most_of_a_month(self) -> int:
        rows = self.contents["months"]
        return max((row["approved"] + row["awaiting"] for row in rows), default=0)

    @property
    def most_of_a_group(self) -> int:
        return max((row["contacts"] for row in self.contents["groups"]), default=0)


def report_page(
    contents: Contents, selection: Selection, texts: Mapping[int, str] | None = None
) -> ReportPage:
    """In the current language. `texts`: what is written of each outcome, by its number."""
    report = localised(contents)
    types = {row["code"]: row for row in report["types"]}
    upazilas = {row["pcode"]: row for row in report["upazilas"]}
    return ReportPage(
        selection=selection,
        contents=report,
        chapters=tuple(_chapters(report, texts or {})),
        people=people_table(report["people"]["cells"]),
        activities=tuple(
            ShownActivity(row, types.get(row["type"]), upazilas.get(row["upazila"]))
            for row in report["activities"]
        ),
        map=_map(report, selection),
    )


def _chapters(report: LocalisedContents, texts: Mapping[int, str]) -> list[Chapter]:
    return [
        Chapter(
            outcome,
            texts.get(outcome["number"], ""),
            tuple(
                ShownIndicator(row)
                for row in report["indicators"]
                if row["outcome"] == outcome["number"]
            ),
        )
        for outcome in report["outcomes"]
    ]


def _map(report: LocalisedContents, selection: Selection) -> maps.Map | None:
    """The upazilas of the report, shaded by its contacts, not by those of today."""
    if isinstance(selection.place, Upazila):
        return None
    contacts = {
        row["pcode"]: row["contacts"] for row in report["upazilas"] if row["reported"] is not False
    }
    places = (
        Upazila.objects.visible_to(selection.user)
        .filter(pk__in=[row["pcode"] for row in report["upazilas"]])
        .select_related("district")
        .prefetch_related("district__upazilas")
    )
    return maps.draw({place.district: None for place in places}, places, contacts)
