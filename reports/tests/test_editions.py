"""Quarters that were frozen in an older shape are read for ever, and no number in them changes."""

import io
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from django.urls import reverse
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from activities.cells import CELLS
from beneficiaries.models import Sex
from reports.contents import versions
from reports.contents.comparison import compare
from reports.contents.people import people_table
from reports.contents.versions import NewerEdition, missing, read
from reports.models.snapshots import fingerprint
from reports.rendering.document import Details
from reports.rendering.docx import docx
from reports.rendering.pdf import pdf
from reports.rendering.xlsx import xlsx
from reports.tests.conftest import rows_of
from reports.tests.figures import figures_in, figures_of, pdf_text
from tests.factories import ReportFactory, SnapshotFactory

pytestmark = pytest.mark.long

GOLDEN = {path.name[:1]: path for path in (Path(__file__).parent / "golden").glob("*.json")}
REPORTED = ["months.reported", "upazilas.reported", "upazilas.silent_months"]
LACKING = {
    "1": {"committees", "groups.within", *REPORTED},
    "2": {"groups.within", *REPORTED},
    "3": set(REPORTED),
    "4": set(),
}
NOT_IN_IT = "Not in this edition"


def stored(edition):
    return json.loads(GOLDEN[edition].read_text())


@pytest.fixture(params=sorted(GOLDEN))
def edition(request):
    return request.param


@pytest.fixture
def snapshot(cast, edition):
    return frozen_as(cast, stored(edition))


def frozen_as(cast, contents):
    cast.administrator.language = "en"
    cast.administrator.save()
    return SnapshotFactory(
        project=cast.project,
        contents=contents,
        places={"BD20300029": {**contents, "activities": []}},
        frozen_by=cast.administrator,
    )


def test_each_is_read_in_todays_schema_and_says_what_it_lacks(edition):
    before = stored(edition)
    contents = read(before)

    assert set(missing(contents)) == LACKING[edition]
    assert (contents == before) == (not LACKING[edition])
    assert before == stored(edition)
    for row in (*contents["months"], *contents["upazilas"]):
        assert (row["reported"] is None) == ("months.reported" in missing(contents))
    assert (contents["committees"] is None) == (edition == "1")


def test_every_number_that_was_stored_is_read(edition):
    before, contents = stored(edition), read(stored(edition))

    for field in before.keys() - {"groups", "months", "upazilas", "committees"}:
        assert contents[field] == before[field]
    for field in ("groups", "months", "upazilas"):
        pairs = zip(before[field], contents[field], strict=True)
        assert all(old.items() <= new.items() for old, new in pairs)
    assert (contents["committees"] or []) == before["committees"]


def test_no_committees_is_known_where_the_edition_could_have_named_them():
    second, third = stored("2"), stored("3")
    second["committees"] = third["committees"] = []

    assert read(second)["committees"] is None
    assert read(third)["committees"] == []


def test_its_check_code_is_that_of_what_is_stored(snapshot):
    snapshot.refresh_from_db()

    assert snapshot.is_intact
    assert snapshot.sha256 == fingerprint(snapshot.contents, snapshot.places)


def test_the_page_shows_its_numbers_and_what_it_lacks(client, cast, edition, snapshot):
    client.force_login(cast.administrator)

    page = client.get(snapshot.get_absolute_url()).content.decode()

    assert (NOT_IN_IT in page) == bool(LACKING[edition])
    assert "No committee is registered here" not in page
    assert "<b>49</b>" in page
    assert (">Not recorded<" in page.split('id="places"')[1]) == (edition == "4")


@pytest.mark.django_db
def test_a_file_of_every_format_shows_its_numbers_and_what_it_lacks(edition):
    contents, details = read(stored(edition)), Details(is_final=True)

    text = "\n".join(pdf_text(io.BytesIO(pdf(contents, details, "en"))))
    word = Document(io.BytesIO(docx(contents, details, "en")))
    cells = [cell.text for table in word.tables for cell in table._cells]
    lines = "\n".join([*(line.text for line in word.paragraphs), *cells])
    book = load_workbook(io.BytesIO(xlsx(contents, details, "en")))
    written = Counter(
        float(abs(value))
        for sheet in book
        for row in sheet.values
        for value in row
        if isinstance(value, int | float)
    )

    expected = stored_figures(stored(edition))
    for found in (figures_in(text, "en"), figures_in(lines, "en"), written):
        assert not expected - found
    about = dict(list(book["About"].values)[1:])
    for found in (text, lines, str(about)):
        assert (NOT_IN_IT in found) == bool(LACKING[edition])
        assert ("Counter-trafficking committees" in str(about.get(NOT_IN_IT))) == (edition == "1")


def stored_figures(contents):
    """Every number that was stored, none of those that were not."""
    for row in contents["upazilas"]:
        row.setdefault("silent_months", None)
    return figures_of(contents)


def test_hxl_and_iati_of_it_say_the_same_numbers(client, cast, edition, snapshot, download):
    client.force_login(cast.administrator)
    asked = {"project": cast.project.slug, "snapshot": snapshot.pk}

    _tags, rows = rows_of(download("indicators.csv", **asked))
    iati = etree.fromstring(download("iati.xml", **asked))
    book = load_workbook(io.BytesIO(download("indicators.xlsx", **asked)))

    done = {row["indicator_code"]: row["done"] for row in rows if not row["by"]}
    reach = {f"reach-{row['code']}": str(row["value"]) for row in snapshot.contents["reach"]}
    assert reach.items() <= done.items()
    assert len(list(book["indicators"].values)) == len(rows) + 2
    expected = [row["done"] for row in snapshot.contents["indicators"] if row["done"] is not None]
    assert {float(value) for value in expected} <= {
        float(actual.get("value")) for actual in iati.iter("actual")
    }


def report_of(snapshot, cast, **place):
    return ReportFactory(
        project=cast.project,
        snapshot=snapshot,
        first_quarter=snapshot.quarter,
        created_by=cast.administrator,
        **place,
    )


def test_a_place_within_it_is_read_too(client, cast, edition, snapshot):
    report = report_of(snapshot, cast, upazila=cast.feni_sadar)
    client.force_login(cast.administrator)

    page = client.get(reverse("reports:report", args=[report.pk]))
    files = [
        client.get(reverse("reports:file", args=[report.pk, kind]))
        for kind in ("pdf", "docx", "xlsx")
    ]

    assert [page.status_code, *(file.status_code for file in files)] == [200] * 4


def test_a_report_is_begun_from_it(client, cast, snapshot):
    client.force_login(cast.administrator)

    page = client.get(reverse("reports:new"), {"snapshot": snapshot.pk})

    assert page.status_code == 200


def test_what_it_lacks_is_no_difference_from_today(edition):
    """All four were frozen of the same log."""
    found = compare(read(stored(edition)), read(stored("4")))

    assert (found.figures, found.activities) == ((), ())
    assert [change for change in found.texts if change.about.of["name_en"] != "Whole project"] == []


def test_a_number_that_both_editions_hold_is_still_compared(edition):
    today = stored("4")
    today["months"][0]["approved"] += 1
    today["people"]["cells"]["male_18_59"] += 1

    found = compare(read(stored(edition)), today)

    assert [difference.change for difference in found.figures] == [1, 1]


class Band(NamedTuple):
    value: str
    label: str


@pytest.fixture
def new_band(monkeypatch):
    """An age band that today's programme counts, and no frozen quarter has."""
    reverse("reports:list")  # every room is imported with the bands there are
    age = Band("5_11", "5–11")
    for sex in Sex:
        monkeypatch.setitem(CELLS, (sex, age), f"{sex.value}_5_11")


def test_a_band_that_is_new_is_not_in_an_older_edition(new_band, edition):
    contents = read(stored(edition))

    assert {f"people.cells.{sex.value}_5_11" for sex in Sex} <= set(missing(contents))
    table = people_table(contents["people"]["cells"])
    women = dict(table.rows)[next(sex for sex, _counts in table.rows if sex.code == "female")]
    assert [(age.label, count) for age, count in women if age.code in ("5_11", "18_59", "")] == [
        ("১৮–৫৯", 35),
        ("৫–১১", None),
        ("মোট", 38),
    ]


def test_a_band_that_is_new_breaks_no_page_and_no_file(client, cast, snapshot, new_band):
    client.force_login(cast.administrator)
    details = Details(is_final=True)

    page = client.get(report_of(snapshot, cast).get_absolute_url()).content.decode()
    text = "\n".join(pdf_text(io.BytesIO(pdf(snapshot.whole, details, "en"))))
    book = load_workbook(io.BytesIO(xlsx(snapshot.whole, details, "en")))

    assert NOT_IN_IT in page
    assert "Female, 5–11" in page
    assert NOT_IN_IT in text
    assert NOT_IN_IT in list(book["Sex and age"].values)[1]
    assert docx(snapshot.whole, details, "bn")


def test_a_band_that_is_new_is_no_difference(new_band, edition):
    today = stored("4")
    for sex in Sex:
        today["people"]["cells"][f"{sex.value}_5_11"] = 0
    for indicator in today["indicators"]:
        if indicator["parts"]:
            band = {"kind": "age", "code": "5_11", "label_en": "5–11", "label_bn": "৫–১১"}
            indicator["parts"].append({**band, "done": 0, "awaiting": 0})

    found = compare(read(stored(edition)), today)

    assert found.figures == ()
    assert [change for change in found.texts if change.about.of["name_en"] != "Whole project"] == []


def test_a_band_that_is_no_more_keeps_its_numbers(client, cast):
    contents = stored("4")
    contents["people"]["cells"]["female_12_17"] = 77
    snapshot = frozen_as(cast, contents)
    client.force_login(cast.administrator)

    page = client.get(snapshot.get_absolute_url()).content.decode()
    text = "\n".join(pdf_text(io.BytesIO(pdf(snapshot.whole, Details(), "en"))))

    assert "12–17" in page
    assert ">77</a>" in page
    assert figures_in(text, "en")[77.0]
    assert not compare(snapshot.whole, stored("4")).figures


@pytest.fixture
def newer(cast):
    return frozen_as(cast, {**stored("4"), "version": versions.VERSION + 1})


@pytest.mark.parametrize("kind", ["page", "report", "pdf", "iati.xml", "new"])
def test_an_edition_of_a_newer_program_says_so(client, cast, newer, kind):
    report = report_of(newer, cast)
    client.force_login(cast.administrator)
    address = {
        "page": newer.get_absolute_url(),
        "report": report.get_absolute_url(),
        "pdf": reverse("reports:file", args=[report.pk, "pdf"]),
        "iati.xml": f"/exports/iati.xml?snapshot={newer.pk}",
        "new": f"{reverse('reports:new')}?snapshot={newer.pk}",
    }[kind]

    response = client.get(address)

    assert response.status_code == 503
    assert "It was frozen by a newer version of this program." in response.content.decode()


def test_each_change_of_the_schema_is_made_in_turn(monkeypatch):
    def renamed(contents):
        return {**contents, "reach": contents["reach"][:1]}

    monkeypatch.setattr(versions, "VERSION", 2)
    monkeypatch.setitem(versions.CHANGES, 1, renamed)

    assert len(read(stored("1"))["reach"]) == 1
    assert len(read({**stored("4"), "version": 2})["reach"]) == 3
    with pytest.raises(NewerEdition):
        read({**stored("4"), "version": 3})
