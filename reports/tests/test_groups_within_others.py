"""Survivors are told apart in nothing that is handed on; all sums stay what they are."""

import json

import pytest
from django.urls import reverse

import figures
from beneficiaries.models import TargetGroup
from exchange.iati import iati_file
from figures import Selection
from reports.contents.build import build_contents
from reports.tests.conftest import rows_of
from reports.tests.quarter import approve
from tests.factories import ActivityFactory, ParticipationFactory, ReportFactory, TargetGroupFactory

SURVIVORS = "survivors"


@pytest.fixture
def met(cast, logged):
    """One meeting of both groups and one of survivors alone."""
    survivors = TargetGroupFactory(
        code=SURVIVORS,
        name_en="Survivors",
        name_bn="ভুক্তভোগী",
        told_with=cast.women_at_risk,
        position=0,
    )
    cast.project.target_groups.add(survivors)
    where = {
        "project": cast.project,
        "activity_type": cast.courtyard,
        "upazila": cast.feni_sadar,
        "officer": cast.officer,
    }
    both = ActivityFactory(**where, starts_on=logged.quarter.start)
    alone = ActivityFactory(**where, starts_on=logged.quarter.end)
    ParticipationFactory(
        activity=both, target_group=cast.women_at_risk, female_18_59=8, first_time=3
    )
    ParticipationFactory(activity=both, target_group=survivors, female_18_59=2, first_time=1)
    ParticipationFactory(activity=alone, target_group=survivors, female_18_59=1, male_0_17=1)
    for activity in (both, alone):
        approve(activity, cast.manager)
    return {"both": both, "alone": alone}


@pytest.fixture
def asked(cast, logged):
    return Selection(cast.manager, cast.project, logged.quarter, cast.feni)


def test_a_group_stands_within_the_one_it_is_told_with(cast, met, asked):
    apart = {row.group.code: row.contacts for row in figures.by_group(asked)}
    together = {
        row.group.code: row.contacts for row in figures.by_group(asked, for_disclosure=True)
    }

    assert apart == {"women-at-risk": 45, SURVIVORS: 4}
    assert together == {"women-at-risk": 49}


def test_it_is_named_after_the_group_that_takes_it_in_though_that_has_nobody(cast, met, asked):
    cast.project.target_groups.remove(cast.women_at_risk)
    other = TargetGroupFactory(code="others")
    TargetGroup.objects.filter(code=SURVIVORS).update(told_with=other)

    rows = figures.by_group(asked, for_disclosure=True)

    assert {row.group.code: (row.contacts, len(row.within)) for row in rows} == {
        "women-at-risk": (45, 0),
        "others": (4, 1),
    }


def test_a_report_tells_them_together_and_says_so(met, asked):
    made = build_contents(asked)

    (row,) = made["groups"]
    assert (row["code"], row["contacts"], row["first_time"]) == ("women-at-risk", 49, 16)
    assert [group["name_en"] for group in row["within"]] == ["Survivors"]
    assert row["contacts"] == made["people"]["contacts"]


def test_no_indicator_tells_them_apart(met, asked):
    made = build_contents(asked)

    (row,) = (row for row in made["indicators"] if row["code"] == "contacts")
    groups = {part["code"]: part["done"] for part in row["parts"] if part["kind"] == "group"}
    assert groups == {"women-at-risk": 49}
    assert SURVIVORS not in json.dumps(made["indicators"])
    assert SURVIVORS not in iati_file(made).decode()


def test_the_long_table_adds_them_to_the_row_of_the_same_activity(client, cast, met, download):
    client.force_login(cast.manager)

    _tags, rows = rows_of(download("cells.csv"))
    _tags, activities = rows_of(download("activities.csv"))

    assert {row["group_code"] for row in rows} == {"women-at-risk"}
    assert len({row["id"] for row in rows}) == len(rows)
    numbers = {
        (row["activity_id"], row["measure"], row["sex"], row["age"]): int(row["number"])
        for row in rows
    }
    assert numbers[str(met["both"].pk), "contacts", "female", "18_59"] == 10
    assert numbers[str(met["both"].pk), "first_time", "all", "all"] == 4
    assert numbers[str(met["alone"].pk), "contacts", "male", "0_17"] == 1
    for measure in ("contacts", "first_time"):
        assert sum(int(row["number"]) for row in rows if row["measure"] == measure) == sum(
            int(row[measure]) for row in activities
        )


def test_the_page_of_a_report_says_it_and_leads_to_no_list_that_is_less(client, cast, logged, met):
    report = ReportFactory(
        project=cast.project,
        district=cast.feni,
        first_quarter=logged.quarter.start,
        created_by=cast.manager,
    )
    client.force_login(cast.manager)

    page = client.get(reverse("reports:report", args=[report.pk])).content.decode()

    assert "ভুক্তভোগী" in page
    assert "group=women-at-risk" not in page
