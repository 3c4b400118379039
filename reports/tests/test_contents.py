"""What a report holds: the figures of the dashboards, as plain text that can be kept."""

import datetime
import json

import pytest
from django.db import connection
from django.utils.translation import override

import figures
from activities.models import Decision
from figures import Selection
from reports.contents.build import build_contents
from reports.tests.quarter import approve
from tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    CommitteeFactory,
    DecisionFactory,
    MemberFactory,
)

DAY = datetime.timedelta(days=1)


@pytest.fixture
def asked(cast, logged):
    return Selection(cast.administrator, cast.project, logged.quarter)


@pytest.fixture
def of_feni(cast, logged):
    return Selection(cast.manager, cast.project, logged.quarter, cast.feni)


def one(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


def by_code(rows):
    return {row["code"]: row for row in rows}


def test_it_is_plain_json(asked):
    made = build_contents(asked)

    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("language", ["en", "bn"])
def test_both_languages_are_in_it_whoever_makes_it(asked, language):
    with override(language):
        made = build_contents(asked)

    women = next(row for row in by_code(made["indicators"])["contacts"]["parts"])
    assert (women["label_en"], women["label_bn"]) == ("Female", "নারী")
    assert (made["reach"][0]["name_en"], made["reach"][0]["name_bn"]) == ("Contacts", "উপস্থিতি")
    assert made["place"]["name_en"] == "Whole project"
    assert made["place"]["name_bn"] == "পুরো প্রকল্প"


def test_no_reach_is_without_its_method(asked):
    reach = build_contents(asked)["reach"]

    assert [figure["code"] for figure in reach] == ["contacts", "first_time", "minimum_people"]
    assert all(figure["method_en"] and figure["method_bn"] for figure in reach)
    assert [figure["value"] for figure in reach] == [67, 12, 67]


def test_its_figures_are_those_of_the_dashboards(asked):
    made = build_contents(asked)
    rows = figures.indicators(asked, figures.area(asked))

    assert made["people"]["contacts"] == figures.people(asked).contacts
    assert {row["code"]: row["done"] for row in made["indicators"]} == {
        row.indicator.code: row.achievement.actual for row in rows
    }
    assert {row["code"]: row["contacts"] for row in made["groups"]} == {
        row.group.code: row.contacts for row in figures.by_group(asked)
    }


def test_its_figures_are_those_of_plain_sql(asked, logged):
    days = (logged.quarter.start, logged.quarter.end)
    made = build_contents(asked)

    held, women = one(
        "select count(distinct a.id), coalesce(sum(p.female_18_59), 0) from activities_activity a "
        "left join activities_participation p on p.activity_id = a.id "
        "where a.status = 'approved' and a.starts_on between %s and %s",
        *days,
    )
    (pieces,) = one(
        "select sum(d.quantity) from activities_distribution d join activities_activity a "
        "on a.id = d.activity_id where a.status = 'approved' and a.starts_on between %s and %s",
        *days,
    )
    assert (held, women, pieces) == (4, 62, 500)
    assert len(made["activities"]) == held
    assert sum(row["approved"] for row in made["types"]) == held
    assert sum(row["approved"] for row in made["months"]) == held
    assert sum(row["approved"] for row in made["upazilas"]) == held
    assert made["people"]["cells"]["female_18_59"] == women
    assert sum(row["quantity"] for row in made["materials"]) == pieces


def test_its_activities_add_up_to_its_figures(of_feni):
    made = build_contents(of_feni)

    listed = made["activities"]
    assert sum(row["contacts"] for row in listed) == made["people"]["contacts"] == 37
    assert sum(row["first_time"] for row in listed) == made["people"]["first_time"] == 12
    assert sum(row["materials"] for row in listed) == 500
    assert [row["starts_on"] for row in listed] == sorted(row["starts_on"] for row in listed)


def test_what_was_promised_stands_beside_what_was_done(of_feni):
    rows = by_code(build_contents(of_feni)["indicators"])

    meetings = rows["meetings"]
    assert (meetings["done"], meetings["promised"], meetings["difference"]) == (2, 4, -2)
    assert (meetings["standing"], meetings["standing_en"]) == ("behind", "Behind plan")
    assert meetings["awaiting"] == 1
    assert rows["contacts"]["promised"] is None
    assert rows["contacts"]["standing"] == "no_target"
    assert rows["referrals"]["done"] == 2.5


def test_a_district_holds_nothing_of_another(of_feni):
    text = json.dumps(build_contents(of_feni), ensure_ascii=False)

    assert "Akhaura" not in text
    assert "Chhagalnaiya" in text


def test_drafts_and_what_awaits_review_are_not_among_its_activities(of_feni, logged):
    ids = {row["id"] for row in build_contents(of_feni)["activities"]}

    assert ids == {str(row.pk) for row in (logged.first, logged.second, logged.handed_out)}


def test_committees_have_their_names_in_both_languages(cast, of_feni):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    MemberFactory(committee=committee, sex="female")
    CommitteeFactory(project=cast.project, upazila=cast.akhaura)

    (row,) = build_contents(of_feni)["committees"]

    assert row["id"] == committee.pk
    assert row["name_en"] == "Feni Sadar upazila committee"
    assert "ফেনী সদর" in row["name_bn"]
    assert (row["seats"], row["women"], row["sex_known"]) == (1, 1, 1)
    assert (row["last_meeting"], row["meetings"]) == (None, 0)


def test_committees_are_as_they_were_when_the_period_ended(cast, logged, of_feni):
    """What was held, done and overdue since is in no report of then."""
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    kind = ActivityTypeFactory(is_of_committee=True)
    last_day = logged.quarter.end
    for held_on, due_in in ((last_day - DAY * 30, (-20, -10, 5)), (last_day + DAY, (2,))):
        meeting = ActivityFactory(
            project=cast.project,
            activity_type=kind,
            upazila=cast.feni_sadar,
            committee=committee,
            officer=cast.officer,
            starts_on=held_on,
            women=7,
        )
        for days in due_in:
            DecisionFactory(activity=meeting, due_on=last_day + DAY * days)
        approve(meeting, cast.manager)
    Decision.objects.filter(due_on=last_day - DAY * 20).update(
        done_on=last_day + DAY, done_by=cast.officer
    )

    (row,) = build_contents(of_feni)["committees"]

    assert row["last_meeting"] == (last_day - DAY * 30).isoformat()
    assert (row["meetings"], row["open"], row["overdue"]) == (1, 3, 2)


@pytest.mark.parametrize("more", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_log(
    cast, logged, of_feni, more, django_assert_num_queries
):
    for _ in range(more):
        ActivityFactory(
            project=cast.project,
            activity_type=cast.courtyard,
            upazila=cast.feni_sadar,
            officer=cast.officer,
            starts_on=logged.quarter.start,
            women=5,
            group=cast.women_at_risk,
            status="approved",
        )

    with django_assert_num_queries(32):
        build_contents(of_feni)
