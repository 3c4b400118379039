"""A report as a PDF file: tagged for screen readers (PDF/UA-1), searchable, set by Typst."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import gettext, override

from reports.contents.schema import Contents
from reports.rendering.document import (
    Block,
    Details,
    Document,
    Heading,
    Picture,
    Table,
    Text,
    language_of,
)
from reports.rendering.fonts import FOLDER, writable
from reports.rendering.report import report

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARD: Final = "ua-1"


def pdf(contents: Contents, details: Details, lang: str) -> bytes:
    """The same contents and words make the same file, byte by byte."""
    document = report(contents, details, lang)
    with tempfile.TemporaryDirectory() as folder, override(lang):
        place = Path(folder)
        (place / "report.typ").write_bytes(TEMPLATE.read_bytes())
        data = _written(_data(document, place))
        (place / "report.json").write_text(json.dumps(data), encoding="utf-8")
        return typst.compile(
            place / "report.typ",
            root=place,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER]
            ),
            pdf_standards=STANDARD,
            timestamp=int(document.cover.made_at.timestamp()),
        )


def _data(document: Document, folder: Path) -> dict[str, Any]:
    cover = document.cover
    return {
        "lang": document.lang,
        "title": cover.title,
        "author": cover.author,
        "programme": cover.programme,
        "marks": cover.marks,
        "facts": cover.facts,
        "in_it": gettext("In this report"),
        "blocks": [_block(block, folder, n) for n, block in enumerate(document.blocks)],
    }


def _block(block: Block, folder: Path, number: int) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Text():
            return {
                "kind": "text",
                "text": block.text,
                "is_quiet": block.is_quiet,
                "lang": language_of(block.text),
            }
        case Table():
            return _table(block)
        case Picture():
            name = f"{number}.{block.suffix}"
            (folder / name).write_bytes(block.image)
            return {
                "kind": "picture",
                "file": name,
                "alt": block.alt,
                "caption": block.caption,
                "share": block.share,
            }


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": [
            {"name": column.name, "share": column.share, "side": column.side}
            for column in table.columns
        ],
        "rows": table.shown,
        "has_total": table.has_total,
    }


def _written(data: Any) -> Any:
    """The same, its texts without letters the font lacks."""
    if isinstance(data, str):
        return writable(data)
    if isinstance(data, Mapping):
        return {name: _written(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_written(value) for value in data]
    return data
