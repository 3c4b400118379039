"""Values that are typed by hand: of an upazila, in a quarter, with their source."""

import datetime

import pytest

from projects.models import Measurement
from projects.services import stamp_of
from tests.factories import IndicatorFactory, MeasurementFactory
from tests.pages import compact

SUMMER = datetime.date(2026, 7, 1)
LIST = "/targets/measurements/?year=2026"
AKHAURA = "/targets/measurements/cases/BD20120002/2026/3/"
FENI = "/targets/measurements/cases/BD20300029/2026/3/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Autumn 2026: the last quarter of the project has begun."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(2026, 10, 5))


@pytest.fixture
def page(client, cases, of_all):
    client.force_login(of_all)
    return client


@pytest.mark.parametrize(
    ("who", "listed", "feni", "akhaura"),
    [
        ("officer", 403, 403, 403),
        ("manager", 200, 200, 404),
        ("other_manager", 200, 404, 200),
        ("administrator", 200, 200, 200),
    ],
)
def test_managers_type_the_values_of_their_places(client, cast, cases, who, listed, feni, akhaura):
    client.force_login(cast[who])

    found = [client.get(path).status_code for path in (LIST, FENI, AKHAURA)]

    assert found == [listed, feni, akhaura]


def test_a_value_is_typed_with_its_source(page, cast, cases, of_all):
    response = page.post(
        AKHAURA, {"value": "১২", "source": " থানার রেজিস্টার ", "seen": ""}, follow=True
    )

    kept = Measurement.objects.get()
    assert (kept.indicator, kept.upazila, kept.quarter) == (cases, cast.akhaura, SUMMER)
    assert (kept.value, kept.source, kept.typed_by) == (12, "থানার রেজিস্টার", of_all)
    html = compact(response.content.decode())
    assert "Saved." in html
    assert f'href="{AKHAURA}">12<' in html


@pytest.mark.parametrize(
    ("value", "source", "told"),
    [
        ("5", "", "Write where the number comes from."),
        ("", "register", "Write the number, or empty the source as well."),
        ("five", "register", "Write a number."),
        (
            "1.000",
            "register",
            "Write at most two digits after the point.",
        ),
        ("-1", "register", "Write a number, not below zero."),
        ("99999999999", "register", "Too large a number"),
    ],
)
def test_half_a_value_is_refused_in_words(page, value, source, told):
    response = page.post(AKHAURA, {"value": value, "source": source, "seen": ""})

    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Measurement.objects.exists()


def test_empty_is_not_recorded_and_zero_is_none(page, cast, cases):
    stored = MeasurementFactory(indicator=cases, upazila=cast.akhaura, quarter=SUMMER, value=0)
    with_zero = compact(page.get(LIST).content.decode())

    page.post(AKHAURA, {"value": "", "source": "", "seen": stamp_of(stored)})

    assert f'href="{AKHAURA}">0<' in with_zero
    assert not Measurement.objects.exists()
    assert f'href="{AKHAURA}">Not recorded<' in compact(page.get(LIST).content.decode())


def test_the_same_again_changes_nothing(page, cast, cases):
    stored = MeasurementFactory(indicator=cases, upazila=cast.akhaura, quarter=SUMMER, source="a")

    response = page.post(AKHAURA, {"value": "3", "source": "a", "seen": ""}, follow=True)

    again = Measurement.objects.get()
    assert "Nothing was changed." in response.content.decode()
    assert (again.pk, again.typed_at, again.typed_by) == (stored.pk, stored.typed_at, None)


def test_an_edit_of_what_was_changed_meanwhile_shows_both(page, cast, cases):
    stored = MeasurementFactory(indicator=cases, upazila=cast.akhaura, quarter=SUMMER, value=3)
    mine = {"value": "5", "source": "my register", "seen": stamp_of(stored)}
    Measurement.objects.update(
        value=4, source="their register", typed_at=datetime.datetime.now(datetime.UTC)
    )

    refused = page.post(AKHAURA, mine)
    html = refused.content.decode()
    saved = page.post(AKHAURA, mine | {"seen": refused.context["form"].data["seen"]})

    assert refused.status_code == 409
    assert "<strong>4</strong>" in html
    assert "their register" in html
    assert 'value="5"' in html
    assert "my register" in html
    assert saved.status_code == 302
    assert Measurement.objects.get().value == 5


def test_a_new_value_does_not_overwrite_one_typed_meanwhile(page, cast, cases):
    MeasurementFactory(indicator=cases, upazila=cast.akhaura, quarter=SUMMER, value=4)

    response = page.post(AKHAURA, {"value": "5", "source": "register", "seen": ""})

    assert response.status_code == 409
    assert Measurement.objects.get().value == 4


@pytest.mark.parametrize(
    "path",
    [
        "/targets/measurements/meetings/BD20120002/2026/3/",
        "/targets/measurements/cases/BD20120002/2027/1/",
        "/targets/measurements/cases/BD20120002/2026/5/",
        "/targets/measurements/cases/BD20120002/2025/2/",
        "/targets/measurements/cases/BD999/2026/3/",
    ],
)
def test_there_is_no_page_of_what_cannot_be_typed(page, meetings, path):
    assert page.get(path).status_code == 404


def test_quarters_that_have_not_begun_are_not_offered(page, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(2026, 5, 5))

    html = page.get(LIST).content.decode()

    assert "/2026/2/" in html
    assert "/2026/3/" not in html
    assert page.get(AKHAURA).status_code == 404


def test_a_manager_sees_the_values_of_their_places_only(client, cast, cases):
    MeasurementFactory(indicator=cases, upazila=cast.akhaura, quarter=SUMMER, value=7777)
    client.force_login(cast.manager)

    html = client.get(LIST).content.decode()

    assert "ফেনী সদর" in html
    assert "আখাউড়া" not in html
    assert "৭,৭৭৭" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    page, cast, project, outcome, cases, django_assert_num_queries, count
):
    typed = [cases, *IndicatorFactory.create_batch(count - 1, outcome=outcome, measure="typed")]
    places = [cast.akhaura, cast.feni_sadar, cast.chhagalnaiya][:count]
    project.upazilas.set(places)
    for indicator in typed:
        for place in places:
            MeasurementFactory(indicator=indicator, upazila=place, quarter=SUMMER)

    with django_assert_num_queries(6):
        page.get(LIST)
