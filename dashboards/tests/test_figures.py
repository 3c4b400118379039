"""Every figure of a dashboard, held against sums done independently in plain SQL."""

import csv
import datetime
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from activities.forms.filters import ActivityFilter
from activities.models import ActivityType, Distribution
from beneficiaries.models import TargetGroup
from trafficking_program.tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    MaterialFactory,
    ParticipationFactory,
    TargetGroupFactory,
    UserFactory,
)

SEXES = ("female", "male", "third_gender", "unrecorded")
AGES = ("0_17", "18_59", "60_plus", "unrecorded")
FENI = ["BD20300029", "BD20300014"]
EVERYWHERE = [*FENI, "BD20120002"]


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def approve(activity, reviewer):
    """Walk a hand-made draft on to approved, as the table's triggers ask."""
    key = [str(activity.pk)]
    rows(
        "update activities_activity set status = 'submitted', submitted_at = now() "
        "where id = any(%s::uuid[]) returning 1",
        key,
    )
    rows(
        "update activities_activity set status = 'approved', reviewed_at = now(), "
        "reviewed_by_id = %s where id = any(%s::uuid[]) returning 1",
        reviewer.pk,
        key,
    )


@pytest.fixture
def worked(cast):
    """A log with several of everything: groups, sexes, states, months, districts, materials."""
    for name in ("officer", "manager", "administrator", "stranger"):
        cast[name].language = "en"
        cast[name].save()
    cast.sadar_only = UserFactory(upazilas=[cast.feni_sadar], language="en")
    reviewer = cast.other_manager
    bazaar, workshop, training = ActivityTypeFactory.create_batch(3)
    leaflets = MaterialFactory()
    officials = TargetGroupFactory(kind="secondary")
    judges = TargetGroupFactory(kind="secondary")
    cast.project.target_groups.add(officials, judges)
    today = datetime.date.today()
    kinds = [cast.courtyard, bazaar, workshop, training]
    number = 0
    for upazila in (cast.feni_sadar, cast.chhagalnaiya, cast.akhaura):
        for days_ago in (0, 20, 45, 100, 300, 700):
            for kind in kinds:
                number += 1
                if number % 5 == 0:
                    continue
                activity = ActivityFactory(
                    project=cast.project,
                    activity_type=kind,
                    upazila=upazila,
                    officer=cast.stranger if upazila == cast.akhaura else cast.officer,
                    starts_on=today - datetime.timedelta(days=days_ago),
                )
                ParticipationFactory(
                    activity=activity,
                    target_group=cast.women_at_risk,
                    female_18_59=number,
                    female_0_17=2 * number,
                    male_60_plus=3,
                    unrecorded_unrecorded=number % 3,
                    first_time=number,
                )
                ParticipationFactory(
                    activity=activity,
                    target_group=officials,
                    female_18_59=0,
                    male_18_59=number,
                    male_unrecorded=1,
                    third_gender_18_59=number % 2,
                    first_time=1,
                )
                if number % 7:
                    approve(activity, reviewer)
                elif number % 2:
                    rows(
                        "update activities_activity set status = 'submitted', "
                        "submitted_at = now() where id = %s returning 1",
                        activity.pk,
                    )
    handout = ActivityFactory(
        project=cast.project,
        activity_type=leaflets.activity_type,
        upazila=cast.feni_sadar,
        officer=cast.officer,
    )
    Distribution.objects.create(activity=handout, material=leaflets, quantity=400)
    Distribution.objects.create(
        activity=handout,
        material=MaterialFactory(activity_type=leaflets.activity_type),
        quantity=30,
    )
    approve(handout, reviewer)
    ActivityFactory(  # another project's work is nobody's here
        activity_type=cast.courtyard, upazila=cast.feni_sadar, status="approved", women=1000
    )
    return cast


PAGES = [
    ("administrator", "project", [], EVERYWHERE),
    ("manager", "project", [], FENI),
    ("manager", "district", ["BD2030"], FENI),
    ("sadar_only", "district", ["BD2030"], ["BD20300029"]),
    ("officer", "upazila", ["BD20300014"], ["BD20300014"]),
]
QUERIES = {
    "whole": {"period": "project"},
    "one type": {"period": "project", "type": "kind"},
    "month": {"period": "month"},
    "unasked": {},
}


@pytest.fixture(params=QUERIES)
def parameters(request, worked):
    asked = dict(QUERIES[request.param])
    if "type" in asked:
        asked["type"] = worked.courtyard.code
    return asked


@pytest.fixture(params=PAGES, ids=lambda page: f"{page[0]}-{page[1]}")
def looked_at(request, worked, client):
    who, name, arguments, upazilas = request.param
    user = getattr(worked, who)
    client.force_login(user)
    return user, reverse(f"dashboards:{name}", args=arguments), upazilas


class Plain:
    """The same sums, in SQL that knows nothing of ours."""

    def __init__(self, asked, upazilas):
        self.values = (
            asked.project.pk,
            upazilas,
            asked.period.start,
            asked.period.end,
            [asked.type.pk]
            if asked.type
            else list(ActivityType.objects.values_list("pk", flat=True)),
        )

    def activities(self, status, extra="true", *values):
        query = f"""select count(*) from activities_activity a
            where project_id = %s and upazila_id = any(%s) and starts_on between %s and %s
            and activity_type_id = any(%s) and status = %s and {extra}"""
        return rows(query, *self.values, status, *values)[0][0]

    def people(self, columns, status="approved", extra="true", *values):
        total = " + ".join(f"p.{column}" for column in columns)
        query = f"""select coalesce(sum({total}), 0)
            from activities_participation p, activities_activity a
            where p.activity_id = a.id and project_id = %s and upazila_id = any(%s)
            and starts_on between %s and %s and activity_type_id = any(%s) and status = %s
            and {extra}"""
        return rows(query, *self.values, status, *values)[0][0]


def cells(sexes=SEXES, ages=AGES):
    return [f"{sex}_{age}" for sex in sexes for age in ages]


def test_the_page_agrees_with_plain_sql(client, looked_at, parameters):
    _user, address, upazilas = looked_at

    context = client.get(address, parameters).context

    plain = Plain(context["asked"], upazilas)
    log, people = context["log"], context["people"]
    assert log.total.approved == plain.activities("approved")
    assert log.total.awaiting == plain.activities("submitted")
    assert people.contacts == log.total.contacts == plain.people(cells())
    assert people.first_time == plain.people(["first_time"])
    assert people.awaiting == plain.people(cells(), "submitted")
    assert people.women_and_girls == plain.people(cells(sexes=["female"]))
    assert people.children == plain.people(cells(ages=["0_17"]))
    assert people.age_not_recorded == plain.people(cells(ages=["unrecorded"]))
    for sex, counts in people.table:
        for age, count in counts:
            assert count == plain.people(cells([sex] if sex else SEXES, [age] if age else AGES))
    for row in log.by_type:
        of_type = "activity_type_id = %s"
        assert row.tally.approved == plain.activities("approved", of_type, row.type.pk)
        assert row.tally.awaiting == plain.activities("submitted", of_type, row.type.pk)
        assert row.tally.contacts == plain.people(cells(), "approved", of_type, row.type.pk)
    for row in [*log.by_month, *log.by_column]:
        days = (row.column.period.start, row.column.period.end)
        within = "starts_on between %s and %s"
        assert row.tally.approved == plain.activities("approved", within, *days)
        assert row.tally.awaiting == plain.activities("submitted", within, *days)
        assert row.tally.contacts == plain.people(cells(), "approved", within, *days)
        for kind, count in row.largest:
            assert count == plain.activities(
                "approved", f"{within} and activity_type_id = %s", *days, kind.pk
            )
        assert row.others + sum(count for _, count in row.largest) == row.tally.approved
    for row in context["groups"]:
        of_group = "target_group_id = %s"
        assert row.contacts == plain.people(cells(), "approved", of_group, row.group.pk)
        assert row.first_time == plain.people(["first_time"], "approved", of_group, row.group.pk)
    assert {row.group for row in context["groups"]} == set(
        context["asked"].project.target_groups.all()
    )
    for row in context.get("upazilas", []):
        here = "upazila_id = %s"
        assert row.tally.approved == plain.activities("approved", here, row.upazila.pk)
        assert row.tally.contacts == plain.people(cells(), "approved", here, row.upazila.pk)
    for row in context.get("unions", []):
        here, pk = ("union_id = %s", [row.union.pk]) if row.union else ("union_id is null", [])
        assert row.activities == plain.activities("approved", here, *pk)
        assert row.contacts == plain.people(cells(), "approved", here, *pk)


NUMBER = re.compile(r"\d[\d,]*")
LINK = re.compile(r'<a[^>]*href="/activities/\?([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
UNSEEN = re.compile(r'<span class="visually-hidden">.*?</span>|<svg.*?</svg>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@pytest.mark.parametrize("parameters", ["whole", "one type"], indirect=True)
def test_every_figure_links_to_activities_that_add_up_to_it(client, looked_at, parameters):
    user, address, _upazilas = looked_at

    response = client.get(address, parameters)

    project = response.context["asked"].project
    checked = 0
    for query, text in LINK.findall(response.content.decode()):
        asked = QueryDict(unescape(query))
        listed = ActivityFilter(user, project, asked)
        assert listed.is_valid(), listed.errors
        shown = TAG.sub(" ", UNSEEN.sub("", text))
        numbers = {int(number.replace(",", "")) for number in NUMBER.findall(shown)}
        if not numbers or "days" in shown:
            continue
        totals = listed.activities().totals(listed.narrowing)
        checked += 1
        assert numbers & {totals.activities, totals.contacts, totals.first_time}, (query, shown)
    assert checked > 40


@pytest.mark.parametrize("parameters", ["whole"], indirect=True)
def test_each_table_as_csv_agrees_with_plain_sql(client, looked_at, parameters):
    _user, address, upazilas = looked_at
    asked = client.get(address, parameters).context["asked"]

    plain = Plain(asked, upazilas)

    tables = {
        table: csv_of(client.get(address, {**parameters, "format": "csv", "table": table}))
        for table in ("months", "types", "reach", "groups", "sex-age")
    }

    for line in tables["months"]:
        month = "to_char(starts_on, 'YYYY-MM') = %s"
        approved, contacts = (int(line[name] or 0) for name in ("approved", "contacts"))
        assert approved == plain.activities("approved", month, line["month"])
        assert contacts == plain.people(cells(), "approved", month, line["month"])
    every = sum(int(line["approved"] or 0) for line in tables["months"])
    assert every == plain.activities("approved")
    for line in tables["types"]:
        kind = ActivityType.objects.get(code=line["type_code"])
        of_type = "activity_type_id = %s"
        assert line["type_bn"] == kind.name_bn
        assert int(line["approved"]) == plain.activities("approved", of_type, kind.pk)
        assert int(line["awaiting_review"]) == plain.activities("submitted", of_type, kind.pk)
    reach = {line["figure"]: line for line in tables["reach"]}
    assert int(reach["contacts"]["approved"]) == plain.people(cells())
    assert int(reach["contacts"]["awaiting_review"]) == plain.people(cells(), "submitted")
    assert int(reach["first_time"]["approved"]) == plain.people(["first_time"])
    groups = tables["groups"]
    assert sum(int(line["contacts"]) for line in groups) == plain.people(cells())
    assert sum(int(line["first_time"]) for line in groups) == plain.people(["first_time"])
    for line in tables["sex-age"]:
        sexes = SEXES if line["sex"] == "total" else [line["sex"]]
        assert int(line["total"]) == plain.people(cells(sexes))
        for age in AGES:
            assert int(line[age]) == plain.people(cells(sexes, [age]))


def csv_of(response):
    text = response.getvalue().decode()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("who", "expected"),
    [("administrator", {*EVERYWHERE}), ("manager", {*FENI}), ("sadar_only", {"BD20300029"})],
)
def test_the_csv_of_places_holds_only_what_one_may_see(client, worked, who, expected):
    client.force_login(getattr(worked, who))

    response = client.get(
        reverse("dashboards:project"), {"period": "project", "format": "csv", "table": "upazilas"}
    )

    lines = csv_of(response)
    assert {line["upazila_pcode"] for line in lines} == expected
    for line in lines:
        assert (
            int(line["approved"])
            == (
                rows(
                    "select count(*) from activities_activity where status = 'approved' "
                    "and project_id = %s and upazila_id = %s",
                    worked.project.pk,
                    line["upazila_pcode"],
                )[0][0]
            )
        )


def test_the_csv_of_unions_adds_up_to_the_upazila(client, worked):
    ActivityFactory(
        project=worked.project,
        activity_type=worked.courtyard,
        upazila=worked.chhagalnaiya,
        union=worked.mohamaya,
        status="approved",
        women=9,
    )
    client.force_login(worked.manager)
    address = reverse("dashboards:upazila", args=["BD20300014"])

    response = client.get(address, {"period": "project", "format": "csv", "table": "unions"})

    lines = csv_of(response)
    assert (lines[0]["union_en"], lines[0]["approved"], lines[0]["contacts"]) == (
        "Mohamaya",
        "1",
        "9",
    )
    total = client.get(address, {"period": "project"}).context["log"].total
    assert sum(int(line["approved"]) for line in lines) == total.approved
    assert sum(int(line["contacts"]) for line in lines) == total.contacts


def test_a_cell_is_never_a_formula(client, worked):
    TargetGroup.objects.filter(pk=worked.women_at_risk.pk).update(name_en="=HYPERLINK(1)")
    client.force_login(worked.manager)

    response = client.get(reverse("dashboards:project"), {"format": "csv", "table": "groups"})

    assert ",'=HYPERLINK(1)," in response.getvalue().decode()
