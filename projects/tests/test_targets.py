"""The grid: every target of a year on one page, saved together."""

import datetime
import json
from decimal import Decimal

import pytest
from django.urls import reverse

from districts.models import Upazila
from projects.models import Target
from projects.tests.grid import AUTUMN, GRID, box, sent, stored
from tests.factories import IndicatorFactory, TargetFactory, UpazilaFactory
from tests.pages import compact


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("manager", 403), ("of_all", 200), ("administrator", 200)],
)
def test_targets_are_set_by_those_who_look_after_every_district(
    client, cast, project, of_all, who, status
):
    user = of_all if who == "of_all" else cast[who]
    client.force_login(user)

    answers = [client.get(GRID), client.post(GRID, {}, follow=True), client.get("/targets/upload/")]

    assert [answer.status_code for answer in answers] == [status] * 3
    assert project.targets_can_be_set_by(user) == (status == 200)


def test_a_district_that_joins_the_project_needs_its_manager(cast, project, of_all):
    assert project.targets_can_be_set_by(of_all)

    project.upazilas.add(UpazilaFactory())

    assert not project.targets_can_be_set_by(of_all)


def test_one_post_saves_the_whole_grid(page, cast, meetings, of_all):
    response = page.post(
        GRID,
        sent(
            page,
            **{
                box(meetings, cast.feni): "১,২০০",
                box(meetings, cast.feni_sadar): "12.5",
                box(meetings, cast.akhaura): "0",
                box(meetings, cast.akhaura, "2026-01"): "",
            },
        ),
        follow=True,
    )

    assert response.redirect_chain == [("/targets/?year=2026", 302)]
    assert "3 targets saved." in response.content.decode()
    assert stored() == {
        ("BD2030", 10): 1200,
        ("BD20300029", 10): Decimal("12.5"),
        ("BD20120002", 10): 0,
    }
    assert set(Target.objects.values_list("set_by", flat=True)) == {of_all.pk}


def test_an_empty_box_is_no_target_and_zero_is_one(page, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=7)
    TargetFactory(indicator=meetings, upazila=cast.feni_sadar, quarter=AUTUMN, value=0)

    html = compact(page.get(GRID).content.decode())
    page.post(GRID, sent(page, **{box(meetings, cast.akhaura): " "}))

    assert f'name="{box(meetings, cast.feni_sadar)}" value="0"' in html
    assert stored() == {("BD20300029", 10): 0}


def test_only_what_differs_is_touched(page, cast, meetings):
    old = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
    for place in (cast.akhaura, cast.feni_sadar):
        TargetFactory(
            indicator=meetings, upazila=place, quarter=AUTUMN, set_at=old, set_by=cast.administrator
        )

    page.post(GRID, sent(page, **{box(meetings, cast.akhaura): "11"}))

    untouched = Target.objects.get(upazila=cast.feni_sadar)
    assert (untouched.set_by, untouched.set_at) == (cast.administrator, old)
    assert Target.objects.get(upazila=cast.akhaura).set_at > old


def test_wrong_boxes_are_named_and_nothing_is_saved(page, cast, meetings):
    typed = {
        box(meetings, cast.akhaura): "many",
        box(meetings, cast.feni_sadar): "-3",
        box(meetings, cast.chhagalnaiya): "1.234",
        box(meetings, cast.feni): "40",
    }

    response = page.post(GRID, sent(page, **typed))

    html = " ".join(response.text.split())
    assert response.status_code == 422
    assert "put 3 things right" in html
    for message in (
        "Meetings held · Akhaura · October–December: Write a number.",
        "Meetings held · Feni Sadar · October–December: Write a number, not below zero.",
        "Meetings held · Chhagalnaiya · October–December: Write at most two digits",
    ):
        assert message in html
    assert 'value="many"' in html
    assert f'name="{box(meetings, cast.feni)}" value="40"' in html
    assert not Target.objects.exists()


def test_boxes_of_other_projects_and_years_are_not_read(page, cast, meetings):
    elsewhere = IndicatorFactory()
    typed = {box(elsewhere, cast.akhaura): "5", box(meetings, cast.akhaura, "2025-10"): "5"}

    page.post(GRID, {"seen": "{}", **typed})

    assert not Target.objects.exists()


def test_the_years_and_quarters_are_the_projects_own(page, cast, meetings):
    of_2025 = page.get("/targets/?year=2025").context["grid"].quarters
    of_2026 = page.get("/targets/?year=2026").context["grid"].quarters
    nonsense = page.get("/targets/?year=1999")

    assert [quarter.number for quarter in of_2025] == [3, 4]
    assert [quarter.number for quarter in of_2026] == [1, 2, 3, 4]
    assert nonsense.context["year"] in (2025, 2026)


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_asks_as_often_for_one_place_as_for_three(
    page, cast, project, outcome, django_assert_num_queries, count
):
    indicators = IndicatorFactory.create_batch(count, outcome=outcome)
    places = list(Upazila.objects.filter(projects=project))[:count]
    project.upazilas.set(places)
    for indicator in indicators:
        for place in places:
            TargetFactory(indicator=indicator, upazila=place, quarter=AUTUMN)

    with django_assert_num_queries(7):
        page.get(GRID)


def test_a_large_work_area_is_no_attack(page, meetings):
    of_forty_places = {f"1-BD{number:08d}-2026-10": "" for number in range(13 * 40 * 4)}

    assert page.post(GRID, of_forty_places).status_code == 302


def test_a_project_without_indicators_or_places_says_what_to_do(page, project):
    html = compact(page.get(GRID).content.decode())
    project.upazilas.clear()
    without_places = page.get(GRID).content.decode()

    assert "No indicators yet" in html
    assert "No work area yet" in without_places


def test_bangla_pages_have_bangla_digits(client, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=1234)
    client.force_login(cast.administrator)

    html = client.get(GRID).content.decode()

    assert 'value="১,২৩৪"' in html
    assert json.loads(client.get(GRID).context["form"].seen) == {
        box(meetings, cast.akhaura): "1234.00"
    }
    assert reverse("projects:targets_file") in html
