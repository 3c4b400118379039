"""The boxes of a participation: one for each sex and age band."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import AgeBand, Sex

CELLS = {(sex, age): f"{sex.value}_{age.value}" for sex in Sex for age in AgeBand}


def cell_names(sex: str = "", age: str = "") -> list[str]:
    """The columns of one sex, of one age band, of both, or all sixteen."""
    return [
        name
        for (cell_sex, cell_age), name in CELLS.items()
        if sex in ("", cell_sex) and age in ("", cell_age)
    ]


def sum_of(names: list[str]) -> Any:
    """A database expression: the sum of these columns of one row."""
    first, *others = (F(name) for name in names)
    return sum(others, start=first)


SEX_TAGS = {
    Sex.FEMALE: "+f",
    Sex.MALE: "+m",
    Sex.THIRD_GENDER: "+i",
    Sex.NOT_RECORDED: "+sex_unrecorded",
}
AGE_TAGS = {
    AgeBand.CHILD: "+children+age0_17",
    AgeBand.ADULT: "+adults+age18_59",
    AgeBand.OLDER: "+elderly+age60plus",
    AgeBand.NOT_RECORDED: "+age_unrecorded",
}


class Cells:
    """How the sixteen cells of a row, or of a sum of rows, are read by a person."""

    def add_up(self, *names: str) -> int:
        return sum(getattr(self, name) for name in names)

    @property
    def shown(self) -> list[tuple[Any, int]]:
        """The columns of an activity's page. Those of unknown age stand under "others"."""
        adults = ("18_59", "60_plus")
        columns: list[tuple[Any, int]] = [
            (_("Girls"), self.add_up("female_0_17")),
            (_("Boys"), self.add_up("male_0_17")),
            (_("Women"), self.add_up(*(f"female_{age}" for age in adults))),
            (_("Men"), self.add_up(*(f"male_{age}" for age in adults))),
        ]
        others = self.add_up(*CELLS.values()) - sum(number for _label, number in columns)
        return [*columns, (_("Others"), others)]
