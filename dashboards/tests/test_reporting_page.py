"""The page of reporting completeness, and its files."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from common.calendar import Period
from figures.templatetags.figures import trace
from tests.factories import ActivityTypeFactory, PlannedActivityFactory, UnionFactory

REPORTING = reverse("dashboards:reporting")


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


def test_the_page_shows_twelve_months_and_leads_to_the_others(manager, cast):
    cast.project.starts_on, cast.project.ends_on = "2024-12-10", "2026-10-31"
    cast.project.save()

    last = manager.get(REPORTING).context
    earlier = manager.get(REPORTING, {"month": f"{last['months'].earlier:%Y-%m}"}).context

    assert last["asked"].period == Period(datetime.date(2025, 11, 1), datetime.date(2026, 10, 31))
    assert last["months"].later is None
    assert earlier["asked"].period == Period(
        datetime.date(2024, 12, 1), datetime.date(2025, 10, 31)
    )
    assert (earlier["months"].earlier, earlier["months"].later) == (
        None,
        datetime.date(2026, 10, 1),
    )


@pytest.mark.parametrize("typed", ["", "2026-13", "0000-00", "২০২৬-১০", "9999-12", "x"])
def test_a_month_that_makes_no_sense_is_the_last_one(manager, cast, typed):
    cast.project.ends_on = "2026-10-31"
    cast.project.save()

    asked = manager.get(REPORTING, {"month": typed}).context["asked"]

    assert asked.period.end == datetime.date(2026, 10, 31)


def test_every_figure_of_a_month_leads_to_a_list_that_adds_up_to_it(manager, cast, held):
    for status in ("approved", "approved", "submitted", "returned"):
        held(timezone.localdate(), status=status)
    month = timezone.localdate().replace(day=1)

    page = manager.get(REPORTING)

    (row,) = [row for row in page.context["matrix"] if row.upazila == cast.feni_sadar]
    cell = row.cells[-1]
    assert (cell.month.start, cell.approved, cell.awaiting) == (month, 2, 1)
    for status, count in (("approved", 2), ("submitted", 1)):
        behind = trace(page.context["asked"], cell.month, place=cell.upazila.pk, status=status)
        assert behind.replace("&", "&amp;") in page.content.decode()
        assert manager.get(behind).context["totals"].activities == count


def test_a_silent_month_leads_to_where_it_is_said(manager, cast):
    page = manager.get(REPORTING).content.decode()

    last_month = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    address = f"{reverse('activities:nothing')}?month={last_month:%Y-%m}"
    assert f"{address}&amp;upazila={cast.feni_sadar.pk}" in page


def test_a_silent_month_leads_to_what_was_returned_as_well(manager, cast, held):
    before = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    held(before, status="returned")

    page = manager.get(REPORTING)

    (row,) = [row for row in page.context["matrix"] if row.upazila == cast.feni_sadar]
    cell = row.cells[-2]
    behind = trace(page.context["asked"], cell.month, place=cell.upazila.pk, status="returned")
    assert (cell.state, row.months_not_reported) == ("silent", len(row.cells) - 1)
    assert behind.replace("&", "&amp;") in page.content.decode()
    assert [each.status for each in manager.get(behind).context["page"]] == ["returned"]


def test_a_place_narrows_every_table(manager, cast, held):
    held(timezone.localdate(), upazila=cast.chhagalnaiya)
    UnionFactory(upazila=cast.feni_sadar, name_en="Sarishadi")

    context = manager.get(REPORTING, {"place": cast.feni_sadar.pk}).context

    assert [row.upazila for row in context["matrix"]] == [cast.feni_sadar]
    assert [gap.union.name_en for gap in context["gaps"].courtyards] == ["Sarishadi"]
    assert manager.get(REPORTING, {"place": "BD20120002"}).status_code == 404
    assert manager.get(REPORTING, {"place": "nowhere"}).status_code == 404


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("months", "BD20300029,Feni Sadar,ফেনী সদর,{month},nothing,0,0,0,flood,বাঁধ ভেঙেছে"),
        ("courtyards", "BD20300014,Chhagalnaiya,ছাগলনাইয়া,Mohamaya,মহামায়া,"),
        ("girls", "BD20300014,Chhagalnaiya,ছাগলনাইয়া,Mohamaya,মহামায়া,"),
        ("types", "courtyard-meeting,Courtyard meeting,উঠান বৈঠক,3,1,0,2"),
    ],
)
def test_every_table_is_there_as_csv(manager, cast, held, nothing, table, line):
    before = (timezone.localdate().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    nothing(before, note="বাঁধ ভেঙেছে")
    held(timezone.localdate(), upazila=cast.chhagalnaiya)
    PlannedActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.feni_sadar,
        month=before,
        number=3,
    )

    response = manager.get(REPORTING, {"format": "csv", "table": table})

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert line.format(month=f"{before:%Y-%m}") in lines


@pytest.mark.parametrize("table", ["", "plan", "nothing"])
def test_a_table_that_is_not_there_is_not_found(manager, table):
    assert manager.get(REPORTING, {"format": "csv", "table": table}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    manager, cast, held, nothing, rows, django_assert_num_queries
):
    today = timezone.localdate().replace(day=1)
    for number in range(rows):
        kind = ActivityTypeFactory()
        union = UnionFactory(upazila=cast.feni_sadar)
        held(today - datetime.timedelta(days=90), activity_type=kind, union=union)
        nothing((today - datetime.timedelta(days=31 * number)).replace(day=1))
        PlannedActivityFactory(project=cast.project, activity_type=kind, upazila=cast.feni_sadar)

    with django_assert_num_queries(13):
        manager.get(REPORTING)
