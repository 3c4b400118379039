"""The page of targets against actuals, and its files."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    ActivityFactory,
    DistributionFactory,
    IndicatorFactory,
    MaterialFactory,
    OutcomeFactory,
    ParticipationFactory,
    TargetFactory,
)
from tests.pages import compact

PAGE = reverse("dashboards:targets")


@pytest.fixture
def promised(cast):
    """Twelve women and three girls are approved in Feni Sadar; twenty people were promised."""
    outcome = OutcomeFactory(project=cast.project, number=2)
    indicator = IndicatorFactory(
        outcome=outcome,
        code="contacts",
        name_en="People met",
        name_bn="উপস্থিতি",
        measure="contacts",
    )
    TargetFactory(indicator=indicator, upazila=cast.feni_sadar, value=20)
    activity = ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.feni_sadar,
        officer=cast.officer,
    )
    ParticipationFactory(
        activity=activity, target_group=cast.women_at_risk, female_18_59=12, female_0_17=3
    )
    walk(activity, cast.manager)
    return indicator


def read_in_english(client, user):
    user.language = "en"
    user.save()
    client.force_login(user)


def walk(activity, reviewer):
    row = type(activity).objects.filter(pk=activity.pk)
    row.update(status="submitted", submitted_at=activity.created_at)
    row.update(status="approved", reviewed_at=activity.created_at, reviewed_by=reviewer)


def table_of(client, table):
    """The rows of a CSV file, as text."""
    response = client.get(PAGE, {"format": "csv", "table": table})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sheets_of(client):
    """The rows of each sheet of the Excel file, as it holds them."""
    content = b"".join(client.get(PAGE + "?format=xlsx").streaming_content)
    return {
        sheet.title: [
            dict(zip([cell.value for cell in sheet[1]], values, strict=True))
            for values in sheet.iter_rows(min_row=2, values_only=True)
        ]
        for sheet in load_workbook(io.BytesIO(content))
    }


def as_text(row):
    """A row of a sheet as a CSV file says it."""
    return {
        name: ""
        if value is None
        else f"{value:%Y-%m-%d}"
        if isinstance(value, datetime.date)
        else str(value)
        for name, value in row.items()
    }


def figures_linked(page):
    """Every figure of the page that leads to a list: its number and the address."""
    links = re.findall(r'<a class="fig" href="([^"]+)">\+?(?:<strong>)?([\d,]+)', compact(page))
    return [
        (int(number.replace(",", "")), address.replace("&amp;", "&")) for address, number in links
    ]


def test_a_manager_sees_what_was_promised_and_done(client, cast, promised):
    read_in_english(client, cast.manager)

    page = client.get(PAGE + "?place=BD2030").content.decode()

    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "People met" in told
    assert re.search(r"Target 20 Achieved 15 Awaiting review 0 Difference −5", told)


def test_every_figure_is_the_sum_of_the_list_it_leads_to(client, cast, promised):
    read_in_english(client, cast.manager)
    page = client.get(PAGE + "?place=BD2030").content.decode()

    found = figures_linked(page)

    whole, upazila, quarter, female, group = 15, 15, 15, 15, 15
    girls, women = 3, 12
    expected = [whole, upazila, quarter, female, girls, women, group]
    assert sorted(number for number, _address in found) == sorted(expected)
    for number, address in found:
        listed = client.get(address).content.decode()
        heading = re.search(r'id="h-sum"[^>]*>([^<]+)<', listed)[1]
        assert re.search(rf"\b{number} contacts", heading), (number, address, heading)


def test_materials_are_added_up_in_their_list_too(client, cast):
    leaflet = MaterialFactory()
    IndicatorFactory(
        outcome=OutcomeFactory(project=cast.project), code="leaflets", measure="materials"
    )
    handed_out = ActivityFactory(
        project=cast.project,
        activity_type=leaflet.activity_type,
        upazila=cast.feni_sadar,
        officer=cast.officer,
    )
    DistributionFactory(activity=handed_out, material=leaflet, quantity=250)
    walk(handed_out, cast.manager)
    read_in_english(client, cast.manager)
    number, address = figures_linked(client.get(PAGE).content.decode())[0]

    listed = client.get(address).content.decode()

    assert number == 250
    assert "250 items" in listed


def test_the_files_say_what_the_page_says(client, cast, promised):
    client.force_login(cast.manager)

    rows = table_of(client, "indicators")
    sheets = sheets_of(client)

    told = {row["pcode"]: (row["promised"], row["done"], row["standing"]) for row in rows}
    assert told["BD20300014+BD20300029"][:2] == ("20", "15")
    assert told["BD20300014"] == ("", "", "no_target")
    assert list(sheets) == ["indicators", "quarters", "disaggregation"]
    for table, sheet in zip(("indicators", "quarters", "parts"), sheets.values(), strict=True):
        assert table_of(client, table) == [as_text(row) for row in sheet]


def test_the_files_hold_the_quarters_and_the_parts_of_the_page(client, cast, promised):
    client.force_login(cast.manager)
    row = client.get(PAGE).context["rows"][0]

    quarters, parts = table_of(client, "quarters"), table_of(client, "parts")

    assert [(q["quarter"], q["promised"], q["done"]) for q in quarters if q["promised"]] == [
        ("2026-Q4", "20", "15")
    ]
    assert [q["done"] for q in quarters] == [
        as_text({"done": q.achievement.actual})["done"] for q in row.quarters
    ]
    assert ("sex", "female", "15") in [(part["by"], part["value"], part["done"]) for part in parts]
    assert [(part["by"], part["value"], part["done"]) for part in parts] == [
        (*part.part, str(part.actual)) for part in row.parts
    ]


def test_every_file_is_linked_and_no_other_table_is_there(client, cast, promised):
    read_in_english(client, cast.manager)

    page = client.get(PAGE).content.decode()

    for asked in ("format=csv&amp;table=indicators", "format=csv&amp;table=quarters"):
        assert asked in page
    assert "format=csv&amp;table=parts" in page
    assert "?format=xlsx" in page
    assert client.get(PAGE + "?format=csv&table=everything").status_code == 404
    assert client.get(PAGE + "?format=pdf").status_code == 404


def test_quarters_are_whole_and_of_the_project(client, cast, promised):
    read_in_english(client, cast.manager)

    response = client.get(PAGE + "?from=2026-02-10&to=2026-05-03")
    backwards = client.get(PAGE + "?from=2026-05-03&to=2026-02-10")

    assert "1 January – 30 June 2026" in response.content.decode()
    assert "The last day cannot be before the first." in backwards.content.decode()


def test_a_project_without_indicators_says_where_they_come_from(client, cast):
    read_in_english(client, cast.manager)

    assert "No indicators yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("place", ["BD2012", "BD20120002", "nowhere"])
def test_places_of_others_are_not_there(client, cast, promised, place):
    client.force_login(cast.manager)

    assert client.get(PAGE, {"place": place}).status_code == 404
