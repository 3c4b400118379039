"""Write the grid of targets to an Excel file, and read such a file when it is uploaded."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from common.localisation import normalised
from common.spreadsheets import Sheet
from common.workbooks import opened, read
from projects.forms import AMOUNT
from projects.grid import Cell, Change, Grid

KEYS = ("indicator", "name", "unit", "place", "place_name")
INDICATOR, PLACE = KEYS.index("indicator"), KEYS.index("place")
MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 200
HEAD_WITHIN = 5


def targets_sheet(grid: Grid) -> Sheet:
    """The sheet: a row for each indicator and place, a column for each quarter.

    Below the header in words is a row of keys. They are what the upload is read by.
    """
    header = [_("Indicator code"), _("Indicator"), _("Unit"), _("P-code"), _("Place")]
    rows = (
        [
            indicator.code,
            indicator.name,
            indicator.unit,
            place.pk,
            place.name,
            *(grid.stored.get(cell) for cell in grid.row(indicator, place)),
        ]
        for indicator in grid.indicators
        for place in grid.places
    )
    quarters = [str(quarter) for quarter in grid.quarters]
    keys = [quarter.start.isoformat() for quarter in grid.quarters]
    return Sheet(_("Targets"), [*header, *quarters], rows, tags=[*KEYS, *keys])


class TargetsRead:
    """The changes that an uploaded file would make, and the cells that are wrong.

    A row or a column that the file does not have stays as it is. `errors` has the address of each
    wrong cell, such as F7, with a message.
    Raises ValidationError if the file is not a file of targets at all, or has too many rows.
    """

    def __init__(self, file: UploadedFile[Any], grid: Grid) -> None:
        self.grid = grid
        self.errors: list[tuple[str, str]] = []
        self.changes: dict[Cell, Change] = {}
        self.read: set[tuple[int, str]] = set()
        rows = rows_of(file)
        columns = self._columns(rows)
        for number, row in rows:
            if number > MOST_ROWS:
                raise ValidationError(_("Too many rows."))
            if any(value not in (None, "") for value in row):
                self._row(number, row, columns)

    def _columns(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> dict[int, datetime.date]:
        """The first day of the quarter of each column, by the column's index, from the row of keys.

        Raises ValidationError if the first rows have no row of keys.
        """
        starts = {quarter.start.isoformat(): quarter.start for quarter in self.grid.quarters}
        for number, row in rows:
            keys = [text(value) for value in row]
            if tuple(keys[: len(KEYS)]) == KEYS:
                for at, key in enumerate(keys):
                    if key and key not in starts and at >= len(KEYS):
                        message = _("%(column)s is no quarter of this project.")
                        self._add_error(number, at, message % {"column": key})
                return {at: starts[key] for at, key in enumerate(keys) if key in starts}
            if number == HEAD_WITHIN:
                break
        raise ValidationError(_("This is no file of targets. Download one, fill it in."))

    def _row(self, number: int, row: Sequence[Any], columns: dict[int, datetime.date]) -> None:
        code, pcode = text(row[INDICATOR]), text(row[PLACE])
        indicator = next((one for one in self.grid.indicators if one.code == code), None)
        if indicator is None:
            self._add_error(number, INDICATOR, _("no indicator in use has the code “%s”") % code)
        if pcode not in {place.pk for place in self.grid.places}:
            self._add_error(number, PLACE, _("“%s” is no place of the work area") % pcode)
        elif indicator and (indicator.pk, pcode) in self.read:
            self._add_error(number, PLACE, _("this indicator and place stand in the file twice"))
        elif indicator:
            self.read.add((indicator.pk, pcode))
            for at, quarter in columns.items():
                value = row[at] if at < len(row) else None
                self._cell(number, at, Cell(indicator.pk, pcode, quarter), value)

    def _cell(self, number: int, at: int, cell: Cell, value: Any) -> None:
        stored = self.grid.stored.get(cell)
        try:
            wanted = AMOUNT.clean("?" if isinstance(value, datetime.date | bool) else value)
        except ValidationError as error:
            self._add_error(number, at, error.messages[0])
            return
        if wanted != stored:
            self.changes[cell] = Change(stored, wanted)

    def _add_error(self, number: int, at: int, message: str) -> None:
        self.errors.append((f"{get_column_letter(at + 1)}{number}", message))


def rows_of(file: UploadedFile[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """The values of each row of the first sheet, with the number of the row.

    Raises ValidationError if the file is too large, or cannot be opened safely.
    """
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This file is too large for a file of targets."))
    sheet = opened(file, values=True).worksheets[0]
    for number, row in read(sheet, last_row=MOST_ROWS + 1, last_column=MOST_COLUMNS):
        yield number, [cell.value for cell in row]


def text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return normalised("" if value is None else str(value))
