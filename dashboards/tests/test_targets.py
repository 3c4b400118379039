"""The page of targets against actuals, and its files."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from trafficking_program.tests.factories import (
    ActivityFactory,
    DistributionFactory,
    IndicatorFactory,
    MaterialFactory,
    OutcomeFactory,
    ParticipationFactory,
    TargetFactory,
)

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


def figures_linked(page):
    """Every figure of the page that leads to a list: its number and the address."""
    links = re.findall(r'<a class="fig" href="([^"]+)">\+?(?:<strong>)?([\d,]+)', page)
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

    text = b"".join(client.get(PAGE + "?format=csv").streaming_content).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(b"".join(client.get(PAGE + "?format=xlsx").streaming_content)))

    rows = list(csv.DictReader(io.StringIO(text)))
    sheet = [
        dict(zip([cell.value for cell in book["indicators"][1]], values, strict=True))
        for values in book["indicators"].iter_rows(min_row=2, values_only=True)
    ]
    told = {row["pcode"]: (row["promised"], row["done"], row["standing"]) for row in rows}
    assert told["BD20300014+BD20300029"][:2] == ("20", "15")
    assert told["BD20300014"] == ("", "", "no_target")
    for from_csv, from_excel in zip(rows, sheet, strict=True):
        for name in ("promised", "done", "awaiting_review", "difference"):
            assert from_csv[name] == ("" if from_excel[name] is None else str(from_excel[name]))
    parts = list(book["disaggregation"].iter_rows(min_row=2, values_only=True))
    assert ("sex", "female", 15, 0) in [row[-4:] for row in parts]


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
