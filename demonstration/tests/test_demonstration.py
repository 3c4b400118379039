"""The demonstration as it is imagined: a story that can be told on any day."""

import datetime
import unicodedata
from collections import Counter

import pytest
from django.utils import timezone

from common.calendar import months_on
from demonstration import accounts, meetings, schedule, targets, words, work_plan
from demonstration.accounts import AKHAURA, FENI
from demonstration.scenario import plan
from trafficking_program.reference.facts import read

pytestmark = pytest.mark.long
DHAKA = timezone.get_default_timezone()
PLANNED = {
    "an autumn evening": datetime.datetime(2026, 11, 23, 19, tzinfo=DHAKA),
    "the first of a month": datetime.datetime(2026, 12, 1, 9, tzinfo=DHAKA),
    "a Friday the first, just after midnight": datetime.datetime(2026, 5, 1, 0, 3, tzinfo=DHAKA),
    "the monsoon": datetime.datetime(2027, 8, 2, 11, tzinfo=DHAKA),
    "a leap day": datetime.datetime(2028, 2, 29, 15, tzinfo=DHAKA),
    "the last of a year": datetime.datetime(2026, 12, 31, 23, 59, tzinfo=DHAKA),
}


def unions_of_the_facts():
    found = {}
    for key, fact in enumerate(read("unions_3districts")):
        found.setdefault(fact["upazila"], []).append(key)
    return found


@pytest.fixture(scope="module", params=PLANNED.values(), ids=PLANNED)
def now(request):
    return request.param


@pytest.fixture(scope="module")
def planned(now):
    """To be looked at by several tests; what is put around it would mark it."""
    return plan(now, unions_of_the_facts())


@pytest.fixture
def planned_anew(now):
    return plan(now, unions_of_the_facts())


def age_in_days(activity, now):
    return (now.date() - activity.moves[-1].at.date()).days


def test_it_is_as_large_as_real_work_is(planned):
    contacts = sum(people.total for activity in planned for people in activity.people)

    assert 1_900 <= len(planned) <= 2_100
    assert 58_000 <= contacts <= 72_000


def test_the_same_day_tells_the_same_story(now, planned):
    again = plan(now, unions_of_the_facts())

    assert again == planned


def around(now, planned):
    """What stands around the activities; it marks them with what belongs to them."""
    period = schedule.Period.around(now.date())
    return (
        meetings.sample_committees(planned, period),
        work_plan.plan_entries(planned, period, unions_of_the_facts()),
        work_plan.zero_reports(planned, period),
        list(targets.sample_targets(period)),
        list(targets.manual_values(period)),
    )


def test_the_same_day_has_the_same_committees_plans_and_targets(now, planned_anew):
    again = plan(now, unions_of_the_facts())

    assert around(now, again) == around(now, planned_anew)
    assert again == planned_anew


def test_plans_decisions_and_values_keep_to_their_days(now, planned_anew):
    today = now.date()
    _committees, plans, quiet, targets, values = around(now, planned_anew)
    decided = [(meeting, made) for meeting in planned_anew for made in meeting.decided]

    assert {made.owner for _meeting, made in decided}
    for meeting, made in decided:
        assert made.due_on > meeting.starts_on
        assert made.done_on is None or meeting.created_at.date() < made.done_on < today
    for made in plans:
        assert made.month.day == 1
        assert made.made_on <= today
        assert made.day is None or (made.day.replace(day=1), made.number) == (made.month, 1)
        assert made.day is None or made.day.weekday() != 4 or made.day <= today
    assert len({(p.upazila, p.day, p.kind, p.venue, p.month) for p in plans}) == len(plans)
    assert all(months_on(month.month, 1) <= today for month in quiet)
    assert {target.indicator for target in targets} < {
        fact["code"] for fact in read("indicators")["indicators"]
    }
    assert values
    assert all(value.read_on < today for value in values)


def test_nothing_is_told_of_the_future_or_in_the_wrong_order(now, planned):
    begins = schedule.Period.around(now.date()).starts_on
    for activity in planned:
        instants = [activity.created_at, *(move.at for move in activity.moves)]
        assert begins <= activity.starts_on <= activity.ends_on <= now.date()
        assert activity.created_at.date() >= activity.ends_on
        assert instants == sorted(instants)
        assert instants[-1] < now


def test_every_role_finds_work_on_any_day(now, planned):
    waiting = [a for a in planned if a.final_status == "submitted" and a.district == FENI]
    this_month = [a for a in planned if a.starts_on >= now.date().replace(day=1)]
    officers = Counter((a.officer, a.final_status) for a in planned)

    assert 7 <= len(waiting) <= 10
    assert sum(age_in_days(a, now) > 7 for a in waiting) >= 2
    assert officers["officer", "returned"] >= 1
    assert officers["officer", "draft"] >= 1
    assert officers["officer2", "approved"] >= 1
    approved = Counter(a.upazila for a in this_month if a.final_status == "approved")
    assert set(approved) == set(schedule.PACE) - {schedule.BEHIND_PLAN}
    assert min(approved.values()) >= 2


def test_work_is_seasonal_and_uneven(now, planned):
    months = Counter(a.starts_on.month for a in planned)
    upazilas = Counter(a.upazila for a in planned)
    latest_of_the_quiet = max(a.ends_on for a in planned if a.upazila == schedule.BEHIND_PLAN)
    logged = Counter(a.officer for a in planned)
    returned = Counter(a.officer for a in planned if "returned" in {m.status for m in a.moves})

    assert months[7] + months[8] < 0.7 * (months[12] + months[1])
    assert upazilas[schedule.BEHIND_PLAN] < 0.5 * upazilas[AKHAURA]
    assert (now.date() - latest_of_the_quiet).days > 30
    often, seldom = (returned[name] / logged[name] for name in ("officer2", "officer"))
    assert often > 3 * seldom
    assert sum(a.starts_on.weekday() == 4 for a in planned) < 0.03 * len(planned)


def test_only_what_was_returned_has_a_mistake_and_only_what_was_corrected_lost_it(planned):
    for activity in planned:
        was_returned = any(move.status == "returned" for move in activity.moves)
        assert bool(activity.mistake) == was_returned
        assert any(move.corrects for move in activity.moves) == (
            was_returned and activity.final_status == "approved"
        )
        if activity.mistake:
            as_first_written = (
                activity.first_people(),
                activity.first_venue(),
                activity.first_summary(),
            )
            assert as_first_written != (activity.people, activity.venue, activity.summary)


def test_its_words_are_unicode_nfc_and_carry_no_digits():
    texts = [
        *words.QUARTERS,
        *words.YARDS,
        *words.DECISIONS,
        *words.REASONS,
        targets.SOURCE,
        *meetings.DONE,
        *(post for posts in meetings.POSTS.values() for post in posts),
        *(text for decision in meetings.DECISIONS for text in decision),
        *work_plan.NOTES_BY_REASON.values(),
        *(
            text
            for table in (words.VENUES, words.SUMMARIES, words.NOTES)
            for row in table.values()
            for text in row
        ),
        *(f"{a.first_name} {a.last_name}" for a in accounts.ACCOUNTS),
    ]

    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []
    assert [text for text in texts if any(letter.isdigit() for letter in text)] == []


def test_chance_plans_nothing_twice():
    now = datetime.datetime(2027, 1, 24, 12, tzinfo=DHAKA)  # in one upazila it would
    planned = plan(now, unions_of_the_facts())

    _committees, found, *_others = around(now, planned)

    said = [(i.kind, i.upazila, i.union, i.month, i.day, i.venue) for i in found]
    assert len(said) == len(set(said))
    assert {activity.plan_entry for activity in planned} - {None} <= set(found)
