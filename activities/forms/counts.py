"""The numbers of people and of pieces: a small form for each target group and each material."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.cells import ADDED_UP, BOXES, EVERYBODY, MAIN, RARE_OTHERS, RARE_PARTS, Box
from activities.models import Distribution, Material, Participation
from activities.models.counts import MOST_MATERIALS, MOST_PEOPLE
from beneficiaries.models import TargetGroup
from common.fields import CountField
from common.localisation import localised_digits

Data = Mapping[str, Any] | None


class CountsForm(forms.Form):
    """A form for numbers. It shows stored numbers in the digits of the page's language."""

    subject: TargetGroup | Material

    def __init__(self, data: Data, prefix: str, stored: dict[str, int]) -> None:
        self.stored = stored
        initial = {name: localised_digits(str(value)) for name, value in stored.items() if value}
        super().__init__(data, prefix=prefix, initial=initial, use_required_attribute=False)

    @property
    def is_filled(self) -> bool:
        return any(self[name].value() not in (None, "") for name in self.fields)

    def about(self, name: str) -> str:
        """The text before an error at the top of the page: the subject and the label of the box."""
        return f"{self.subject.name} · {self.fields[name].label}: "

    def count(self, name: str) -> int:
        return self.cleaned_data.get(name) or 0


class PeopleForm(CountsForm):
    """One target group: a field for each box of `activities.cells`."""

    vars().update({box.name: CountField(label=box.label, most=MOST_PEOPLE) for box in BOXES})

    def __init__(self, group: TargetGroup, row: Participation | None, data: Data) -> None:
        self.group = self.subject = group
        self.row = row
        super().__init__(data, f"g{group.pk}", self.typed(row) if row else {})

    @staticmethod
    def typed(row: Participation) -> dict[str, int]:
        """The numbers of a stored row, as a user would type them into the boxes."""
        return {box.name: row.add_up(*box.columns) for box in BOXES}

    @property
    def values(self) -> dict[str, int]:
        """The values of the columns of a participation, from the numbers in the boxes."""
        columns: dict[str, int] = {}
        for box in BOXES:
            if box.of_any_age:
                columns |= self._of_any_age(box)
            else:
                within = sum(self.count(part.name) for part in box.parts)
                columns[box.column] = self.count(box.name) - within
        return columns

    def _of_any_age(self, box: Box) -> dict[str, int]:
        """The columns of a box for all ages of a sex.

        If the sum is that of the stored row, its ages stay as they are: they may be known from
        elsewhere. Else the number is stored as of unknown age.
        """
        if self.row and self.row.add_up(*box.columns) == self.count(box.name):
            return {name: getattr(self.row, name) for name in box.columns}
        return dict.fromkeys(box.columns, 0) | {box.column: self.count(box.name)}

    @property
    def total(self) -> int:
        return sum(self.count(box.name) for box in ADDED_UP)

    @property
    def shown_total(self) -> int:
        """The sum that the page shows when it opens, before a script updates it."""
        if self.is_bound:
            return self.total if self.is_valid() else 0
        return sum(self.stored.get(box.name, 0) for box in ADDED_UP)

    @property
    def main(self) -> list[tuple[Box, forms.BoundField]]:
        return self._fields_of(MAIN)

    @property
    def rare_parts(self) -> list[tuple[Box, forms.BoundField]]:
        return self._fields_of(RARE_PARTS)

    @property
    def rare_others(self) -> list[tuple[Box, forms.BoundField]]:
        return self._fields_of(RARE_OTHERS)

    def _fields_of(self, boxes: Iterable[Box]) -> list[tuple[Box, forms.BoundField]]:
        return [(box, self[box.name]) for box in boxes]

    @property
    def has_detail(self) -> bool:
        """Whether a rare box has a number or an error, so that these boxes must be shown open."""
        rare = (self[box.name] for box in BOXES if box.is_rare)
        return any(field.value() or field.errors for field in rare)

    def clean(self) -> None:
        if self.errors:
            return
        if self.total > MOST_PEOPLE:
            self.add_error("women", _("More than 99,999 people: look at the numbers again."))
        for box in BOXES:
            within = self.total if box.part_of == EVERYBODY else self.count(box.part_of)
            if box.part_of and self.count(box.name) > within:
                self.add_error(box.name, box.too_many)


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
    """Raises ValidationError if `data` has a number for a group that is not offered.

    Such a page is outdated or forged. Without the error, its numbers would be lost unnoticed.
    """
    known = {f"g{group.pk}" for group in groups}
    for name, value in (data or {}).items():
        prefix, dash, _field = name.partition("-")
        if dash and value and prefix[:1] == "g" and prefix[1:].isdigit() and prefix not in known:
            raise ValidationError(_("A target group on this page is not in use any more."))
