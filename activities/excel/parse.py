"""Open an uploaded file, check that it is a sheet of ours, and read its rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Self, TypedDict

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from activities.excel.choices import Lists, folded
from activities.excel.columns import Column, columns_of
from common.fields import UNREADABLE
from common.localisation import normalised, number
from common.workbooks import opened, read

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
LAST_ROW = 1_048_576
MOST_COLUMNS = 60

FORM = "sutro-1"
LISTS = "sutro"


class Row(TypedDict):
    """A row of the sheet: its number, and its cells by the code of their column.

    `formulas` are the codes of the columns in which there is a formula.
    """

    number: int
    cells: dict[str, str]
    formulas: list[str]


class Book:
    """An uploaded workbook, open while it is read.

    Raises ValidationError if it is too large, cannot be read, or is not a sheet of ours.
    """

    def __init__(self, file: UploadedFile[Any]) -> None:
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is larger than 5 MB."))
        self.book = opened(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.book.close()

    @property
    def about(self) -> tuple[str, str, str]:
        """The project's slug, the upazila's P-code and the month, as the template wrote them."""
        if LISTS in self.book.sheetnames:
            first = read(self.book[LISTS], last_row=4, last_column=1)
            texts = [text_of(row[0].value) for _number, row in first if row]
            if len(texts) == 4 and texts[0] == FORM:
                return texts[1], texts[2], texts[3]
        raise ValidationError(_("This is not a sheet of ours. Download one, fill it in."))

    def rows(self, lists: Lists) -> list[Row]:
        """The rows that are not empty, read by the columns that a sheet with these choices has."""
        cells = self._cells()
        _first, head = next(cells, (1, ()))
        columns = found_in(head, columns_of(lists))
        rows = []
        for number_, row in cells:
            read_row = row_of(number_, row, columns)
            if read_row["cells"] or read_row["formulas"]:
                rows.append(read_row)
            if len(rows) > MOST_ROWS:
                most = {"most": number(MOST_ROWS)}
                raise ValidationError(_("Too many rows: at most %(most)s a sheet."), params=most)
        if not rows:
            raise ValidationError(_("Nothing is written in this sheet."))
        return rows

    def _cells(self) -> Iterator[tuple[int, Any]]:
        sheet = next(page for page in self.book.worksheets if page.title != LISTS)
        return read(sheet, last_row=LAST_ROW, last_column=MOST_COLUMNS)


def found_in(head: Any, columns: list[Column]) -> dict[int, Column]:
    """Each column by its position in the first row; other columns are ignored.

    Raises ValidationError if a column is missing.
    """
    heads = {folded(text_of(cell.value)): place for place, cell in enumerate(head)}
    places = {}
    for column in columns:
        place = next((heads[name] for name in column.names if name in heads), None)
        if place is None:
            raise ValidationError(
                _("The column “%(column)s” is missing. Download the sheet once more."),
                params={"column": column.label},
            )
        places[place] = column
    return places


def row_of(number_: int, row: Any, columns: dict[int, Column]) -> Row:
    cells, formulas = {}, []
    for place, cell in enumerate(row):
        column = columns.get(place)
        if column is None or cell.value is None:
            continue
        if cell.data_type == "f":
            formulas.append(column.code)
        elif text := text_of(cell.value):
            cells[column.code] = text
    return {"number": number_, "cells": cells, "formulas": formulas}


def text_of(value: Any) -> str:
    """A cell as a user would type it: days as 2026-11-23, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return normalised(str(value)).replace("\0", UNREADABLE)
