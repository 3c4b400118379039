"""The grid as an Excel file: out, filled, back, looked at, confirmed."""

import datetime
import json
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from projects.models import Target
from tests.factories import IndicatorFactory, TargetFactory

AUTUMN = datetime.date(2026, 10, 1)


def downloaded(client):
    response = client.get("/targets/targets.xlsx")
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def column(sheet, key):
    return next(cell.column for cell in sheet[2] if cell.value == key)


def cell(sheet, code, pcode, quarter):
    row = next(r for r in sheet.iter_rows(min_row=3) if (r[0].value, r[3].value) == (code, pcode))
    return row[column(sheet, quarter) - 1]


def upload(client, book):
    file = BytesIO()
    book.save(file)
    return send(client, file.getvalue())


def send(client, content, name="targets.xlsx"):
    return client.post("/targets/upload/", {"file": SimpleUploadedFile(name, content)})


def test_the_file_holds_every_cell_of_the_project_with_its_keys(page, cast, project, meetings):
    TargetFactory(indicator=meetings, district=cast.feni, upazila=None, quarter=AUTUMN, value="1.5")

    sheet = downloaded(page).active

    keys = [c.value for c in sheet[2]]
    assert keys[:5] == ["indicator", "name", "unit", "place", "place_name"]
    assert keys[5:] == [
        "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01",
    ]  # fmt: skip
    assert sheet["F1"].value == "July–September 2025"
    assert [r[3].value for r in sheet.iter_rows(min_row=3)] == [
        "BD2012", "BD20120002", "BD2030", "BD20300014", "BD20300029",
    ]  # fmt: skip
    assert cell(sheet, "meetings", "BD2030", "2026-10-01").value == 1.5
    assert cell(sheet, "meetings", "BD2012", "2026-10-01").value is None


def test_what_a_file_would_change_is_shown_then_saved(page, cast, meetings, of_all):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=7)
    TargetFactory(indicator=meetings, upazila=cast.feni_sadar, quarter=AUTUMN, value=8)
    book = downloaded(page)
    cell(book.active, "meetings", "BD20120002", "2026-10-01").value = None
    cell(book.active, "meetings", "BD20300029", "2026-10-01").value = "৯.৫"
    cell(book.active, "meetings", "BD2030", "2025-10-01").value = 30

    preview = upload(page, book)
    html = preview.content.decode()
    before = Target.objects.count()
    saved = page.post("/targets/upload/", {"changes": preview.context["changes"]}, follow=True)

    assert preview.status_code == 200
    assert "3 targets change" in html
    assert "Feni district" in html
    assert "<del>8</del>" in html
    assert "<ins>9.5</ins>" in html
    assert before == 2
    assert "3 targets saved." in saved.content.decode()
    assert {(t.upazila_id or t.district_id, t.value, t.set_by) for t in Target.objects.all()} == {
        ("BD20300029", Decimal("9.50"), of_all),
        ("BD2030", Decimal("30.00"), of_all),
    }


def test_a_file_that_says_what_is_stored_changes_nothing(page, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value="7.25")

    preview = upload(page, downloaded(page))

    assert "Nothing to change" in preview.content.decode()


def test_rows_and_quarters_that_are_not_in_the_file_stay(page, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN)
    TargetFactory(indicator=meetings, upazila=cast.feni_sadar, quarter=AUTUMN)
    book = downloaded(page)
    book.active.delete_rows(4)
    book.active.delete_cols(column(book.active, "2026-10-01"))

    preview = upload(page, book)

    assert "Nothing to change" in preview.content.decode()


def test_wrong_cells_are_named_and_nothing_is_saved(page, cast, meetings):
    book = downloaded(page)
    sheet = book.active
    sheet["F3"] = "many"
    sheet["G3"] = datetime.date(2026, 1, 1)
    sheet["H3"] = True
    sheet["A4"] = "nothing"
    sheet["D5"] = "BD999"
    sheet["D6"] = "BD20300029"
    sheet["I3"] = 12
    sheet["L2"] = "2031-01-01"

    response = upload(page, book)

    html = response.content.decode()
    assert response.status_code == 422
    wrong = [f"{place} {message}" for place, message in response.context["wrong"]]
    assert wrong == [
        "L2 2031-01-01 is no quarter of this project.",
        "F3 Write a number.",
        "G3 Write a number.",
        "H3 Write a number.",
        "A4 no indicator in use has the code “nothing”",
        "D5 “BD999” is no place of the work area",
        "D7 this indicator and place stand in the file twice",
    ]
    assert "7 cells are wrong; nothing was saved" in html
    assert "<code>D5</code> “BD999”" in html
    assert not Target.objects.exists()


def bomb():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "This file is empty."),
        (b"no file of Excel", "cannot be read"),
        (b"0" * (2 * 1024 * 1024 + 1), "too large"),
        (bomb(), "far more in this file"),
    ],
    ids=["empty", "text", "large", "bomb"],
)
def test_what_is_no_file_of_targets_is_refused_in_words(page, meetings, content, told):
    response = send(page, content)

    assert response.status_code == 422
    assert told in response.content.decode()


def test_another_workbook_is_refused_in_words(page, meetings):
    book = Workbook()
    book.active["A1"] = "Shopping"

    response = upload(page, book)

    assert response.status_code == 422
    assert "no file of targets" in response.content.decode()


def test_what_changed_between_looking_and_saving_is_marked(page, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=7)
    book = downloaded(page)
    cell(book.active, "meetings", "BD20120002", "2026-10-01").value = 8
    preview = upload(page, book)
    Target.objects.update(value=70)

    again = page.post("/targets/upload/", {"changes": preview.context["changes"]})
    html = again.content.decode()
    saved = page.post("/targets/upload/", {"changes": again.context["changes"]})

    assert again.status_code == 409
    assert "changed meanwhile" in html
    assert "<del>70</del>" in html
    assert saved.status_code == 302
    assert Target.objects.get().value == 8


NESTED = "[" * 100_000
UNKNOWN = '[["1-BD2030-2026-10", null, 5]]'
SENSELESS = ["", "{}x", "[1]", UNKNOWN, '[["x", null]]', '"a"', "7", NESTED]


@pytest.mark.parametrize("changes", SENSELESS, ids=lambda changes: changes[:12])
def test_a_confirmation_that_makes_no_sense_saves_nothing(page, meetings, changes):
    response = page.post("/targets/upload/", {"changes": changes}, follow=True)

    assert "Upload the file again" in response.content.decode()
    assert not Target.objects.exists()


def test_a_confirmation_names_cells_of_this_project_only(page, cast, meetings):
    elsewhere = IndicatorFactory()
    name = f"{elsewhere.pk}-BD20120002-2026-10"

    page.post("/targets/upload/", {"changes": json.dumps([[name, None, "5"]])})

    assert not Target.objects.exists()
