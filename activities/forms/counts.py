"""Who came, and what was handed out: one small form for each group and each material."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.cells import cell_names
from activities.models import Distribution, Material, Participation
from activities.models.counts import MOST_MATERIALS, MOST_PEOPLE
from beneficiaries.models import Sex, TargetGroup
from common.fields import CountField
from common.localisation import localised_digits

Data = Mapping[str, Any] | None


def people(label: Any) -> CountField:
    return CountField(label=label, most=MOST_PEOPLE)


class CountsForm(forms.Form):
    """A form whose numbers stand in the digits of the page, as stored or as typed."""

    subject: TargetGroup | Material

    def __init__(self, data: Data, prefix: str, stored: dict[str, int]) -> None:
        self.stored = stored
        initial = {name: localised_digits(str(value)) for name, value in stored.items() if value}
        super().__init__(data, prefix=prefix, initial=initial, use_required_attribute=False)

    @property
    def is_filled(self) -> bool:
        return any(self[name].value() not in (None, "") for name in self.fields)

    def about(self, name: str) -> str:
        """Which box an error at the top of the page speaks of."""
        return f"{self.subject.name} · {self.fields[name].label}: "

    def count(self, name: str) -> int:
        return self.cleaned_data.get(name) or 0


class PeopleForm(CountsForm):
    """One target group, in the order of the paper register.

    Women and men are of 18 and over; the 60+ are among them. Third gender is asked without
    an age, and those whose age nobody noted come besides.
    """

    girls = people(_("Girls"))
    boys = people(_("Boys"))
    women = people(_("Women"))
    men = people(_("Men"))
    third_gender = people(_("Third gender"))
    first_time = people(_("First time"))
    women_60 = people(_("Women 60+"))
    men_60 = people(_("Men 60+"))
    with_disability = people(_("With a disability"))
    women_unrecorded = people(_("Women, age not known"))
    men_unrecorded = people(_("Men, age not known"))
    unrecorded = people(_("Sex not known"))

    BESIDES = ("girls", "boys", "women", "men", "third_gender")
    UNRECORDED = ("women_unrecorded", "men_unrecorded", "unrecorded")
    DETAIL = ("women_60", "men_60", "with_disability", *UNRECORDED)

    def __init__(self, group: TargetGroup, row: Participation | None, data: Data) -> None:
        self.group = self.subject = group
        self.row = row
        super().__init__(data, f"g{group.pk}", self.typed(row) if row else {})

    @staticmethod
    def typed(row: Participation) -> dict[str, int]:
        """A stored row, as it would have been typed."""
        return {
            "girls": row.female_0_17,
            "boys": row.male_0_17,
            "women": row.female_18_59 + row.female_60_plus,
            "men": row.male_18_59 + row.male_60_plus,
            "third_gender": row.add_up(*cell_names(Sex.THIRD_GENDER)),
            "first_time": row.first_time,
            "women_60": row.female_60_plus,
            "men_60": row.male_60_plus,
            "with_disability": row.with_disability,
            "women_unrecorded": row.female_unrecorded,
            "men_unrecorded": row.male_unrecorded,
            "unrecorded": row.add_up(*cell_names(Sex.NOT_RECORDED)),
        }

    @property
    def values(self) -> dict[str, int]:
        """The columns of the row that these numbers make."""
        return {
            "female_0_17": self.count("girls"),
            "male_0_17": self.count("boys"),
            "female_18_59": self.count("women") - self.count("women_60"),
            "female_60_plus": self.count("women_60"),
            "male_18_59": self.count("men") - self.count("men_60"),
            "male_60_plus": self.count("men_60"),
            **self._of_any_age("third_gender", Sex.THIRD_GENDER),
            "female_unrecorded": self.count("women_unrecorded"),
            "male_unrecorded": self.count("men_unrecorded"),
            **self._of_any_age("unrecorded", Sex.NOT_RECORDED),
            "first_time": self.count("first_time"),
            "with_disability": self.count("with_disability"),
        }

    def _of_any_age(self, name: str, sex: Sex) -> dict[str, int]:
        """One box for all ages of a sex: ages known from elsewhere stay while the sum does."""
        cells = cell_names(sex)
        if self.row and self.row.add_up(*cells) == self.count(name):
            return {cell: getattr(self.row, cell) for cell in cells}
        return dict.fromkeys(cells, 0) | {f"{sex.value}_unrecorded": self.count(name)}

    @property
    def total(self) -> int:
        return sum(self.count(name) for name in (*self.BESIDES, *self.UNRECORDED))

    @property
    def shown_total(self) -> int:
        """The sum as the page opens, before any script counts along."""
        if self.is_bound:
            return self.total if self.is_valid() else 0
        return sum(self.stored.get(name, 0) for name in (*self.BESIDES, *self.UNRECORDED))

    @property
    def has_detail(self) -> bool:
        """Whether the rarer boxes hold anything, and should stand open."""
        return any(self[name].value() or self[name].errors for name in self.DETAIL)

    def clean(self) -> None:
        if self.errors:
            return
        if self.total > MOST_PEOPLE:
            self.add_error("women", _("More than 99,999 people: look at the numbers again."))
        within = {
            "first_time": _("More people came for the first time than came at all."),
            "with_disability": _("More people with a disability than came at all."),
        }
        for name, message in within.items():
            if self.count(name) > self.total:
                self.add_error(name, message)
        if self.count("women_60") > self.count("women"):
            self.add_error("women_60", _("More women of 60 and over than women."))
        if self.count("men_60") > self.count("men"):
            self.add_error("men_60", _("More men of 60 and over than men."))


class MaterialForm(CountsForm):
    """How many of one material."""

    quantity = CountField(label=_("How many"), most=MOST_MATERIALS)

    def __init__(self, material: Material, row: Distribution | None, data: Data) -> None:
        self.material = self.subject = material
        super().__init__(data, f"m{material.pk}", {"quantity": row.quantity} if row else {})

    @property
    def values(self) -> dict[str, int]:
        return {"quantity": self.count("quantity")}

    @property
    def total(self) -> int:
        return self.count("quantity")


def refuse_unknown_groups(data: Data, groups: Iterable[TargetGroup]) -> None:
    """A forged or outdated page may name groups that are not offered. Say so, lose nothing."""
    known = {f"g{group.pk}" for group in groups}
    for name, value in (data or {}).items():
        prefix, dash, _field = name.partition("-")
        if dash and value and prefix[:1] == "g" and prefix[1:].isdigit() and prefix not in known:
            raise ValidationError(_("A target group on this page is not in use any more."))
