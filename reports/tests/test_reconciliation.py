"""One frozen quarter, told in every format there is: each figure the same, and the log's own.

Every reader below is another one than wrote the file, and gives `{(indicator, place, part):
(promised, done)}`, or as much of it as its format tells.
"""

import io
import re

import hxl
import pytest
from django.db import connection
from django.urls import reverse
from docx import Document
from lxml import etree, html
from openpyxl import load_workbook

from exchange.tests.test_iati import figures_of as figures_of_iati
from reports.services import freeze
from reports.tests.conftest import rows_of
from reports.tests.figures import figures_in, figures_of, pdf_text
from reports.tests.quarter import correct
from tests.factories import ReportFactory

pytestmark = pytest.mark.long
SQL = {
    "meetings": """
        SELECT upazila_id, count(*) FROM activities_activity a
        JOIN activities_activitytype t ON t.id = a.activity_type_id
        WHERE {approved} AND t.code = 'courtyard-meeting' GROUP BY 1
    """,
    "contacts": """
        SELECT upazila_id, sum(p.people) FROM activities_activity a
        JOIN activities_participation p ON p.activity_id = a.id WHERE {approved} GROUP BY 1
    """,
    "referrals": """
        SELECT upazila_id, m.value FROM projects_measurement m
        JOIN projects_indicator i ON i.id = m.indicator_id
        WHERE i.code = 'referrals' AND m.quarter = %(start)s
    """,
}
APPROVED = "a.status = 'approved' AND a.starts_on BETWEEN %(start)s AND %(end)s"


@pytest.fixture
def frozen(cast, logged):
    return freeze(
        user=cast.administrator, project=cast.project, quarter=logged.quarter.start, district=None
    )


@pytest.fixture
def report(cast, frozen):
    return ReportFactory(
        project=cast.project,
        district=None,
        first_quarter=frozen.quarter,
        snapshot=frozen,
        created_by=cast.administrator,
    )


@pytest.fixture
def get(client, cast):
    cast.administrator.language = "en"
    cast.administrator.save()
    client.force_login(cast.administrator)

    def bytes_of(address, **asked):
        response = client.get(address, asked)
        assert response.status_code == 200, address
        return b"".join(response) if response.streaming else response.content

    return bytes_of


@pytest.fixture
def expected(frozen):
    """What was frozen, by indicator, place and part."""
    figures = {}
    for row in frozen.contents["indicators"]:
        figures[row["code"], "", ""] = (row["promised"], row["done"])
        for place in row["places"]:
            figures[row["code"], place["pcode"], ""] = (place["promised"], place["done"])
        for part in row["parts"]:
            figures[row["code"], "", f"{part['kind']}/{part['code']}"] = (None, part["done"])
    assert len(figures) > 10
    return figures


def number(text):
    return None if text in ("", None) else float(text)


def told_places(figures):
    return {key: value for key, value in figures.items() if not key[2]}


def read_csv(data):
    return {
        (row["indicator_code"], row["upazila_pcode"], part_of(row["by"], row["value"])): (
            number(row["promised"]),
            number(row["done"]),
        )
        for row in rows_of(data)[1]
        if not row["indicator_code"].startswith("reach-")
    }


def part_of(kind, code):
    return f"{kind}/{code}" if kind else ""


def test_the_log_itself_says_so(frozen, expected, logged):
    days = {"start": logged.quarter.start, "end": logged.quarter.end}
    for code, query in SQL.items():
        with connection.cursor() as cursor:
            cursor.execute(query.format(approved=APPROVED), days)
            counted = {pcode: float(value) for pcode, value in cursor.fetchall()}

        assert expected[code, "", ""][1] == sum(counted.values())
        assert counted == {
            pcode: done
            for (of, pcode, part), (_promised, done) in expected.items()
            if of == code and pcode and not part and done
        }


def test_csv_says_so(get, frozen, expected):
    assert read_csv(get("/exports/indicators.csv", snapshot=frozen.pk)) == expected


def test_hxl_says_so(get, frozen, expected, tmp_path):
    file = tmp_path / "indicators.csv"
    file.write_bytes(get("/exports/indicators.csv", snapshot=frozen.pk))
    options = hxl.InputOptions(allow_local=True)

    found = {}
    for row in hxl.data(hxl.input.make_input(str(file), options)):
        code = row.get("#indicator+code")
        part = part_of(row.get("#beneficiary+dimension"), row.get("#beneficiary+category"))
        if not code.startswith("reach-"):
            found[code, row.get("#adm3+code+v_pcode") or "", part] = (
                number(row.get("#indicator+target")),
                number(row.get("#indicator+num")),
            )

    assert found == expected


def test_iati_says_so(get, frozen, expected):
    file = etree.fromstring(get("/exports/iati.xml", snapshot=frozen.pk))

    found = {}
    for indicator in file.iter("indicator"):
        code = indicator.find("reference").get("code")
        for (kind, pcode, part), value in figures_of_iati(indicator).items():
            key = (code, pcode, part.replace("target group/", "group/"))
            promised, done = found.get(key, (None, None))
            found[key] = (value, done) if kind == "target" else (promised, value)

    assert found == {key: value for key, value in expected.items() if value != (None, None)}


def test_excel_says_so(get, report, expected):
    book = load_workbook(io.BytesIO(get(reverse("reports:file", args=[report.pk, "xlsx"]))))

    found = {}
    for title in ("Indicators", "Places"):
        header, *rows = book[title].iter_rows(values_only=True)
        for values in rows:
            row = dict(zip(header, values, strict=True))
            key = (row["Code"], row.get("P-code", ""), "")
            found[key] = (row["Target"], row["Achieved"])

    assert found == told_places(expected)


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_pdf_says_so(get, report, frozen, lang):
    file = get(reverse("reports:file", args=[report.pk, "pdf"]), lang=lang)

    text = "\n".join(pdf_text(io.BytesIO(file)))

    assert figures_of(frozen.contents) - figures_in(text, lang) == {}


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_word_says_so(get, report, frozen, lang):
    file = Document(io.BytesIO(get(reverse("reports:file", args=[report.pk, "docx"]), lang=lang)))

    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    prose = [paragraph.text for paragraph in file.paragraphs]

    assert figures_of(frozen.contents) - figures_in("\n".join(cells + prose), lang) == {}


def test_the_pages_say_so(get, report, expected):
    """The report's own page in its table, the dashboard's of today as long as nothing changed."""
    page = html.fromstring(get(report.get_absolute_url()).decode())
    asked = {"from": report.first_quarter.isoformat(), "to": report.period.end.isoformat()}
    today = html.fromstring(get(reverse("dashboards:targets"), **asked).decode())

    of_report = [
        (cell_number(target), cell_number(done))
        for target, done in (
            row.findall("td")[:2]
            for row in page.xpath("//table[contains(@class, 'told')]//tbody/tr")
        )
    ]
    of_dashboard = {
        article.get("id").removeprefix("i-"): tuple(
            cell_number(cell) for cell in article.xpath("./dl//dd")[:2]
        )
        for article in today.xpath("//article")
    }

    assert sorted(of_report, key=str) == sorted(
        (value for (_c, pcode, part), value in expected.items() if not pcode and not part), key=str
    )
    assert of_dashboard == {
        code: value for (code, pcode, part), value in expected.items() if not pcode and not part
    }


def cell_number(cell):
    found = re.search(r"[\d,]+(\.\d+)?", cell.text_content())
    return float(found[0].replace(",", "")) if found else None


def test_a_correction_changes_what_is_live_and_nothing_that_was_frozen(
    cast, logged, get, frozen, report, expected
):
    before = get("/exports/indicators.csv", snapshot=frozen.pk)
    iati = get("/exports/iati.xml", snapshot=frozen.pk)

    correct(logged.first, cast, women=40)

    days = {"from": logged.quarter.start.isoformat(), "to": logged.quarter.end.isoformat()}
    live = read_csv(get("/exports/indicators.csv", **days))
    assert get("/exports/indicators.csv", snapshot=frozen.pk) == before
    assert get("/exports/iati.xml", snapshot=frozen.pk) == iati
    assert live["contacts", "", ""][1] == expected["contacts", "", ""][1] + 28
    listed = get(frozen.get_absolute_url()).decode()
    assert "+28" in listed
