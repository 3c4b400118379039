"""A report as DOCX: the same figures as everywhere, in Word's own styles."""

import io

import docx as word
import pytest
from docx.oxml.ns import qn

from figures import Selection
from reports.contents.build import build_contents
from reports.rendering.document import Details, Photo
from reports.rendering.docx import docx
from reports.rendering.report import report
from reports.tests.figures import figures_in, figures_of
from reports.tests.test_pdf import INTRODUCTION, a_photo


@pytest.fixture
def made(cast, logged):
    return build_contents(Selection(cast.administrator, cast.project, logged.quarter))


def opened(made, words, lang):
    return word.Document(io.BytesIO(docx(made, words, lang)))


def text_of(file):
    paragraphs = file.element.body.iter(qn("w:p"))
    return "\n".join("".join(run.text or "" for run in p.iter(qn("w:t"))) for p in paragraphs)


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_every_figure_is_in_it_in_the_digits_of_the_language(made, lang):
    text = text_of(opened(made, Details(), lang))

    assert figures_of(made) - figures_in(text, lang) == {}


def test_it_says_what_the_pdf_says(made):
    words = Details(title="ফেনী", introduction=INTRODUCTION, narratives={1: "এক\n\nদুই"})

    file = opened(made, words, "bn")

    said = report(made, words, "bn")
    tables = [block for block in said.blocks if type(block).__name__ == "Table"]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables] == [
        [[column.name for column in table.columns], *table.shown] for table in tables
    ]
    assert INTRODUCTION in [paragraph.text for paragraph in file.paragraphs]


def test_its_headings_are_styles_and_head_its_parts(made):
    file = opened(made, Details(title="Feni"), "en")

    parts = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert parts[:3] == ["Introduction", "Outcome 1", "Reach"]
    assert [p.text for p in file.paragraphs if p.style.name == "Title"] == ["Feni"]


def test_the_head_of_every_table_is_repeated(made):
    file = opened(made, Details(), "en")

    heads = [table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") for table in file.tables]
    assert file.tables
    assert all(head is not None for head in heads)


def test_bangla_has_a_font_and_a_language_of_its_own(made):
    file = opened(made, Details(), "bn")

    for name in ("Normal", "Heading 1", "Title", "Table Text"):
        of_run = file.styles[name].element.rPr
        assert of_run.rFonts.get(qn("w:cs")) == "Nirmala UI"
        language = of_run.find(qn("w:lang"))
        assert (language.get(qn("w:val")), language.get(qn("w:bidi"))) == ("en-GB", "bn-BD")
        assert of_run.find(qn("w:szCs")).get(qn("w:val")) == of_run.find(qn("w:sz")).get(
            qn("w:val")
        )


def test_every_page_warns_and_is_numbered(made):
    made["project"]["is_demonstration"] = True

    section = opened(made, Details(), "en").sections[0]

    assert "Not final · Demonstration – sample data" in section.header.paragraphs[0].text
    fields = section.footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_pictures_say_what_they_show(made):
    file = opened(made, Details(photos=[Photo(a_photo(), "উঠান বৈঠক")]), "bn")

    alts = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert len(alts) == 3, "two charts, a photo"
    assert alts[-1] == "উঠান বৈঠক"
    assert all(alts)


def test_what_word_takes_in_no_text_does_not_stop_it(made):
    made["activities"][0]["venue"] = "বাজার \x07\ufffe\ud800<b> & 😀"

    text = text_of(opened(made, Details(title="\x0bফেনী", introduction="\x1f ক"), "bn"))

    assert "বাজার <b> & 😀" in text
