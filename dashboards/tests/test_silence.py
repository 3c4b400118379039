"""Where nobody has reported anything, a dashboard does not say zero as if it were known."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import NothingToReportFactory, UnionFactory
from tests.pages import compact

FENI = reverse("dashboards:district", args=["BD2030"])
FENI_SADAR = reverse("dashboards:upazila", args=["BD20300029"])
CHHAGALNAIYA = reverse("dashboards:upazila", args=["BD20300014"])
SILENT = "Nothing is reported: a zero here is not known to be zero"
MARCH_TO_MAY = {"from": "2026-03-01", "to": "2026-05-31"}


@pytest.fixture
def spring(client, cast, held):
    """Feni Sadar met in April and in May; of Chhagalnaiya nobody ever spoke, in March nobody."""
    held(datetime.date(2026, 4, 7), women=12, group=cast.women_at_risk)
    NothingToReportFactory(
        project=cast.project,
        upazila=cast.feni_sadar,
        month=datetime.date(2026, 5, 1),
        officer=cast.officer,
    )
    UnionFactory(upazila=cast.feni_sadar, name_en="Sarishadi", name_bn="শর্শদি")
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)
    return client


def lines(response):
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_a_district_tells_the_silent_upazila_from_the_one_with_nothing(spring, cast):
    page = spring.get(FENI, MARCH_TO_MAY)

    rows = {row.upazila.name_en: row for row in page.context["upazilas"]}
    known = {name: (row.is_reported, row.silent_months) for name, row in rows.items()}
    assert known == {"Chhagalnaiya": (False, 3), "Feni Sadar": (True, 1)}
    html = compact(page.content.decode())
    assert "silent in 3 months" in html
    assert "silent in 1 month<" in html
    assert 'colspan="2">Not recorded</td>' in html
    assert SILENT not in html
    assert page.context["log"].total.contacts == 12


def test_the_map_shades_only_what_is_known_and_says_why(spring, cast):
    type(cast.feni_sadar).objects.update(outline="M10 10l90 0l0 90l-90 0z")

    page = spring.get(FENI, MARCH_TO_MAY)

    shades = {shape.upazila.name_en: shape.shade for shape in page.context["map"].shapes}
    assert shades["Chhagalnaiya"] is None
    assert shades["Feni Sadar"] is not None
    assert "Dashed: nothing is recorded there." in page.content.decode()


def test_months_of_which_nobody_spoke_are_a_dash_with_its_legend(spring):
    page = spring.get(FENI, MARCH_TO_MAY)

    bars = page.context["chart"].bars
    assert [bar.is_known for bar in bars] == [False, True, True]
    html = page.content.decode()
    assert "March 2026: not recorded" in html
    assert "May 2026: 0 approved, 0 awaiting review" in html
    assert "– is not recorded: nobody has reported anything." in html


def test_a_silent_upazila_says_so_over_all_its_figures(spring):
    silent = spring.get(CHHAGALNAIYA, MARCH_TO_MAY).content.decode()
    known = spring.get(FENI_SADAR, MARCH_TO_MAY).content.decode()

    assert SILENT in silent
    figures, reach = 5, 3
    assert silent.count("<b>–</b>") == figures + reach
    types, groups, unions = 1, 1, 1
    months = 1
    assert silent.count("Not recorded</") >= types + groups + unions + months
    assert SILENT not in known


@pytest.mark.parametrize(
    ("address", "table", "expected"),
    [
        (FENI, "upazilas", ["BD20300014,Chhagalnaiya,ছাগলনাইয়া,3,,,", ",1,1,0,12"]),
        (FENI, "months", ["2026-03,,,,", "2026-04,1,0,12,1", "2026-05,0,0,0,0"]),
        (CHHAGALNAIYA, "unions", ["BD20300014,Mohamaya,মহামায়া,,,"]),
        (CHHAGALNAIYA, "types", ["courtyard-meeting,Courtyard meeting,উঠান বৈঠক,,,"]),
        (CHHAGALNAIYA, "groups", ["Women at risk,ঝুঁকিতে থাকা নারী,primary,,"]),
        (CHHAGALNAIYA, "sex-age", ["female,,,,,", "total,,,,,"]),
        (FENI_SADAR, "groups", ["Women at risk,ঝুঁকিতে থাকা নারী,primary,12,0"]),
        (FENI_SADAR, "unions", ["BD20300029,Sarishadi,শর্শদি,0,0,"]),
    ],
)
def test_a_file_leaves_empty_what_is_not_recorded(spring, address, table, expected):
    told = lines(spring.get(address, {**MARCH_TO_MAY, "format": "csv", "table": table}))

    for ending in expected:
        assert any(line.endswith(ending) for line in told), (ending, told)


def test_in_bangla_it_is_said_in_words_too(spring, cast):
    cast.manager.language = "bn"
    cast.manager.save()

    html = spring.get(FENI, MARCH_TO_MAY).content.decode()

    assert 'colspan="2">লেখা হয়নি</td>' in html
