"""What the page had seen: nothing that changed meanwhile is overwritten without a word."""

import json
import re
from decimal import Decimal

import pytest

from projects.grid import Cell, Change
from projects.models import Target
from projects.services import StaleTargets, set_targets
from projects.tests.grid import AUTUMN, GRID, box, sent, stored
from tests.factories import TargetFactory, UserFactory
from tests.pages import compact


def test_what_somebody_else_changed_meanwhile_is_named_and_nothing_typed_is_lost(
    page, cast, meetings
):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=10)
    TargetFactory(indicator=meetings, upazila=cast.feni_sadar, quarter=AUTUMN, value=20)
    mine = sent(page, **{box(meetings, cast.akhaura): "11", box(meetings, cast.chhagalnaiya): "5"})
    Target.objects.filter(upazila=cast.akhaura).update(value=99, set_by=cast.administrator)
    Target.objects.filter(upazila=cast.feni_sadar).update(value=88)

    response = page.post(GRID, mine)

    html = compact(response.text)
    assert response.status_code == 409
    assert "Meetings held · Akhaura · October–December" in html
    assert "Meetings held · Feni Sadar" not in html
    assert str(cast.administrator) in html
    assert re.search(r"<td class=\"r\">99</td><td class=\"r\">11</td>", html)
    assert f'name="{box(meetings, cast.akhaura)}" value="11"' in html
    assert f'name="{box(meetings, cast.chhagalnaiya)}" value="5"' in html
    assert f'name="{box(meetings, cast.feni_sadar)}" value="88"' in html
    assert stored()["BD20120002", 10] == 99
    assert ("BD20300014", 10) not in stored()


def test_saving_again_after_comparing_wins(page, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=10)
    mine = sent(page, **{box(meetings, cast.akhaura): "11"})
    Target.objects.update(value=99)
    refused = page.post(GRID, mine)

    response = page.post(GRID, mine | {"seen": refused.context["form"].seen})

    assert response.status_code == 302
    assert Target.objects.get().value == 11


def test_two_who_type_the_same_do_not_quarrel(page, cast, meetings):
    mine = sent(page, **{box(meetings, cast.akhaura): "11"})
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=11)

    response = page.post(GRID, mine)

    assert response.status_code == 302
    assert Target.objects.get().value == 11


NESTED = "[" * 100_000
SENSELESS = ["", "no json", "[1]", '{"a": "b"}', '{"a": {}}', '{"a": null}', NESTED]


@pytest.mark.parametrize("seen", SENSELESS, ids=lambda seen: seen[:12])
def test_a_page_that_says_nothing_sensible_overwrites_nothing(page, cast, meetings, seen):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=10)

    response = page.post(GRID, {"seen": seen, box(meetings, cast.akhaura): "11"})

    assert response.status_code == 409
    assert Target.objects.get().value == 10


@pytest.mark.parametrize("value", ["1e999999999", "NaN", "-1"])
def test_a_page_that_saw_what_no_target_is_saw_nothing(page, cast, meetings, value):
    wrong = {box(meetings, cast.akhaura): "many"}

    response = page.post(GRID, {"seen": json.dumps({"a": value}), **wrong})

    assert response.status_code == 422
    assert response.context["form"].seen == "{}"


def test_a_box_the_page_did_not_have_is_left_as_it_is(page, cast, meetings):
    TargetFactory(indicator=meetings, upazila=cast.akhaura, quarter=AUTUMN, value=10)
    mine = sent(page)
    del mine[box(meetings, cast.akhaura)]

    page.post(GRID, mine)

    assert Target.objects.get().value == 10


def test_the_service_says_what_stands_there_now(cast, project, meetings):
    target = TargetFactory(indicator=meetings, district=cast.feni, upazila=None, quarter=AUTUMN)
    cell = Cell(meetings.pk, "BD2030", AUTUMN)

    with pytest.raises(StaleTargets) as refused:
        set_targets(
            project=project,
            changes={cell: Change(Decimal(3), None)},
            by=UserFactory(role="administrator"),
        )

    assert refused.value.stored == {cell: target}
    assert Target.objects.exists()
