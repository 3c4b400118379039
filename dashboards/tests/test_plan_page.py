"""The page of the work plan, and what an officer does from it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from figures.templatetags.figures import trace
from tests.factories import ActivityTypeFactory, UnionFactory

PLAN = reverse("dashboards:plan")
MAY = datetime.date(2026, 5, 1)
today = timezone.localdate


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def test_an_officer_logs_from_the_calendar_with_one_tap(officer, planned):
    entry = planned(day=today(), venue="মুন্সিবাড়ি")

    page = officer.get(PLAN).content.decode()

    assert page.count(f'href="/activities/new/?planned={entry.pk}"') == 2
    assert "মুন্সিবাড়ি" in page


def test_an_officer_logs_what_is_still_open_of_the_number_of_this_month(officer, planned, held):
    this_month = today().replace(day=1)
    entry = planned(number=2, month=this_month)
    over = planned(number=2, month=(this_month - datetime.timedelta(days=1)).replace(day=1))
    link = f'href="/activities/new/?planned={entry.pk}"'

    held(today(), status="submitted")
    with_one = officer.get(PLAN).content.decode()
    held(today())
    with_both = officer.get(PLAN).content.decode()
    earlier = officer.get(PLAN, {"month": f"{over.month:%Y-%m}"}).content.decode()

    assert with_one.count(link) == 1
    assert link not in with_both
    assert f"?planned={over.pk}" not in earlier


def test_a_manager_is_not_asked_to_log_the_number_of_a_month(manager, planned):
    entry = planned(number=2, month=today().replace(day=1))

    assert f"?planned={entry.pk}" not in manager.get(PLAN).content.decode()


def test_what_was_logged_says_so_once_and_leads_to_the_first(officer, planned, held):
    entry = planned(day=today())
    first, second = held(today(), planned=entry), held(today(), planned=entry)

    page = officer.get(PLAN)

    html = page.content.decode()
    assert f"?planned={entry.pk}" not in html
    assert html.count(first.get_absolute_url()) == 2
    assert second.get_absolute_url() not in html
    assert reverse("plan:delete", args=[entry.pk]) not in html


def test_a_draft_is_shown_to_its_author_and_is_not_logged(client, officer, cast, planned, held):
    entry = planned(day=today(), planned_by=cast.officer)
    draft = held(today(), planned=entry, status="draft")

    own = officer.get(PLAN).content.decode()
    client.force_login(cast.manager)
    of_manager = client.get(PLAN).content.decode()

    assert own.count(draft.get_absolute_url()) == 2
    assert "is-draft" in own
    assert f"?planned={entry.pk}" not in own
    assert reverse("plan:edit", args=[entry.pk]) in own
    assert draft.get_absolute_url() not in of_manager
    for page in (own, of_manager):
        assert 'class="status is-approved"' not in page


def test_the_draft_of_another_does_not_show_and_something_else_does_not_count(
    officer, cast, planned, held
):
    entry = planned(day=today())
    held(today(), planned=entry, status="draft", officer=cast.administrator)
    held(today(), planned=entry, activity_type=ActivityTypeFactory())
    held(today(), planned=entry, upazila=cast.chhagalnaiya)

    assert f"?planned={entry.pk}" in officer.get(PLAN).content.decode()


def test_a_manager_sees_what_was_not_logged_and_may_change_it(manager, planned):
    entry = planned(day=today().replace(day=1) if today().day > 1 else today())

    response = manager.get(PLAN)

    page = response.content.decode()
    assert f"?planned={entry.pk}" not in page
    assert reverse("plan:edit", args=[entry.pk]) in page
    assert reverse("plan:delete", args=[entry.pk]) in page


def test_an_officer_changes_only_their_own_days(officer, cast, planned):
    own = planned(day=today(), planned_by=cast.officer, venue="মুন্সিবাড়ি")
    others = [planned(day=today()), planned(number=4, month=today().replace(day=1))]

    page = officer.get(PLAN).content.decode()

    assert reverse("plan:edit", args=[own.pk]) in page
    assert not any(reverse("plan:edit", args=[entry.pk]) in page for entry in others)


def test_a_month_of_the_project_is_chosen(manager, cast):
    cast.project.starts_on, cast.project.ends_on = "2026-04-10", "2026-06-20"
    cast.project.save()

    def asked(month):
        months = manager.get(PLAN, {"month": month}).context["months"]
        return months.last, months.earlier, months.later

    april, june = datetime.date(2026, 4, 1), datetime.date(2026, 6, 1)
    assert asked("2026-05") == (MAY, april, june)
    assert asked("২০২৬-০৪") == (april, None, MAY)
    assert asked("2026-12") == (june, MAY, None)
    assert asked("") == (june, MAY, None)
    assert asked("nonsense") == (june, MAY, None)


def test_a_project_that_is_over_has_no_weeks(manager, cast):
    cast.project.ends_on = today() - datetime.timedelta(days=1)
    cast.project.save()

    assert manager.get(PLAN).context["weeks"] == []


def test_what_was_held_leads_to_a_list_that_adds_up_to_it(manager, cast, planned, held):
    planned(number=4)
    for status in ("approved", "approved", "submitted", "returned"):
        held(MAY, status=status)
    held(MAY, activity_type=ActivityTypeFactory())

    page = manager.get(PLAN, {"month": "2026-05"})

    where = {"place": cast.feni_sadar.pk, "type": "courtyard-meeting"}
    for status, count in (("approved", 2), ("submitted", 1)):
        behind = trace(page.context["asked"], status=status, **where)
        assert behind.replace("&", "&amp;") in page.content.decode()
        assert manager.get(behind).context["totals"].activities == count


def test_the_plan_is_there_as_csv(manager, planned, held):
    planned(number=4)
    held(MAY, status="submitted")

    response = manager.get(PLAN, {"month": "2026-05", "format": "csv", "table": "plan"})

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "BD20300029,Feni Sadar,ফেনী সদর,courtyard-meeting,Courtyard meeting,উঠান বৈঠক,2026-05,4,0,1"
    ]
    assert manager.get(PLAN, {"format": "csv", "table": "months"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    officer, cast, planned, held, rows, django_assert_num_queries
):
    for _number in range(rows):
        kind, union = ActivityTypeFactory(), UnionFactory(upazila=cast.feni_sadar)
        entry = planned(day=today(), activity_type=kind, union=union)
        held(today(), planned=entry, activity_type=kind)
        planned(number=2, activity_type=kind, union=union, month=today().replace(day=1))

    with django_assert_num_queries(16):
        officer.get(PLAN)
