"""A report as a DOCX file, with the styles of Word, so that donors can edit it."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape

import docx as word
from django.utils.translation import override
from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from reports.contents.schema import Contents
from reports.rendering.document import Block, Cover, Details, Heading, Picture, Table, Text
from reports.rendering.report import report
from reports.rendering.styles import CAPTION, CELL, QUIET, TABLE, WARNING, dress

TEXT_WIDTH = Mm(170)
CELL_ID = CELL.replace(" ", "")
"""What the style is called inside the file."""


def docx(contents: Contents, details: Details, lang: str) -> bytes:
    document = report(contents, details, lang)
    file = word.Document()
    dress(file)
    _describe(file, document.cover, lang)
    _frame(file, document.cover)
    _cover(file, document.cover)
    with override(lang):
        for block in document.blocks:
            _add(file, block)
    made = BytesIO()
    file.save(made)
    return made.getvalue()


def _describe(file: File, cover: Cover, lang: str) -> None:
    about = file.core_properties
    about.title, about.subject = cover.title, cover.programme
    about.author = about.last_modified_by = cover.author
    about.language = lang
    about.created = about.modified = cover.made_at.replace(tzinfo=None)
    about.comments = " · ".join(cover.marks)


def _frame(file: File, cover: Cover) -> None:
    """What stands on every page: the marks above, the number of the page below."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.header.paragraphs[0].text = " · ".join((cover.title, *cover.marks))
    below = page.footer.paragraphs[0]
    below.add_run(f"{cover.programme} · ")
    _field(below, "PAGE")
    below.add_run(" / ")
    _field(below, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _cover(file: File, cover: Cover) -> None:
    file.add_paragraph(cover.programme, style="Subtitle")
    file.add_paragraph(cover.title, style="Title")
    for mark in cover.marks:
        file.add_paragraph(mark, style=WARNING)
    for name, value in cover.facts:
        line = file.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
    file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add(file: File, block: Block) -> None:
    match block:
        case Heading():
            file.add_heading(block.text, block.level)
        case Text():
            file.add_paragraph(block.text, style=QUIET if block.is_quiet else None)
        case Table():
            _add_table(file, block)
        case Picture():
            _add_picture(file, block)


def _add_picture(file: File, picture: Picture) -> None:
    paragraph = file.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = bool(picture.caption)
    shape = paragraph.add_run().add_picture(
        BytesIO(picture.image), width=Emu(int(TEXT_WIDTH * picture.share))
    )
    shape._inline.docPr.set("descr", picture.alt)
    if picture.caption:
        file.add_paragraph(picture.caption, style=CAPTION)


def _add_table(file: File, table: Table) -> None:
    """Written as XML at once: thousands of rows cell by cell take minutes."""
    if table.caption:
        file.add_paragraph(table.caption, style=CAPTION).paragraph_format.keep_with_next = True
    made = file.add_table(0, len(table.columns), style=TABLE)
    made.autofit = False
    whole = sum(column.share for column in table.columns)
    widths = [int(TEXT_WIDTH.twips * column.share / whole) for column in table.columns]
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))
    last = len(table.rows) if table.has_total else 0
    for place, cells in enumerate([[column.name for column in table.columns], *table.shown]):
        made._tbl.append(_row(table, cells, widths, is_head=not place, is_bold=place in (0, last)))
    file.add_paragraph(style=QUIET)


def _row(
    table: Table, texts: list[str], widths: list[int], *, is_head: bool, is_bold: bool
) -> BaseOxmlElement:
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>" if is_bold else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{CELL_ID}"/><w:jc w:val="{column.side}"/></w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for column, text, width in zip(table.columns, texts, widths, strict=True)
    )
    head = "<w:tblHeader/>" if is_head else ""
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
