"""Tables for other programs to read, as CSV and as XLSX."""

import csv
import datetime
import re
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from common.text import legible

BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LOOKED_AT = 100
"""The width of columns is taken from so many first rows; all rows would not fit in memory."""

NARROWEST, WIDEST = 8, 60
"""The least and the greatest width of a column, in characters."""


class Echo:
    """A file for csv.writer that returns each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def harmless(value: Any) -> Any:
    """The value as a cell that no spreadsheet takes for a formula; times in local ISO format."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def as_written(value: Any) -> Any:
    """The value of a cell as it was before `harmless` changed it."""
    if isinstance(value, str) and value.startswith("'") and value[1:].startswith(DANGEROUS):
        return value[1:]
    return value


def csv_lines(
    header: Sequence[Any], rows: Iterable[Sequence[Any]], tags: Sequence[str] = ()
) -> Iterator[str]:
    """The lines of a CSV file, with a row of `tags` under the header if there are any.

    The text begins with a byte order mark, so that Excel reads UTF-8 and shows Bangla.
    """
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow([harmless(name) for name in header])
    if tags:
        yield writer.writerow(tags)
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


def csv_response(
    name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]], tags: Sequence[str] = ()
) -> StreamingHttpResponse:
    """A download with the name `<name>.csv`, streamed row by row."""
    response = StreamingHttpResponse(
        csv_lines(header, rows, tags), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own; `tags`, one for each column, are a row under the header.

    Numbers, days and texts keep their types; None becomes an empty cell.
    """

    title: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    tags: Sequence[str] = ()


def workbook(sheets: Iterable[Sheet]) -> IO[bytes]:
    """An XLSX file, open at its beginning. A whole sheet is never in memory.

    Excel itself can open 1,048,576 rows a sheet.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller closes it)
    book.save(file)
    file.seek(0)
    return file


def xlsx_response(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """A download with the name `<name>.xlsx`."""
    return FileResponse(
        workbook(sheets), as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL
    )


def _write(book: Workbook, sheet: Sheet) -> None:
    """Add the sheet to the book. openpyxl needs widths and the frozen header before any row."""
    page = book.create_sheet(re.sub(r"[\\*?:/\[\]]", " ", str(sheet.title))[:31])
    rows = iter(sheet.rows)
    first = list(islice(rows, LOOKED_AT))
    for number, column in enumerate(zip(sheet.header, *first, strict=True), start=1):
        width = min(max(max(map(_longest, column)) + 2, NARROWEST), WIDEST)
        page.column_dimensions[get_column_letter(number)].width = width
    above = 2 if sheet.tags else 1
    page.freeze_panes = f"A{above + 1}"
    page.append([_heading(page, str(name)) for name in sheet.header])
    if sheet.tags:
        page.append(list(sheet.tags))
    count = above
    for row in chain(first, rows):
        page.append([_cell(page, value) for value in row])
        count += 1
    # The filter begins at the last row above the data, so that sorting leaves the tags there.
    page.auto_filter.ref = f"A{above}:{get_column_letter(len(sheet.header))}{count}"


def _heading(page: Any, name: str) -> Cell:
    cell = _text(page, name)
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    """The value as Excel stores it: times in local time without a zone, text never a formula."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if isinstance(value, Promise | uuid.UUID):
        return str(value)
    if not isinstance(value, str):
        return value
    text = legible(value)
    if text.startswith((*DANGEROUS, "#")):
        cell = _text(page, text)
        cell.quotePrefix = True
        return cell
    return text


def _text(page: Any, value: str) -> Cell:
    """A text cell. openpyxl would take a text like =A1 for a formula, and #N/A for an error."""
    cell = WriteOnlyCell(page, legible(value))
    cell.data_type = "s"
    return cell


def _longest(value: Any) -> int:
    """The length of the longest line of a value, in characters; times are written to the second."""
    if isinstance(value, datetime.datetime):
        return len("2026-11-23 12:00:00")
    return 0 if value is None else max(map(len, str(value).splitlines()), default=0)
