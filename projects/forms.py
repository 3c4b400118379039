"""The forms for the grid of targets, and for one value that is typed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.calendar import Quarter
from common.fields import AmountField, TextField
from common.localisation import number
from common.uploads import UploadField
from districts.models import District, Upazila
from projects.grid import Cell, Change, Grid
from projects.models import Indicator, Measurement, Target
from projects.services import stamp_of

AMOUNT = AmountField()


@dataclass(frozen=True)
class Box:
    """A cell as the page shows it.

    If it is contested, `stored` is the target that somebody else set there in the meantime; None
    means that they deleted it.
    """

    cell: Cell
    text: str
    error: str = ""
    is_contested: bool = False
    stored: Target | None = None

    @property
    def name(self) -> str:
        return self.cell.name

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.cell.quarter)


@dataclass(frozen=True)
class Table:
    """The table of one indicator: a row for each place, with a box for each quarter."""

    indicator: Indicator
    rows: list[tuple[District | Upazila, list[Box]]]

    @property
    def boxes(self) -> Iterator[Box]:
        for _place, row in self.rows:
            yield from row

    @property
    def filled(self) -> int:
        return sum(bool(box.text) for box in self.boxes)

    @property
    def needs_a_look(self) -> bool:
        return any(box.error or box.is_contested for box in self.boxes)


class TargetsForm:
    """The grid of targets as the user filled it in.

    A cell that the page did not have stays as it is. `changes` are the valid cells whose value is
    not the one that the page showed as stored; `errors` has a message for each invalid cell.
    """

    def __init__(self, grid: Grid, data: Mapping[str, Any] | None = None) -> None:
        self.grid = grid
        self.errors: dict[Cell, str] = {}
        self.changes: dict[Cell, Change] = {}
        self.contested: Mapping[Cell, Target | None] = {}
        self.data = data or {}
        self.before = self._stored() if data is None else values_seen(data.get("seen", ""))
        for cell in grid.cells:
            if cell.name in self.data:
                self._read(cell)

    def _read(self, cell: Cell) -> None:
        before = self.before.get(cell.name)
        try:
            value = AMOUNT.clean(self.data[cell.name])
        except ValidationError as error:
            self.errors[cell] = error.messages[0]
        else:
            if value != before:
                self.changes[cell] = Change(before, value)

    def contest(self, stored: Mapping[Cell, Target | None]) -> None:
        """Show the targets that are stored in these cells now; the next save starts from them."""
        self.contested = stored
        self.before = self._stored()

    def _stored(self) -> dict[str, Decimal]:
        return {cell.name: value for cell, value in self.grid.stored.items()}

    @property
    def seen(self) -> str:
        """The values that the page shows as stored, as JSON; the page sends them back."""
        return json.dumps({name: f"{value:f}" for name, value in self.before.items()})

    @property
    def tables(self) -> list[Table]:
        return [
            Table(
                indicator,
                [
                    (place, [self.box(cell) for cell in self.grid.row(indicator, place)])
                    for place in self.grid.places
                ],
            )
            for indicator in self.grid.indicators
        ]

    def box(self, cell: Cell) -> Box:
        text = number(self.grid.stored.get(cell))
        if cell in self.errors or cell in self.changes:
            text = self.data[cell.name]
        is_contested = cell in self.contested
        return Box(cell, text, self.errors.get(cell, ""), is_contested, self.contested.get(cell))


def values_seen(seen: str) -> dict[str, Decimal]:
    """The values that a page showed as stored, from what it sent back; empty if that is invalid."""
    try:
        values = {name: AMOUNT.clean(value) for name, value in json.loads(seen).items()}
    except (ValueError, AttributeError, ValidationError, RecursionError):
        return {}
    return {name: value for name, value in values.items() if value is not None}


def proposed(text: str, grid: Grid) -> dict[Cell, Change]:
    """The changes that a preview showed.

    Raises ValueError if the text cannot be read, or if a change belongs to no cell of the grid.
    """
    cells = {cell.name: cell for cell in grid.cells}
    try:
        return {
            cells[name]: Change(AMOUNT.clean(seen), AMOUNT.clean(value))
            for name, seen, value in json.loads(text)
        }
    except (KeyError, TypeError, ValidationError, RecursionError) as error:
        raise ValueError from error


class TargetsFile(forms.Form):
    file = forms.FileField(
        label=_("The filled file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the file."),
            "missing": _("Choose the file."),
            "empty": _("This file is empty."),
        },
    )


class MeasurementForm(forms.Form):
    """A value typed by hand, and the source it was taken from.

    If both are empty, the value is not recorded.
    """

    value = AmountField(label=_("Value"), help_text=_("Empty is not recorded; 0 is none."))
    source = TextField(
        label=_("Source"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which document, of which day, kept by which office. Nobody's name."),
    )
    upload = UploadField(
        label=_("Photo or scan of the source"),
        required=False,
        help_text=_("JPEG, PNG, WebP or PDF, 10 MB. Cover the names of people on it."),
    )
    without_file = forms.BooleanField(label=_("Take the file away"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, stored: Measurement | None, data: Any = None, files: Any = None) -> None:
        initial = {"seen": stamp_of(stored)}
        if stored:
            initial |= {"value": number(stored.value), "source": stored.source}
        super().__init__(data, files, initial=initial, use_required_attribute=False)
        self.stored = stored
        if not (stored and stored.file):
            del self.fields["without_file"]

    def clean(self) -> None:
        if "value" in self.errors or "source" in self.errors:
            return
        value, source = self.cleaned_data["value"], self.cleaned_data["source"]
        if value is not None and not source:
            self.add_error("source", _("Write where the number comes from."))
        if value is None and source:
            self.add_error("value", _("Write the number, or empty the source as well."))
        elif value is None and self.cleaned_data.get("upload"):
            self.add_error("value", _("Write the number the file is the source of."))

    def carry(self, stored: Measurement | None) -> None:
        """Let the next save start from the value that is stored now."""
        self.stored = stored
        self.data = {**self.data.dict(), "seen": stamp_of(stored)}  # type: ignore[attr-defined]
