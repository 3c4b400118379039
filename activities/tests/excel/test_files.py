"""Which files are taken, and what the sheet that is downloaded looks like."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from activities.excel import parse
from activities.models import Import
from activities.tests.excel.sheets import a_row, as_file, last_month, outcomes
from common import workbooks
from tests.factories import MaterialFactory

pytestmark = pytest.mark.django_db
UNREADABLE = "This file cannot be read. Save it as an Excel workbook (.xlsx)."
NOT_OURS = "This is not a sheet of ours. Download one, fill it in."


def rezipped(file, **parts):
    """The same workbook with some of its parts replaced or added."""
    changed = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return SimpleUploadedFile("changed.xlsx", changed.getvalue())


@pytest.mark.parametrize(
    "content", [b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 an old .xls"]
)
def test_what_is_no_workbook_is_refused(office, content):
    assert office.refused(SimpleUploadedFile("a.xlsx", content)) == UNREADABLE


def test_an_empty_file_and_none_at_all_are_refused(office):
    assert office.refused(SimpleUploadedFile("a.xlsx", b"")) == "This file is empty."
    assert office.refused("") == "Choose the sheet you filled in."


def test_a_zip_without_a_workbook_is_refused(office):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")

    assert office.refused(SimpleUploadedFile("a.xlsx", file.getvalue())) == UNREADABLE


def test_a_workbook_of_somebody_else_is_refused(office):
    assert office.refused(as_file(Workbook())) == NOT_OURS


def test_a_broken_page_in_a_workbook_is_refused(office):
    file = rezipped(office.file(a_row()), **{"xl/worksheets/sheet1.xml": "<worksheet><broken"})

    assert office.refused(file) == UNREADABLE


def test_macros_are_refused(office):
    file = rezipped(office.file(a_row()), **{"xl/vbaProject.bin": b"Sub Auto_Open()"})

    assert office.refused(file) == "This file has macros in it. Save it as .xlsx without."


@pytest.mark.parametrize(
    "bomb",
    [
        {"xl/worksheets/sheet1.xml": b"0" * (workbooks.MOST_UNPACKED + 1)},
        {"xl/sharedStrings.xml": b"<si/>" * workbooks.MOST_TAGS},
        {"xl/styles.xml": b"<xf/>" * workbooks.MOST_TAGS_BESIDES},
    ],
    ids=["bytes", "strings", "styles"],
)
def test_a_zip_bomb_is_refused_before_it_goes_off(office, bomb):
    file = rezipped(office.file(a_row()), **bomb)

    assert file.size < parse.MOST_BYTES
    assert office.refused(file) == "There is far more in this file than a sheet holds."


def test_entities_that_multiply_are_refused(office):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    page = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><sst>&a8;</sst>'
    file = rezipped(office.file(a_row()), **{"xl/sharedStrings.xml": page})

    assert office.refused(file) == UNREADABLE


def test_a_file_of_more_than_five_megabytes_is_refused(office):
    file = SimpleUploadedFile("a.xlsx", b"0" * (parse.MOST_BYTES + 1))

    assert office.refused(file) == "This file is larger than 5 MB."


def test_a_row_far_below_the_others_is_found(office):
    book = office.workbook([a_row()])
    book.worksheets[0].cell(900_000, office.places["venue"], "far away")

    upload = office.send(as_file(book))

    assert [row["number"] for row in upload.rows] == [2, 900_000]


def test_more_rows_than_a_sheet_has_are_refused(office, monkeypatch):
    monkeypatch.setattr(parse, "MOST_ROWS", 2)

    assert office.refused(office.file(a_row(), a_row(), a_row())) == (
        "Too many rows: at most 2 a sheet."
    )


def test_a_sheet_nobody_wrote_in_is_refused(office):
    assert office.refused(office.file()) == "Nothing is written in this sheet."


def test_a_missing_column_is_named(office):
    book = office.workbook([a_row()])
    book.worksheets[0].cell(1, office.places["women"], "Ladies")

    assert office.refused(as_file(book)) == (
        "The column “Women” is missing. Download the sheet once more."
    )


def test_columns_may_be_moved_and_others_added(office):
    book = office.workbook([a_row()])
    page = book.worksheets[0]
    page.insert_cols(1)
    page.cell(1, 1, "My own number")
    page.cell(2, 1, 7)

    upload = office.send(as_file(book))

    assert upload.results[0]["outcome"] == "new"


def test_a_heading_in_one_language_will_do(office):
    book = office.workbook([a_row()])
    for cell in book.worksheets[0][1]:
        cell.value = str(cell.value).splitlines()[-1]

    assert office.send(as_file(book)).results[0]["outcome"] == "new"


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (2, "no-such-project", NOT_OURS),
        (4, "November", NOT_OURS),
        (3, "BD20120002", "This sheet is of an upazila that is not yours."),
        (3, "nowhere", "This sheet is of an upazila that is not yours."),
    ],
)
def test_a_sheet_is_of_a_project_and_an_upazila_of_ones_own(office, cast, row, text, said):
    book = office.workbook([a_row()])
    book["sutro"].cell(row, 1, text)

    assert office.refused(as_file(book)) == said
    assert not Import.objects.exists()


def test_letters_that_cannot_be_stored_are_refused_and_not_an_error(office):
    upload = office.upload(a_row(venue="a_x0000_b", summary="_xD800_"))

    assert office.client.get(upload.get_absolute_url()).status_code == 200


# The sheet itself.


def drop_downs(book):
    """For each column, what its drop-down offers."""
    page, found = book.worksheets[0], {}
    for rule in page.data_validations.dataValidation:
        _sheet, _bang, cells = rule.formula1.partition("!")
        column = page.cell(1, next(iter(rule.sqref.ranges)).min_col).value
        found[column] = [row[0].value for row in book["sutro"][cells.replace("$", "")]]
    return found


def test_the_sheet_offers_what_may_be_logged_in_both_languages(office, cast):
    MaterialFactory(code="leaflet", activity_type__name_bn="উপকরণ", activity_type__name_en="Goods")
    book = office.anew().workbook([])

    offered = {column.splitlines()[-1]: lines for column, lines in drop_downs(book).items()}

    assert offered["Activity type"] == ["উঠান বৈঠক / Courtyard meeting", "উপকরণ / Goods"]
    assert offered["Union"][0] == "মহামায়া / Mohamaya"
    assert offered["Union"][-1].endswith(" / Municipality, or the whole upazila")
    assert offered["Target group"] == ["ঝুঁকিতে থাকা নারী / Women at risk"]
    assert [line.rpartition(" / ")[2] for line in offered["How did you count?"]] == [
        "Register",
        "Head count",
        "Estimate",
    ]


def test_the_sheet_has_a_frozen_head_a_hidden_list_and_says_how(office):
    book = office.workbook([])
    page, how_to, lists = book.worksheets

    heads = [cell.value for cell in page[1]]
    assert book.sheetnames == ["পূরণ করুন · Fill in", "নিয়ম · Rules", "sutro"]
    assert page.freeze_panes == "A2"
    assert heads[2] == "স্থান\nVenue"
    assert lists.sheet_state == "hidden"
    assert [cell.value for cell in lists["A"]][:4] == [
        "sutro-1",
        "courtyards",
        "BD20300014",
        f"{last_month():%Y-%m}",
    ]
    assert "উঠান · ছাগলনাইয়া" in how_to["A2"].value
    assert "Courtyards · Chhagalnaiya" in how_to["B2"].value


def test_a_name_no_file_can_hold_is_offered_without_what_it_cannot(office, cast):
    type(cast.mohamaya).objects.filter(pk=cast.mohamaya.pk).update(
        name_en="Moha\x0bmaya", name_bn="=মহা\ufffeমায়া"
    )
    sheet = office.anew()

    upload = sheet.upload(a_row(union="Mohamaya"))

    lists = sheet.workbook([])["sutro"]
    (union,) = [cell for row in lists for cell in row if "Mohamaya" in str(cell.value)]
    assert (union.value, union.data_type, union.quotePrefix) == ("=মহামায়া / Mohamaya", "s", True)
    assert outcomes(upload) == ["new"]


def test_a_retired_type_a_strange_union_and_a_formula_are_not_in_it(office, cast):
    cast.women_at_risk.name_en = "=cmd()"
    cast.women_at_risk.save()
    cast.courtyard.is_active = False
    cast.courtyard.save()

    book = office.anew().workbook([])

    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if "Courtyard meeting" in str(cell.value)]
