"""Every figure of a dashboard, held against sums done independently in plain SQL."""

import re
from html import unescape

import pytest
from django.http import QueryDict

from activities.forms.filters import ActivityFilter
from dashboards.tests.against_sql.plain import AGES, SEXES, Plain, cells

pytestmark = pytest.mark.long


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
