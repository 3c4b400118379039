"""How to open an Excel file that somebody sent, without harm to the server."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook

MOST_UNPACKED = 30 * 1024 * 1024
MOST_TAGS = 1_500_000
"The most XML tags in cells and texts; a full sheet of ours has a third of that."
MOST_TAGS_BESIDES = 100_000
"The most XML tags in everything else, which openpyxl reads more slowly."


def opened(file: UploadedFile[Any], *, values: bool = False) -> Workbook:
    """The workbook, to be read row by row. With `values`, cells have the last results of formulas.

    Without `values`, they have the formulas. Raises ValidationError if the file cannot be opened
    safely.
    """
    look_into(file)
    try:
        file.seek(0)
        return load_workbook(file, read_only=True, keep_links=False, data_only=values)
    except Exception as error:
        raise unreadable() from error


def look_into(file: UploadedFile[Any]) -> None:
    """Raise ValidationError if a file is no Excel file, has macros, or is too large unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(name.casefold().endswith("vbaproject.bin") for name in names):
                raise ValidationError(_("This file has macros in it. Save it as .xlsx without."))
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise too_large()
            tags = {name: tags_in(archive.read(name)) for name in names}
    except ValidationError:
        raise
    except Exception as error:
        raise unreadable() from error
    of_cells = sum(number for name, number in tags.items() if is_of_cells(name))
    if of_cells > MOST_TAGS or sum(tags.values()) - of_cells > MOST_TAGS_BESIDES:
        raise too_large()


def tags_in(part: bytes) -> int:
    """How many XML tags a part has at most, in any encoding.

    Raises ValidationError if it has a DOCTYPE, which could declare entities; Excel never has one.
    """
    if b"<!DOCTYPE" in part.replace(b"\0", b""):
        raise unreadable()
    return part.count(b"<")


def is_of_cells(name: str) -> bool:
    return name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml"


def read(sheet: Any, *, last_row: int, last_column: int) -> Iterator[tuple[int, Any]]:
    """The rows of a sheet with their numbers, whatever size the sheet claims to have.

    For rows that are missing, openpyxl returns the same empty row again and again, perhaps a
    million times. These repetitions are left out. Raises ValidationError if the sheet is
    unreadable.
    """
    rows = enumerate(sheet.iter_rows(max_row=last_row, max_col=last_column), start=1)
    before = None
    while True:
        try:
            number_, row = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise unreadable() from error
        if row is not before:
            yield number_, row
        before = row


def unreadable() -> ValidationError:
    return ValidationError(_("This file cannot be read. Save it as an Excel workbook (.xlsx)."))


def too_large() -> ValidationError:
    return ValidationError(_("There is far more in this file than a sheet holds."))
