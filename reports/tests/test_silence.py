"""Where nobody has reported anything, a report does not say zero as if it were known."""

import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from districts.models import Upazila
from figures import Selection
from projects.periods import finished_quarters
from reports.contents.build import build_contents
from reports.contents.localised import localised
from reports.rendering.document import Details
from reports.rendering.maps import map_of
from reports.rendering.report import report
from reports.rendering.xlsx import xlsx
from reports.services import freeze
from tests.factories import NothingToReportFactory

SILENT = "Nothing is reported: a zero here is not known to be zero"


@pytest.fixture
def made(cast, logged):
    """Akhaura and Chhagalnaiya spoke once; of the quarter before nobody ever did."""
    return build_contents(Selection(cast.administrator, cast.project, logged.quarter))


@pytest.fixture
def silent(cast, logged):
    before = finished_quarters(cast.project)[1]
    return build_contents(Selection(cast.administrator, cast.project, before))


def said_of(made):
    return {row["name_en"]: (row["reported"], row["silent_months"]) for row in made["upazilas"]}


def test_each_upazila_says_in_how_many_months_it_was_silent(made, silent):
    assert said_of(made) == {
        "Akhaura": (True, 2),
        "Chhagalnaiya": (True, 2),
        "Feni Sadar": (True, 0),
    }
    assert set(said_of(silent).values()) == {(False, 3)}
    assert {row["reported"] for row in silent["months"]} == {False}


def test_to_say_that_nothing_was_held_is_to_report(cast, logged):
    before = finished_quarters(cast.project)[1]
    NothingToReportFactory(
        project=cast.project,
        upazila=cast.akhaura,
        month=before.start,
        officer=cast.stranger,
    )

    made = build_contents(Selection(cast.administrator, cast.project, before))

    assert said_of(made)["Akhaura"] == (True, 2)
    assert [row["reported"] for row in made["months"]] == [True, False, False]


@pytest.mark.parametrize("caption", ["Activities by upazila", "Activities by month"])
def test_the_tables_of_every_format_say_not_recorded(made, silent, caption):
    def shown(contents):
        blocks = report(contents, Details(), "en").blocks
        (table,) = (block for block in blocks if getattr(block, "caption", "") == caption)
        with override("en"):
            return table.shown

    assert all("Not recorded" in row for row in shown(silent))
    assert not any("Not recorded" in row for row in shown(made) if "17" in row)


def test_every_page_of_a_file_warns_where_nobody_spoke(made, silent):
    assert SILENT in report(silent, Details(is_final=True), "en").cover.marks
    assert SILENT not in report(made, Details(is_final=True), "en").cover.marks


def test_excel_has_a_column_of_silence_and_empty_cells(silent):
    book = load_workbook(io.BytesIO(xlsx(silent, Details(), "en")))

    head, *rows = book["Upazilas"].values
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert {row["Silent months"] for row in shown} == {3}
    assert {row["Approved"] for row in shown} == {None}


def test_the_map_shades_no_place_that_is_not_known(silent, cast):
    Upazila.objects.update(outline="M0 0l90 0l0 90l-90 0z")

    with override("en"):
        assert "Feni Sadar Not recorded" in map_of(localised(silent)).alt


def test_the_page_of_a_frozen_quarter_says_so(client, cast, logged):
    cast.manager.language = "en"
    cast.manager.save()
    before = finished_quarters(cast.project)[1]
    frozen = freeze(
        user=cast.manager, project=cast.project, quarter=before.start, district=cast.feni
    )
    client.force_login(cast.manager)

    page = client.get(reverse("reports:snapshot", args=[frozen.pk])).content.decode()

    assert SILENT in page
    assert page.count("silent in 3 months") == 2
    assert page.count("Not recorded") >= 5
