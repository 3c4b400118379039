"""The sheet to download, with headings, drop-downs and instructions in both languages."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from activities.excel.choices import Lists, both
from activities.excel.columns import DAYS, Column, columns_of
from activities.excel.parse import FORM, LISTS, MOST_ROWS
from common.localisation import day
from common.spreadsheets import DANGEROUS

FILL_IN = _("Fill in")
HOW_TO = _("How to fill it in")
RULES = (
    _("One row is one target group at one activity. Fill in as many rows as you need."),
    _(
        "Did several groups come to one activity? Write a row for each group, with the same "
        "activity type, union, venue and days. They become one activity."
    ),
    _("Were materials handed out? Write how many under each material, and no target group."),
    _("The last day may stay empty if it was held on one day."),
    _("Choose from the lists where there are lists. A name in one language alone will do."),
    _("Write numbers and days in Bangla or in English digits: 23/11/2026 or ২৩/১১/২০২৬."),
    _("Women and men are of 18 and over, girls and boys under 18. The 60+ are among them."),
    _("With a disability and first time are of all who came. Age not known comes besides."),
    _("Write no formulas, only what they would give."),
    _("Write nobody's name, phone number or identity number."),
    _("Two activities alike on one day? Write different venues, or they are taken for one."),
    _("Leave the headings as they are. Your own columns to the right of them are not read."),
    _("At most 5,000 rows. Nothing is saved before you have looked at it and confirmed."),
)
HEAD = PatternFill("solid", start_color="0A4748")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def template(lists: Lists, month: datetime.date) -> BytesIO:
    """An XLSX file for one upazila and one month, positioned at its beginning."""
    book = Workbook()
    page: Any = book.active
    rules, offered = book.create_sheet(), book.create_sheet(LISTS)
    columns = columns_of(lists)
    page.title, rules.title = " · ".join(both(FILL_IN))[:31], "নিয়ম · Rules"
    _write_lists(offered, lists, month, columns)
    for place, column in enumerate(columns, start=1):
        _write_column(page, get_column_letter(place), column)
    page.row_dimensions[1].height = 64
    page.freeze_panes = "A2"
    _write_rules(rules, lists, month)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _write_lists(sheet: Any, lists: Lists, month: datetime.date, columns: list[Column]) -> None:
    """Write the hidden sheet: the first column identifies it, the others have the drop-downs."""
    sheet.sheet_state = "hidden"
    about = (FORM, lists.project.slug, lists.upazila.pk, f"{month:%Y-%m}")
    for row, text in enumerate(about, start=1):
        _write(sheet, f"A{row}", text)
    for place, column in enumerate(columns, start=1):
        for row, choice in enumerate(column.choices, start=1):
            _write(sheet, f"{_beside(place)}{row}", choice.label)


def _beside(place: int) -> str:
    """The column of the hidden sheet that holds the drop-down of a column."""
    return get_column_letter(place + 1)


def _write_column(page: Any, letter: str, column: Column) -> None:
    _write(page, f"{letter}1", column.heading)
    head = page[f"{letter}1"]
    head.font, head.fill, head.alignment = Font(bold=True, color="FFFFFF"), HEAD, WRAPPED
    page.column_dimensions[letter].width = column.width
    cells = f"{letter}2:{letter}{MOST_ROWS + 1}"
    if column.code in DAYS:
        # Text, or an American Excel would swap day and month of 05/10/2026. Dates work too.
        page.column_dimensions[letter].number_format = "@"
    if column.choices:
        page.add_data_validation(_drop_down(page, letter, column, cells))


def _drop_down(page: Any, letter: str, column: Column, cells: str) -> DataValidation:
    """A drop-down that offers and warns, but forbids nothing: a name in one language is valid."""
    there = _beside(page[f"{letter}1"].column)
    rule = DataValidation(
        type="list",
        formula1=f"{LISTS}!${there}$1:${there}${len(column.choices)}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle="সূত্র · Sutro",
        error="\n".join(both(_("This is not in the list."))),
    )
    rule.add(cells)
    return rule


def _write_rules(sheet: Any, lists: Lists, month: datetime.date) -> None:
    """Write the instructions: Bangla in the first column, English in the second."""
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 60
    lines = (HOW_TO, _Heading(lists, month), *RULES)
    for row, line in enumerate(lines, start=1):
        texts = both(line)
        for letter, text in zip("AB", (texts[0], texts[-1]), strict=True):
            _write(sheet, f"{letter}{row}", text)
            sheet[f"{letter}{row}"].alignment = WRAPPED
            sheet[f"{letter}{row}"].font = Font(bold=row <= 2)


class _Heading:
    """The project, upazila and month of the sheet, as text in the active language."""

    def __init__(self, lists: Lists, month: datetime.date) -> None:
        self.lists, self.month = lists, month

    def __str__(self) -> str:
        return f"{self.lists.project.title} · {self.lists.upazila.name} · {day(self.month, 'F Y')}"


def _write(sheet: Any, place: str, text: str) -> None:
    """Write a text so that no spreadsheet reads it as a formula, also after somebody edits it."""
    sheet[place] = text
    sheet[place].data_type = "s"
    sheet[place].quotePrefix = text.startswith(DANGEROUS)
