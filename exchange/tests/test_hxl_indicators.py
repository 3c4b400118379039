"""The long table of indicators, against the contents of a report."""

import io

from openpyxl import load_workbook

from exchange.hxl_indicators import indicators_table
from figures import Selection
from reports.contents.build import build_contents
from reports.tests.conftest import rows_of
from reports.tests.quarter import last_quarter


def asked_of(quarter):
    return {"from": quarter.start.isoformat(), "to": quarter.end.isoformat()}


def test_every_figure_has_its_row_and_what_is_not_recorded_is_empty(client, cast, logged, download):
    client.force_login(cast.administrator)
    report = build_contents(Selection(cast.administrator, cast.project, last_quarter()))

    _tags, rows = rows_of(download("indicators.csv", **asked_of(last_quarter())))

    found = {
        (r["indicator_code"], r["upazila_pcode"], r["by"], r["value"]): (
            r["promised"],
            r["done"],
            r["awaiting_review"],
        )
        for r in rows
    }
    expected = {}
    for indicator in report["indicators"]:
        code = indicator["code"]
        expected[code, "", "", ""] = told_of(indicator)
        for place in indicator["places"]:
            expected[code, place["pcode"], "", ""] = told_of(place)
        for part in indicator["parts"]:
            expected[code, "", part["kind"], part["code"]] = told_of(part | {"promised": None})
    for figure in report["reach"]:
        expected[f"reach-{figure['code']}", "", "", ""] = told_of(
            {"promised": None, "done": figure["value"], "awaiting": figure["awaiting"]}
        )
    assert found == expected
    assert ("", "", "0") in expected.values(), "not recorded stays apart from zero"


def told_of(part):
    values = (part["promised"], part["done"], part["awaiting"])
    return tuple("" if value is None else str(value) for value in values)


def test_excel_holds_the_same_numbers_as_numbers(client, cast, logged, download):
    client.force_login(cast.administrator)
    asked = asked_of(last_quarter())

    book = load_workbook(io.BytesIO(download("indicators.xlsx", **asked)))
    _tags, rows = rows_of(download("indicators.csv", **asked))

    header, _tags, *sheet = book.worksheets[0].iter_rows(values_only=True)
    assert len(sheet) == len(rows)
    for values, row in zip(sheet, rows, strict=True):
        cells = dict(zip(header, values, strict=True))
        for name in ("promised", "done", "awaiting_review"):
            assert not isinstance(cells[name], str)
            assert row[name] == ("" if cells[name] is None else str(cells[name]))


def test_no_figure_of_reach_is_without_its_method(cast, logged):
    report = build_contents(Selection(cast.administrator, cast.project, last_quarter()))
    table = indicators_table(report)
    rows = [dict(zip(table.header, row, strict=True)) for row in table.rows]

    reach = [row for row in rows if row["indicator_code"].startswith("reach-")]

    assert len(reach) == 3
    assert all(len(row["method"]) > 20 for row in reach)
    assert all(row["method"] for row in rows)


def test_ids_are_stable_and_of_one_row_each(cast, logged):
    report = build_contents(Selection(cast.administrator, cast.project, last_quarter()))

    first, second = ([row[0] for row in indicators_table(report).rows] for _ in range(2))

    assert first == second
    assert len(set(first)) == len(first)
