"""What other programs read from a table of ours."""

import csv
import datetime
import io
import uuid
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from common.spreadsheets import Sheet, csv_response, workbook, xlsx_response

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "=cmd|' /C calc'!A0"]


def opened(*sheets):
    with workbook(sheets) as file:
        return load_workbook(io.BytesIO(file.read()))


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_sheet_is_a_table_with_a_frozen_header_and_a_filter():
    book = opened(
        Sheet("Activities", ["id", "contacts"], [["a", 12], ["b", 30]]),
        Sheet("উপজেলা: ফেনী/সদর", ["pcode"], iter([["BD20300029"]])),
    )

    assert book.sheetnames == ["Activities", "উপজেলা  ফেনী সদর"]
    first = book["Activities"]
    assert cells(first) == [["id", "contacts"], ["a", 12], ["b", 30]]
    assert (first.freeze_panes, first.auto_filter.ref) == ("A2", "A1:B3")
    assert first["A1"].font.bold
    assert not first["A2"].font.bold


def test_a_row_of_tags_stands_under_the_header_and_keeps_its_place():
    sheet = opened(Sheet("t", ["day"], [[datetime.date(2026, 11, 23)]], ["#date+start"])).active

    assert [sheet["A1"].value, sheet["A2"].value] == ["day", "#date+start"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:A3")


def test_cells_keep_their_type(settings):
    settings.TIME_ZONE = "Asia/Dhaka"
    noon = datetime.datetime(2026, 11, 23, 6, 0, tzinfo=datetime.UTC)
    key = uuid.uuid4()
    values = [
        12,
        Decimal("0.5"),
        datetime.date(2026, 11, 23),
        noon,
        "0123",
        key,
        gettext_lazy("x"),
        None,
        True,
    ]

    sheet = opened(Sheet("t", [str(n) for n in range(len(values))], [values])).active

    row = list(sheet[2])
    assert [cell.value for cell in row] == [
        12,
        0.5,
        datetime.datetime(2026, 11, 23),
        datetime.datetime(2026, 11, 23, 12, 0),
        "0123",
        str(key),
        "x",
        None,
        True,
    ]
    assert [cell.data_type for cell in row] == ["n", "n", "d", "d", "s", "s", "s", "n", "b"]
    assert row[2].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text(text):
    sheet = opened(Sheet("t", [text], [[text]])).active

    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [(text, "s")] * 2
    assert sheet["A2"].quotePrefix


@pytest.mark.parametrize("character", ["\x07", "\ud800", "\ufffe", "\uffff"], ids=ascii)
def test_what_xml_cannot_hold_is_left_out(character):
    rows = [[f"bell{character} and ফেনী"], [f"{character}=1+1"]]

    sheet = opened(Sheet("t", [f"a{character}"], rows)).active

    assert [cell.value for cell in sheet["A"]] == ["a", "bell and ফেনী", "=1+1"]
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 3


def test_columns_are_as_wide_as_what_is_in_them_but_not_without_end():
    sheet = opened(Sheet("t", ["id", "venue", "summary"], [[1, "x" * 20, "x" * 500]])).active

    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [8, 22, 60]


def test_a_sheet_without_rows_is_its_header():
    sheet = opened(Sheet("t", ["id", "venue"], [])).active

    assert cells(sheet) == [["id", "venue"]]
    assert sheet.auto_filter.ref == "A1:B1"


def test_it_is_downloaded_under_its_name():
    response = xlsx_response("activities-2026", [Sheet("t", ["id"], [[1]])])

    assert response.headers["Content-Disposition"] == 'attachment; filename="activities-2026.xlsx"'
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert cells(book.active) == [["id"], [1]]


def test_a_csv_has_its_tags_under_the_header_and_no_formulas():
    rows = [[1, text] for text in FORMULAS]

    response = csv_response("t", ["id", "venue"], rows, ["#meta+id", "#loc+name"])

    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeffid,venue\r\n#meta+id,#loc+name\r\n")
    _header, _tags, *read = csv.reader(io.StringIO(text))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for _id, cell in read)
