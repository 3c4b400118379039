"""Contacts by sex and age: the rows and columns of an edition, whichever cells it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.cells import CELLS
from common.localisation import localised_digits


@dataclass(frozen=True)
class Heading:
    """A sex or an age band; `code` is empty for all of them together."""

    code: str
    label: str


@dataclass(frozen=True)
class PeopleTable:
    """A row for each sex and one for all; in it each age band and then all of them, with a count.

    A count is None where the edition has no such cell.
    """

    ages: tuple[Heading, ...]
    rows: tuple[tuple[Heading, tuple[tuple[Heading, int | None], ...]], ...]


def people_table(cells: dict[str, int]) -> PeopleTable:
    """In the current language. Today's sexes and ages first, then those only this edition has."""
    counts = {sex_and_age(name): count for name, count in cells.items()}
    today = [sex_and_age(name) for name in CELLS.values()]
    every = [*today, *sorted(counts.keys() - set(today))]
    sexes = [*dict.fromkeys(sex for sex, _age in every)]
    ages = [*dict.fromkeys(age for _sex, age in every)]

    def total(some_sexes: Iterable[str], some_ages: Iterable[str]) -> int | None:
        keys = [(sex, age) for sex in some_sexes for age in some_ages if (sex, age) in counts]
        return sum(counts[key] for key in keys) if keys else None

    whole = Heading("", _("Total"))
    headings = (*(Heading(age, _age_label(age)) for age in ages), whole)

    def row(some_sexes: list[str]) -> tuple[tuple[Heading, int | None], ...]:
        return tuple(
            (heading, total(some_sexes, [heading.code] if heading.code else ages))
            for heading in headings
        )

    return PeopleTable(
        ages=headings,
        rows=(*((Heading(sex, _sex_label(sex)), row([sex])) for sex in sexes), (whole, row(sexes))),
    )


def sex_and_age(name: str) -> tuple[str, str]:
    """The codes of a cell: "female_18_59" is ("female", "18_59"). Also of one that is no more."""
    for (sex, age), known in CELLS.items():
        if name == known:
            return sex.value, age.value
    for sex in {sex for sex, _age in CELLS}:
        if name.startswith(f"{sex.value}_"):
            return sex.value, name.removeprefix(f"{sex.value}_")
    code, _underscore, rest = name.partition("_")
    return code, rest


def cell_label(name: str) -> str:
    """In the current language: "Female, 18–59"."""
    sex, age = sex_and_age(name)
    return f"{_sex_label(sex)}, {_age_label(age)}"


def _sex_label(code: str) -> str:
    labels = {sex.value: str(sex.label) for sex, _age in CELLS}
    return labels.get(code, code.replace("_", " "))


def _age_label(code: str) -> str:
    """Of a band that is no more, its code as a person writes it: 5–11."""
    labels = {age.value: str(age.label) for _sex, age in CELLS}
    return localised_digits(labels.get(code, code.replace("_", "–")))
