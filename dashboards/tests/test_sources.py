"""A figure that is no sum leads to a list that adds up to it, or is taken apart first."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories import IndicatorFactory, OutcomeFactory
from tests.pages import compact

pytestmark = pytest.mark.long

PAGE = reverse("dashboards:targets")
LINK = re.compile(r'<a class="fig" href="([^"]+)">\+?(?:<strong>)?([\d,.]+)')
FEBRUARY, MAY = (datetime.date(2026, month, 10) for month in (2, 5))
BOTH_QUARTERS = "from=2026-01-01&to=2026-06-30"


@pytest.fixture
def meetings(client, cast, held):
    """Feni Sadar met 5 and 4 people in one quarter and 7 in the next, Chhagalnaiya 6 and 6."""
    where = {"group": cast.women_at_risk}
    for day, women, upazila in (
        (FEBRUARY, 5, cast.feni_sadar),
        (FEBRUARY, 4, cast.feni_sadar),
        (FEBRUARY, 6, cast.chhagalnaiya),
        (MAY, 7, cast.feni_sadar),
        (MAY, 6, cast.chhagalnaiya),
    ):
        held(day, women=women, upazila=upazila, **where)
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)
    return client


def contacts(cast, across_places, across_periods):
    return IndicatorFactory(
        outcome=OutcomeFactory(project=cast.project),
        code="people",
        measure="contacts",
        across_places=across_places,
        across_periods=across_periods,
    )


def listed(client, address):
    """How many contacts the list adds up to."""
    return client.get(address.replace("&amp;", "&")).context["totals"].contacts


@pytest.mark.parametrize(
    ("across_places", "across_periods", "actual", "highest"),
    [
        ("sum", "sum", 28, ""),
        ("sum", "max", 15, "January–March 2026"),
        ("max", "max", 9, "Feni Sadar, January–March 2026"),
        ("max", "sum", 16, "Feni Sadar"),
    ],
)
def test_the_highest_leads_to_where_and_when_it_was(
    meetings, cast, across_places, across_periods, actual, highest
):
    contacts(cast, across_places, across_periods)

    page = meetings.get(f"{PAGE}?place=BD2030&{BOTH_QUARTERS}")

    (row,) = page.context["rows"]
    with override("en"):
        assert (row.achievement.actual, row.achievement.source.highest) == (actual, highest)
    found = LINK.findall(compact(page.content.decode()))
    assert found[0][1] == str(actual)
    assert all(listed(meetings, address) == int(number) for address, number in found)
    assert len(found) >= 1 + 2 + 2 + 3


def test_highest_places_of_different_quarters_are_taken_apart(meetings, cast, held):
    contacts(cast, "max", "sum")
    held(MAY, women=8, upazila=cast.chhagalnaiya, group=cast.women_at_risk)

    page = meetings.get(f"{PAGE}?place=BD2030&{BOTH_QUARTERS}").content.decode()

    assert '<a class="fig" href="#of-people"><strong>23</strong></a>' in page
    assert 'id="of-people"' in page


@pytest.mark.parametrize("across_periods", ["sum", "average"])
def test_an_average_is_taken_apart_until_every_part_leads_to_its_list(
    meetings, cast, across_periods
):
    contacts(cast, "average", across_periods)
    open_to, checked = [f"{PAGE}?place=BD2030&{BOTH_QUARTERS}"], 0

    for address in open_to:
        assert len(open_to) < 20
        for link, number in LINK.findall(compact(meetings.get(address).content.decode())):
            if link.startswith("/activities/"):
                assert listed(meetings, link) == float(number)
                checked += 1
            elif link.startswith("?"):
                further = PAGE + link.partition("#")[0].replace("&amp;", "&")
                open_to += [further] if further not in open_to else []

    assert open_to[0] != open_to[-1]
    assert checked >= 6


def test_an_average_that_happens_to_equal_a_part_does_not_lead_there(meetings, cast, held):
    contacts(cast, "average", "sum")
    held(FEBRUARY, women=3, upazila=cast.chhagalnaiya, group=cast.women_at_risk)

    page = meetings.get(f"{PAGE}?place=BD2030&from=2026-01-01&to=2026-03-31")

    (row,) = page.context["rows"]
    assert [place.achievement.actual for place in row.places] == [9, 9]
    assert (row.achievement.actual, row.achievement.source) == (9, None)


def test_what_awaits_review_leads_to_its_list_only_where_it_adds_up(meetings, cast, held):
    contacts(cast, "max", "sum")
    held(MAY, women=3, upazila=cast.chhagalnaiya, group=cast.women_at_risk, status="submitted")

    page = meetings.get(f"{PAGE}?place=BD2030&from=2026-04-01&to=2026-06-30").content.decode()

    assert "<dd>+2</dd>" in compact(page)
