"""Which months somebody has spoken of, and where nobody has been."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards.figures import Selection, area, gaps, matrix, reported
from dashboards.periods import Period
from dashboards.templatetags.dashboards import trace
from trafficking_program.tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    NothingToReportFactory,
    ParticipationFactory,
    PlannedActivityFactory,
    ProjectFactory,
    UnionFactory,
)

COVERAGE = reverse("dashboards:coverage")

JANUARY, FEBRUARY, MARCH = (datetime.date(2026, month, 1) for month in (1, 2, 3))
WINTER = Period(datetime.date(2026, 1, 10), datetime.date(2026, 3, 20))


@pytest.fixture
def held(cast):
    """Make an activity of the officer's in Feni Sadar; any field can be given."""

    def make(starts_on, **fields):
        return ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "starts_on": starts_on,
                "status": "approved",
                "reviewer": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def nothing(cast):
    def say(month, **fields):
        return NothingToReportFactory(
            **{
                "project": cast.project,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "month": month,
                **fields,
            }
        )

    return say


@pytest.mark.parametrize(
    ("status", "is_reported"),
    [("draft", False), ("submitted", True), ("returned", False), ("approved", True)],
)
def test_what_was_handed_in_and_not_given_back_is_reported(cast, held, status, is_reported):
    held(datetime.date(2026, 2, 28), status=status)

    found = reported(Selection(cast.officer, cast.project, WINTER))

    assert found == ({(cast.feni_sadar.pk, FEBRUARY)} if is_reported else set())


def test_nothing_to_report_is_a_report_too_and_months_are_whole(cast, held, nothing):
    held(datetime.date(2026, 1, 3))
    nothing(FEBRUARY)
    held(datetime.date(2026, 3, 31), upazila=cast.chhagalnaiya)
    nothing(datetime.date(2026, 4, 1))
    held(datetime.date(2025, 12, 31))

    found = reported(Selection(cast.manager, cast.project, WINTER))

    assert found == {
        (cast.feni_sadar.pk, JANUARY),
        (cast.feni_sadar.pk, FEBRUARY),
        (cast.chhagalnaiya.pk, MARCH),
    }


def test_what_is_reported_stays_within_project_place_and_scope(cast, held, nothing):
    nothing(JANUARY)
    nothing(JANUARY, upazila=cast.chhagalnaiya)
    held(FEBRUARY, upazila=cast.akhaura, officer=cast.stranger)
    nothing(MARCH, project=ProjectFactory())

    def of(user, place=None):
        return reported(Selection(user, cast.project, WINTER, place))

    sadar, chhagalnaiya = (cast.feni_sadar.pk, JANUARY), (cast.chhagalnaiya.pk, JANUARY)
    assert of(cast.manager) == {sadar, chhagalnaiya}
    assert of(cast.manager, cast.feni) == {sadar, chhagalnaiya}
    assert of(cast.officer, cast.chhagalnaiya) == {chhagalnaiya}
    assert of(cast.administrator, cast.brahmanbaria) == {(cast.akhaura.pk, FEBRUARY)}
    assert of(cast.other_manager) == {(cast.akhaura.pk, FEBRUARY)}


def test_what_is_reported_costs_two_queries(cast, held, nothing, django_assert_num_queries):
    held(JANUARY)
    for month in (FEBRUARY, MARCH):
        nothing(month)

    with django_assert_num_queries(2):
        reported(Selection(cast.officer, cast.project, WINTER))


# Upazila by month.

TODAY = datetime.date(2026, 3, 20)


def cells(asked, upazila, today=TODAY):
    (row,) = [row for row in matrix(asked, area(asked), today) if row.upazila == upazila]
    return {cell.month.start: cell for cell in row.cells}


@pytest.fixture
def winter(cast):
    """January to March, seen by the manager on 20 March."""
    return Selection(cast.manager, cast.project, Period(JANUARY, datetime.date(2026, 3, 31)))


def test_a_month_is_logged_or_nothing_or_silent_or_not_yet(cast, held, nothing, winter):
    for status in ("approved", "approved", "submitted", "returned", "draft"):
        held(datetime.date(2026, 1, 31), status=status)
    said = nothing(FEBRUARY)
    held(FEBRUARY, upazila=cast.chhagalnaiya, status="draft")

    sadar, chhagalnaiya = cells(winter, cast.feni_sadar), cells(winter, cast.chhagalnaiya)

    january = sadar[JANUARY]
    assert (january.state, january.approved, january.awaiting, january.returned) == (
        "logged",
        2,
        1,
        1,
    )
    assert (sadar[FEBRUARY].state, sadar[FEBRUARY].said) == ("nothing", said)
    assert sadar[MARCH].state == "not_yet"
    assert [chhagalnaiya[month].state for month in (JANUARY, FEBRUARY, MARCH)] == [
        "silent",
        "silent",
        "not_yet",
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (datetime.date(2026, 2, 28), "not_yet"),
        (datetime.date(2026, 3, 1), "silent"),
        (datetime.date(2025, 12, 1), "not_yet"),
    ],
)
def test_a_month_is_silent_once_it_is_over(cast, winter, today, state):
    assert cells(winter, cast.feni_sadar, today)[FEBRUARY].state == state


def test_what_was_logged_outweighs_what_was_said(cast, held, nothing, winter):
    nothing(FEBRUARY)
    held(FEBRUARY, status="submitted")

    assert cells(winter, cast.feni_sadar)[FEBRUARY].state == "logged"


def test_what_was_returned_is_silence_until_it_is_handed_in_again(cast, held, winter):
    activity = held(JANUARY, status="returned", women=12)
    then = cells(winter, cast.feni_sadar)[JANUARY]

    activity.submit(version=activity.version)
    now = cells(winter, cast.feni_sadar)[JANUARY]

    assert (then.state, then.returned) == ("silent", 1)
    assert (now.state, now.returned, now.awaiting) == ("logged", 0, 1)


def test_a_month_is_whole_where_the_period_begins_or_ends_within_it(cast, held, nothing, winter):
    held(datetime.date(2026, 1, 3))
    nothing(FEBRUARY)
    within = winter.during(datetime.date(2026, 1, 10), datetime.date(2026, 3, 10))

    found = cells(within, cast.feni_sadar)

    assert [cell.state for cell in found.values()] == ["logged", "nothing", "not_yet"]


def test_the_states_agree_with_what_is_reported(cast, held, nothing, winter):
    held(JANUARY, status="returned")
    held(FEBRUARY, status="submitted")
    nothing(FEBRUARY, upazila=cast.chhagalnaiya)

    spoken_of = {
        (cell.upazila.pk, cell.month.start)
        for row in matrix(winter, area(winter), TODAY)
        for cell in row.cells
        if cell.state in ("logged", "nothing")
    }

    assert spoken_of == reported(winter)


def test_an_upazila_that_left_the_work_area_keeps_its_row_while_it_has_something(
    cast, held, winter
):
    held(JANUARY)
    cast.project.upazilas.remove(cast.feni_sadar, cast.chhagalnaiya)

    assert [row.upazila for row in matrix(winter, area(winter), TODAY)] == [cast.feni_sadar]


# Unions.


@pytest.fixture
def gaps_of(cast):
    """The unions of both lists on a day, by name."""

    def ask(today=TODAY, user=cast.manager, place=None):
        asked = Selection(user, cast.project, WINTER, place)
        found = gaps(asked, area(asked), today)
        return (
            {gap.union.name_en: gap.last_on for gap in found.courtyards},
            {gap.union.name_en: gap.last_on for gap in found.girls},
        )

    return ask


def test_a_union_without_a_courtyard_meeting_for_sixty_days_is_named(cast, held, gaps_of):
    sixty_days_ago = TODAY - datetime.timedelta(days=60)
    held(sixty_days_ago, upazila=cast.chhagalnaiya, union=cast.mohamaya)
    held(
        TODAY,
        upazila=cast.chhagalnaiya,
        union=cast.mohamaya,
        activity_type=ActivityTypeFactory(code="bazaar-meeting"),
    )
    held(TODAY, upazila=cast.chhagalnaiya, union=cast.mohamaya, status="draft")
    held(TODAY, upazila=cast.chhagalnaiya, union=cast.mohamaya, status="returned")
    held(TODAY, upazila=cast.chhagalnaiya)

    assert gaps_of()[0] == {"Mohamaya": sixty_days_ago}


@pytest.mark.parametrize("status", ["approved", "submitted"])
def test_a_courtyard_meeting_within_sixty_days_fills_the_gap(cast, held, gaps_of, status):
    held(
        TODAY - datetime.timedelta(days=59),
        upazila=cast.chhagalnaiya,
        union=cast.mohamaya,
        status=status,
    )

    assert gaps_of()[0] == {}


def test_a_union_where_nobody_has_been_is_not_yet(cast, gaps_of):
    UnionFactory(upazila=cast.feni_sadar, name_en="Retired", is_active=False)
    UnionFactory(upazila=cast.akhaura, name_en="Mogra")

    assert gaps_of() == ({"Mohamaya": None}, {"Mohamaya": None})
    assert gaps_of(user=cast.stranger) == ({"Mogra": None}, {"Mogra": None})
    assert gaps_of(user=cast.administrator, place=cast.akhaura)[0] == {"Mogra": None}


def test_girls_are_those_under_eighteen_at_any_activity(cast, held, gaps_of):
    long_ago = TODAY - datetime.timedelta(days=100)
    where = {"upazila": cast.chhagalnaiya, "union": cast.mohamaya, "status": "draft"}
    for day, number in ((long_ago, {"female_0_17": 1}), (TODAY, {"female_18_59": 9})):
        activity = held(day, activity_type=ActivityTypeFactory(), **where)
        ParticipationFactory(activity=activity, **{"female_18_59": 0, **number})
        type(activity).objects.filter(pk=activity.pk).update(
            status="submitted", submitted_at=activity.created_at
        )

    assert gaps_of()[1] == {"Mohamaya": long_ago}
    assert gaps_of(long_ago + datetime.timedelta(days=30))[1] == {}


def test_of_a_project_that_is_over_the_gap_is_up_to_its_last_day(cast, held, gaps_of):
    held(FEBRUARY, upazila=cast.chhagalnaiya, union=cast.mohamaya)
    cast.project.ends_on = datetime.date(2026, 3, 31)
    cast.project.save()

    assert gaps_of(datetime.date(2030, 1, 1))[0] == {}


# The page.


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


def test_the_page_shows_twelve_months_and_leads_to_the_others(manager, cast):
    cast.project.starts_on, cast.project.ends_on = "2024-12-10", "2026-10-31"
    cast.project.save()

    last = manager.get(COVERAGE).context
    earlier = manager.get(COVERAGE, {"month": f"{last['months'].earlier:%Y-%m}"}).context

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

    asked = manager.get(COVERAGE, {"month": typed}).context["asked"]

    assert asked.period.end == datetime.date(2026, 10, 31)


def test_every_figure_of_a_month_leads_to_a_list_that_adds_up_to_it(manager, cast, held):
    for status in ("approved", "approved", "submitted", "returned"):
        held(timezone.localdate(), status=status)
    month = timezone.localdate().replace(day=1)

    page = manager.get(COVERAGE)

    (row,) = [row for row in page.context["matrix"] if row.upazila == cast.feni_sadar]
    cell = row.cells[-1]
    assert (cell.month.start, cell.approved, cell.awaiting) == (month, 2, 1)
    for status, count in (("approved", 2), ("submitted", 1)):
        behind = trace(page.context["asked"], cell.month, place=cell.upazila.pk, status=status)
        assert behind.replace("&", "&amp;") in page.content.decode()
        assert manager.get(behind).context["totals"].activities == count


def test_a_silent_month_leads_to_where_it_is_said(manager, cast):
    page = manager.get(COVERAGE).content.decode()

    last_month = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    address = f"{reverse('activities:nothing')}?month={last_month:%Y-%m}"
    assert f"{address}&amp;upazila={cast.feni_sadar.pk}" in page


def test_a_silent_month_leads_to_what_was_returned_as_well(manager, cast, held):
    before = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    held(before, status="returned")

    page = manager.get(COVERAGE)

    (row,) = [row for row in page.context["matrix"] if row.upazila == cast.feni_sadar]
    cell = row.cells[-2]
    behind = trace(page.context["asked"], cell.month, place=cell.upazila.pk, status="returned")
    assert (cell.state, row.silent) == ("silent", len(row.cells) - 1)
    assert behind.replace("&", "&amp;") in page.content.decode()
    assert [each.status for each in manager.get(behind).context["page"]] == ["returned"]


def test_a_place_narrows_every_table(manager, cast, held):
    held(timezone.localdate(), upazila=cast.chhagalnaiya)
    UnionFactory(upazila=cast.feni_sadar, name_en="Sarishadi")

    context = manager.get(COVERAGE, {"place": cast.feni_sadar.pk}).context

    assert [row.upazila for row in context["matrix"]] == [cast.feni_sadar]
    assert [gap.union.name_en for gap in context["gaps"].courtyards] == ["Sarishadi"]
    assert manager.get(COVERAGE, {"place": "BD20120002"}).status_code == 404
    assert manager.get(COVERAGE, {"place": "nowhere"}).status_code == 404


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

    response = manager.get(COVERAGE, {"format": "csv", "table": table})

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert line.format(month=f"{before:%Y-%m}") in lines


@pytest.mark.parametrize("table", ["", "plan", "nothing"])
def test_a_table_that_is_not_there_is_not_found(manager, table):
    assert manager.get(COVERAGE, {"format": "csv", "table": table}).status_code == 404


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
        manager.get(COVERAGE)
