"""How participants are counted: the columns of a participation, and the boxes that ask for them.

This is the only table of both. The model, the form, its page, the sheet, the exports and the
figures are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import AgeBand, Sex

CELLS = {(sex, age): f"{sex.value}_{age.value}" for sex in Sex for age in AgeBand}
"""The columns of a participation: one for each sex and age band."""


def cell_names(sex: str = "", age: str = "") -> list[str]:
    """The names of the columns of one sex, of one age band, or of both; without either, of all."""
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


def tag_of(sex: Sex, age: AgeBand) -> str:
    """The tag in HXL 1.1 of the column for a sex and an age band."""
    return f"#reached{SEX_TAGS[sex]}{AGE_TAGS[age]}"


EVERYBODY = "everybody"


@dataclass(frozen=True)
class Box:
    """One number that the form asks for, for each target group.

    `name` is the name of the form's field. A sheet and an error show `label`; the page shows
    `short`, and the `ages` below it.
    A box with a `sex` counts the people of that sex and of one `age`. If it is `of_any_age`, it
    counts those of all ages and stores them as of unknown age. A box without a sex has a column of
    its own.
    `part_of` is the name of the box that counts the same people already, or EVERYBODY for all boxes
    together. `too_many` is the error if this box has a larger number than that one. Boxes that are
    `is_rare` are folded away.
    """

    name: str
    label: Any
    short: Any = ""
    ages: str = ""
    sex: Sex | None = None
    age: AgeBand = AgeBand.NOT_RECORDED
    of_any_age: bool = False
    part_of: str = ""
    too_many: Any = ""
    is_rare: bool = False

    @cached_property
    def column(self) -> str:
        """The column of a participation that stores its number minus the numbers of its parts."""
        return CELLS[self.sex, self.age] if self.sex else self.name

    @cached_property
    def parts(self) -> list[Box]:
        """The boxes that count a part of the people of this box."""
        return [box for box in BOXES if box.part_of == self.name]

    @cached_property
    def columns(self) -> list[str]:
        """The columns whose sum is the number of this box."""
        if self.of_any_age and self.sex:
            return cell_names(self.sex)
        return [self.column, *(part.column for part in self.parts)]


BOXES = (
    Box("girls", _("Girls"), _("Girls"), "0–17", Sex.FEMALE, AgeBand.CHILD),
    Box("boys", _("Boys"), _("Boys"), "0–17", Sex.MALE, AgeBand.CHILD),
    Box("women", _("Women"), _("Women"), "18+", Sex.FEMALE, AgeBand.ADULT),
    Box("men", _("Men"), _("Men"), "18+", Sex.MALE, AgeBand.ADULT),
    Box(
        "third_gender",
        _("Third gender"),
        _("Third gender"),
        sex=Sex.THIRD_GENDER,
        of_any_age=True,
    ),
    Box(
        "first_time",
        _("First time"),
        part_of=EVERYBODY,
        too_many=_("More people came for the first time than came at all."),
    ),
    Box(
        "women_60",
        _("Women 60+"),
        _("Women"),
        "60+",
        Sex.FEMALE,
        AgeBand.OLDER,
        part_of="women",
        too_many=_("More women of 60 and over than women."),
        is_rare=True,
    ),
    Box(
        "men_60",
        _("Men 60+"),
        _("Men"),
        "60+",
        Sex.MALE,
        AgeBand.OLDER,
        part_of="men",
        too_many=_("More men of 60 and over than men."),
        is_rare=True,
    ),
    Box(
        "with_disability",
        _("With a disability"),
        _("With a disability"),
        part_of=EVERYBODY,
        too_many=_("More people with a disability than came at all."),
        is_rare=True,
    ),
    Box(
        "women_unrecorded",
        _("Women, age not known"),
        _("Women"),
        sex=Sex.FEMALE,
        is_rare=True,
    ),
    Box(
        "men_unrecorded",
        _("Men, age not known"),
        _("Men"),
        sex=Sex.MALE,
        is_rare=True,
    ),
    Box(
        "unrecorded",
        _("Sex not known"),
        _("Not known"),
        sex=Sex.NOT_RECORDED,
        of_any_age=True,
        is_rare=True,
    ),
)
"""The boxes in the order of the paper register. Women and men are 18 or older, with the 60+."""

ADDED_UP = tuple(box for box in BOXES if not box.part_of)
MAIN = tuple(box for box in ADDED_UP if not box.is_rare)
RARE_PARTS = tuple(box for box in BOXES if box.part_of and box.is_rare)
RARE_OTHERS = tuple(box for box in ADDED_UP if box.is_rare)


class Cells:
    """The cells of a row, or of a sum of rows, as the pages show them."""

    def add_up(self, *names: str) -> int:
        return sum(getattr(self, name) for name in names)

    @property
    def shown(self) -> list[tuple[Any, int]]:
        """The columns of an activity's page. People of unknown age are in the column "others"."""
        columns = [(box.short, self.add_up(*box.columns)) for box in MAIN if not box.of_any_age]
        others = self.add_up(*CELLS.values()) - sum(number for _label, number in columns)
        return [*columns, (_("Others"), others)]
