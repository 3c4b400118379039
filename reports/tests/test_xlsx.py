"""A report as XLSX: a table a sheet, numbers as numbers, days as days, nothing computed."""

import datetime
import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from figures import Selection
from reports.contents.build import build_contents
from reports.rendering.document import Details
from reports.rendering.xlsx import xlsx
from reports.tests.figures import figures_of


@pytest.fixture
def made(cast, logged):
    return build_contents(Selection(cast.administrator, cast.project, logged.quarter))


def opened(made, words, lang):
    return load_workbook(io.BytesIO(xlsx(made, words, lang)))


def cells(book):
    return [cell for page in book for row in page.iter_rows(min_row=2) for cell in row]


def table(page):
    head, *rows = page.values
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_every_figure_is_in_it_as_a_number(made, lang):
    numbers = [
        abs(cell.value)
        for cell in cells(opened(made, Details(), lang))
        if cell.data_type == "n" and cell.value is not None
    ]

    assert figures_of(made) - Counter(map(float, numbers)) == {}


def test_nothing_in_it_is_a_formula(made):
    made["activities"][0]["venue"] = "=1+1"

    found = cells(opened(made, Details(title="=cmd()"), "en"))

    assert "f" not in {cell.data_type for cell in found}
    assert "=1+1" in [cell.value for cell in found]


def test_every_sheet_has_a_head_that_stays_and_filters(made):
    book = opened(made, Details(), "en")

    assert book.sheetnames == [
        "About",
        "Indicators",
        "Places",
        "Quarters",
        "Disaggregation",
        "Reach",
        "Sex and age",
        "Target groups",
        "Types",
        "Months",
        "Upazilas",
        "Materials",
        "Committees",
        "Activities",
    ]
    assert {page.freeze_panes for page in book} == {"A2"}
    assert all(page.auto_filter.ref.startswith("A1:") for page in book)


def test_no_figure_of_reach_is_without_its_method(made):
    rows = table(opened(made, Details(), "en")["Reach"])

    methods = [list(row.values())[-1] for row in rows]
    assert methods == [figure["method_en"] for figure in made["reach"]]


def test_not_recorded_and_no_target_are_empty_and_zero_is_zero(made):
    rows = {row["Code"]: row for row in table(opened(made, Details(), "en")["Indicators"])}

    assert rows["contacts"]["Target"] is None
    assert rows["contacts"]["Standing"] == "No target"
    assert rows["meetings"]["Target"] == 4
    assert rows["referrals"]["Achieved"] == 2.5
    assert rows["contacts"]["Awaiting review"] == 4
    assert rows["referrals"]["Awaiting review"] == 0


def test_days_are_days(made):
    rows = table(opened(made, Details(), "en")["Activities"])

    assert [row["First day"] for row in rows] == [
        datetime.datetime.fromisoformat(row["starts_on"]) for row in made["activities"]
    ]
    assert [row["Id"] for row in rows] == [row["id"] for row in made["activities"]]


def test_the_first_sheet_warns_of_what_is_not_final_or_not_real(made):
    made["project"]["is_demonstration"] = True

    values = {cell.value for row in opened(made, Details(), "en")["About"] for cell in row}

    assert {"Not final", "Demonstration – sample data"} <= values
