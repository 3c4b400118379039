"""A report as PDF: every figure in its digits, tagged, searchable, the same every time."""

import datetime
import io
import time
import unicodedata

import pytest
from django.utils.translation import gettext, override
from PIL import Image
from pypdf import PdfReader

from figures import Selection
from reports.contents.build import build_contents
from reports.rendering.document import Details, Photo
from reports.rendering.fonts import writable
from reports.rendering.pdf import pdf
from reports.tests.figures import figures_in, figures_of, pdf_text

pytestmark = pytest.mark.long
MARKS = ("Not final", "Demonstration – sample data")
INTRODUCTION = "ক্ষতিগ্রস্ত এলাকায় যন্ত্রপাতি, স্ত্রী ও সম্পৃক্ত মানুষের প্রশিক্ষণ: ভূমিকা চূড়ান্ত।"


@pytest.fixture
def made(cast, logged):
    return build_contents(Selection(cast.administrator, cast.project, logged.quarter))


def a_photo(width=300, height=200):
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG")
    return file.getvalue()


def text_of(file):
    return "\n".join(pdf_text(io.BytesIO(file)))


def in_one_line(text):
    return " ".join(text.split())


def said(lang, text):
    with override(lang):
        return gettext(text)


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_every_figure_is_in_it_in_the_digits_of_the_language(made, lang):
    text = text_of(pdf(made, Details(title="ক"), lang))

    assert figures_of(made) - figures_in(text, lang) == {}


def test_its_reader_would_miss_a_figure_that_is_not_told(made):
    text = text_of(pdf(made, Details(), "en"))
    made["reach"][0]["value"] = 987_654

    assert figures_of(made) - figures_in(text, "en") == {987_654.0: 1}


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_no_figure_of_reach_is_without_its_method(made, lang):
    text = in_one_line(text_of(pdf(made, Details(), lang)))

    for figure in made["reach"]:
        assert in_one_line(figure[f"method_{lang}"]) in text


@pytest.mark.parametrize(("lang", "tag"), [("en", "en-GB"), ("bn", "bn-BD")])
def test_it_is_tagged_for_screen_readers_in_its_language(made, lang, tag):
    reader = PdfReader(io.BytesIO(pdf(made, Details(title="ফেনী"), lang)))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == tag
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "ফেনী" in metadata


def test_its_fonts_are_in_it(made):
    reader = PdfReader(io.BytesIO(pdf(made, Details(), "bn")))

    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert {font["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts} == {
        "HindSiliguri"
    }
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in fonts)


def test_its_bookmarks_are_its_parts(made):
    reader = PdfReader(io.BytesIO(pdf(made, Details(), "en")))

    titles = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert titles == [
        "Introduction",
        "Outcome 1",
        "Reach",
        "Activities",
        "Counter-trafficking committees",
        "Photos",
        "List of activities",
    ]


def test_bangla_is_found_as_it_was_written(made):
    details = Details(introduction=INTRODUCTION, narratives={1: "বাড়ুক সচেতনতা"})

    text = in_one_line(text_of(pdf(made, details, "bn")))

    assert unicodedata.normalize("NFC", INTRODUCTION) in unicodedata.normalize("NFC", text)
    assert "পুরো প্রকল্প" in text


@pytest.mark.parametrize(
    ("words", "demonstration", "marks"),
    [
        (Details(), False, ["Not final"]),
        (Details(is_final=True), False, []),
        (Details(), True, ["Not final", "Demonstration – sample data"]),
    ],
)
def test_every_page_warns_of_what_is_not_final_or_not_real(made, words, demonstration, marks):
    made["project"]["is_demonstration"] = demonstration

    for lang in ("en", "bn"):
        for page in pdf_text(io.BytesIO(pdf(made, words, lang))):
            found = [mark for mark in MARKS if said(lang, mark) in in_one_line(page)]
            assert found == marks


def test_a_final_one_says_who_froze_it_and_how_to_check_it(made):
    froze = datetime.datetime(2026, 10, 1, 9, 30, tzinfo=datetime.UTC)
    details = Details(is_final=True, frozen_at=froze, frozen_by="নাসরিন আক্তার", code="7F3K-92QX")

    cover = pdf_text(io.BytesIO(pdf(made, details, "bn")))[0]

    assert "নাসরিন আক্তার" in cover
    assert "7F3K-92QX" in cover
    assert "১ অক্টোবর ২০২৬" in cover


def test_pages_are_numbered_in_the_language(made):
    pages = pdf_text(io.BytesIO(pdf(made, Details(), "bn")))

    count = str(len(pages)).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    assert f"২ / {count}" in pages[1]


def test_pictures_say_what_they_show(made):
    details = Details(photos=[Photo(a_photo(), "উঠান বৈঠক, ফেনী সদর"), Photo(a_photo(100, 900), "")])

    reader = PdfReader(io.BytesIO(pdf(made, details, "bn")))

    alts = list(_alts(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert "উঠান বৈঠক, ফেনী সদর" in alts
    assert len(alts) == 4, "two charts, two photos"
    assert all(alts)


def test_what_the_font_lacks_does_not_stop_it(made):
    details = Details(introduction="ঠিক আছে 😀👍🏽 漢字 \x07 \u202e শেষ", title="😀 ফেনী")
    made["activities"][0]["venue"] = "#set text(red) = *বাজার* \\ @x 😀"

    text = "".join(text_of(pdf(made, details, "bn")).split())

    assert "ঠিকআছে???শেষ" in text
    assert "#settext(red)=*বাজার*\\@x?" in text


def test_every_letter_it_lets_through_can_be_shown(made):
    letters = [chr(code) for code in range(0x20, 0x2FFF) if writable(chr(code)) == chr(code)]
    assert len(letters) > 300

    pdf(made, Details(introduction=" ".join(letters)), "bn")


def test_empty_parts_say_so(made):
    made |= {name: [] for name in ("activities", "materials", "committees", "groups", "months")}
    made["indicators"] = []

    text = in_one_line(text_of(pdf(made, Details(), "en")))

    for words in (
        "No introduction is written.",
        "Nothing is written about this outcome.",
        "This outcome has no indicators.",
        "No committee is registered here.",
        "No photos are chosen.",
        "No materials were handed out.",
        "No approved activities in this period.",
    ):
        assert words in text


def test_the_same_report_is_the_same_file(made):
    assert pdf(made, Details(), "bn") == pdf(made, Details(), "bn")


def test_two_thousand_activities_take_seconds(made):
    made["activities"] = made["activities"][:1] * 2000

    started = time.process_time()
    file = pdf(made, Details(), "bn")

    assert time.process_time() - started < 10
    assert len(PdfReader(io.BytesIO(file)).pages) > 40


def _alts(element):
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _alts(child)
    elif isinstance(element, dict):
        if element.get("/S") == "/Figure":
            yield str(element.get("/Alt", ""))
        if "/K" in element:
            yield from _alts(element["/K"])
