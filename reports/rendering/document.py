"""A report before it is a file: what stands in it, in one language and in what order.

The same document becomes PDF and DOCX, and its tables the sheets of an XLSX file, so that the
three say the same.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common.localisation import day, number
from common.text import legible

Cell = str | int | float | datetime.date | None

NOTHING = "–"


@dataclass(frozen=True)
class Photo:
    """`image` is a JPEG or a PNG; `caption` says what it shows, also to whoever cannot see it."""

    image: bytes
    caption: str


@dataclass(frozen=True)
class Details:
    """What a manager adds to the figures: words, photos, and whether the report is final.

    `narratives` stand by the number of their outcome; a blank line begins a paragraph.

    Not final: every page says so, and nobody has frozen it. `code` is what a reader checks a
    frozen report with.
    """

    title: str = ""
    is_final: bool = False
    frozen_at: datetime.datetime | None = None
    frozen_by: str = ""
    code: str = ""
    introduction: str = ""
    narratives: Mapping[int, str] = field(default_factory=dict)
    photos: Sequence[Photo] = ()


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Text:
    """A paragraph; a quiet one is a remark of the program, not of the manager."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Column:
    """`share` is its width beside the others'; `none` is what a cell without a value says;
    `form` is how days are written, in Django's letters.
    """

    name: str
    share: float = 1
    is_number: bool = False
    none: str = NOTHING
    form: str = "j M Y"

    @property
    def side(self) -> str:
        """Where its cells stand: numbers on the right, under each other."""
        return "right" if self.is_number else "left"

    def shown(self, cell: Cell) -> str:
        """A cell as the current language writes it."""
        if cell is None:
            return self.none
        return day(cell, self.form) if isinstance(cell, datetime.date) else shown(cell)


@dataclass(frozen=True)
class Table:
    """The last row is the sum of the others where `has_total`. No caption where the heading
    above says it already.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False

    @property
    def shown(self) -> list[list[str]]:
        return [
            [column.shown(cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Picture:
    """`alt` is for whoever cannot see it; `share` is its width, of the page's."""

    image: bytes
    alt: str
    caption: str = ""
    share: float = 1

    @property
    def suffix(self) -> str:
        return "png" if self.image.startswith(b"\x89PNG") else "jpg"


Block = Heading | Text | Table | Picture


@dataclass(frozen=True)
class Cover:
    """`marks` warn on every page: not final, sample data. `facts` are names and values."""

    title: str
    programme: str
    author: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    made_at: datetime.datetime


@dataclass(frozen=True)
class Document:
    lang: str
    cover: Cover
    blocks: tuple[Block, ...]


def shown(value: str | float) -> str:
    if isinstance(value, str):
        return legible(value).replace("\r", "")
    return number(value).replace("-", "−")


def language_of(text: str) -> str:
    """Of what somebody typed, by its letters: what a screen reader reads it as."""
    return "bn" if re.search("[\u0980-\u09ff]", text) else "en"


def paragraphs(typed: str) -> tuple[Text, ...]:
    """What somebody typed, parted where a line is empty."""
    parts = re.split(r"\n\s*\n", typed.replace("\r\n", "\n"))
    return tuple(Text(shown(part.strip())) for part in parts if part.strip())
