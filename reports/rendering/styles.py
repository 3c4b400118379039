"""How a DOCX report looks: Word's own styles in our colours, with a font for each script."""

from __future__ import annotations

from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

INK_2, ACCENT, ATTENTION = (
    RGBColor.from_string(colour) for colour in ("5C564E", "0B5A5B", "7A4800")
)
LATIN = "Calibri"
BANGLA = "Nirmala UI"
"""Windows has it. Word and LibreOffice elsewhere take what Bangla font they have instead."""

CAPTION, QUIET, WARNING = "Caption", "Quiet", "Warning"
TABLE, CELL = "Report Table", "Table Text"
SIZES = {
    "Normal": 11,
    "Title": 26,
    "Subtitle": 12,
    "Heading 1": 18,
    "Heading 2": 13,
    "Heading 3": 11,
    CAPTION: 9,
    QUIET: 9,
    CELL: 9,
    WARNING: 11,
    "Header": 9,
    "Footer": 9,
}
COLOURS = {
    "Title": None,
    "Subtitle": ACCENT,
    "Heading 1": ACCENT,
    "Heading 2": ACCENT,
    "Heading 3": None,
    CAPTION: INK_2,
    QUIET: INK_2,
    CELL: None,
    WARNING: ATTENTION,
    "Header": ATTENTION,
    "Footer": INK_2,
}
BOLD = ("Title", "Heading 1", "Heading 2", "Heading 3", WARNING)


def dress(file: File) -> None:
    for name in (QUIET, CELL, WARNING):
        added = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = file.styles["Normal"]
    for name, size in SIZES.items():
        style = file.styles[name]
        assert isinstance(style, ParagraphStyle)
        _lettering(style, size, is_bold=name in BOLD)
        style.font.color.rgb = COLOURS.get(name)
    normal = file.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(6), 1.25
    cell = file.styles[CELL].paragraph_format
    cell.space_before = cell.space_after = Pt(2)
    cell.line_spacing = 1
    _rule_tables(file)


def _lettering(style: ParagraphStyle, size: int, *, is_bold: bool) -> None:
    """Bangla is a "complex script" to Word: its font, size, weight and language stand apart."""
    font = style.font
    font.size, font.bold, font.italic = Pt(size), is_bold, False
    font.cs_bold, font.cs_italic = is_bold, False
    of_run = style.element.get_or_add_rPr()
    fonts = of_run.get_or_add_rFonts()
    fonts.attrib.clear()
    for script, family in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", BANGLA)):
        fonts.set(qn(f"w:{script}"), family)
    for name in ("w:spacing", "w:kern", "w:szCs", "w:lang"):
        for old in of_run.findall(qn(name)):
            of_run.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(2 * size))
    of_run.find(qn("w:sz")).addnext(complex_size)
    language = OxmlElement("w:lang")
    for script, tag in (("val", "en-GB"), ("bidi", "bn-BD")):
        language.set(qn(f"w:{script}"), tag)
    of_run.append(language)


def _rule_tables(file: File) -> None:
    """Hairlines between rows, a darker one under the header."""
    style = file.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.base_style = file.styles["Normal Table"]
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>"
            '<w:bottom w:val="single" w:sz="4" w:color="D5CEC3"/>'
            '<w:insideH w:val="single" w:sz="4" w:color="D5CEC3"/></w:tblBorders></w:tblPr>'
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/><w:bCs/>'
            '<w:color w:val="5C564E"/></w:rPr><w:tcPr><w:tcBorders>'
            '<w:bottom w:val="single" w:sz="8" w:color="5C564E"/></w:tcBorders></w:tcPr>'
            "</w:tblStylePr>"
        )
    )
