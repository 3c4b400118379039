"""Chooses the status of each sample activity, so that every role finds work on any day."""

import datetime
from collections.abc import Callable
from random import Random
from uuid import UUID

from demonstration.accounts import AUTHORS, BRAHMANBARIA, CUMILLA, FENI
from demonstration.activities import Planned
from demonstration.moves import APPROVED, DRAFT, RETURNED, SUBMITTED

# How many activities of each author or district are not approved today. Those that await review
# are given as (new, old).
DRAFTS = {"officer": 2, "officer2": 1, "demo.brahmanbaria": 1}
WAITING = {FENI: (5, 4), CUMILLA: (4, 2), BRAHMANBARIA: (4, 3)}
STILL_RETURNED = {
    "officer": 2,
    "officer2": 4,
    "demo.feni": 1,
    "demo.adarsha": 2,
    "demo.brahmanbaria": 2,
}
SURELY_APPROVED = 2
MISTAKES = {"officer2": 0.35}
FEW_MISTAKES = 0.07
FOUND_LATE = 0.1
# Within how many days a mistake is corrected and approved: one found in review, one found later.
PUT_RIGHT_WITHIN, LATE_ONES_WITHIN = 21, 50


def choose_statuses(found: list[Planned], today: datetime.date, random: Random) -> None:
    """Set the status of each activity, as the tables above say.

    Most are approved. The first ones of this month are always approved.
    """
    surely = surely_approved(found, today.replace(day=1))
    latest_first = sorted(found, key=lambda activity: (activity.sent, activity.id), reverse=True)
    undecided = [activity for activity in latest_first if activity.id not in surely]

    def give(status: str, count: int, fits: Callable[[Planned], bool], days: range | None) -> None:
        """Give the status to the latest `count` activities that fit.

        With `days` (how many days ago it was sent), give it to random ones in that range.
        """
        fitting = [activity for activity in undecided if fits(activity)]
        if days:
            fitting = [a for a in fitting if (today - a.sent.date()).days in days]
            random.shuffle(fitting)
        for activity in fitting[:count]:
            activity.final_status = status
            undecided.remove(activity)

    def written_by(author: str) -> Callable[[Planned], bool]:
        return lambda activity: activity.officer == author

    def held_in(district: str) -> Callable[[Planned], bool]:
        return lambda activity: activity.district == district

    for author, count in DRAFTS.items():
        give(DRAFT, count, written_by(author), None)
    for district, (new, old) in WAITING.items():
        give(SUBMITTED, new, held_in(district), None)
        give(SUBMITTED, old, held_in(district), range(8, 21))
    for author, count in STILL_RETURNED.items():
        give(RETURNED, count, written_by(author), range(9, 45))


def surely_approved(found: list[Planned], first_day: datetime.date) -> set[UUID]:
    """The ids of the first activities since `first_day` in each upazila."""
    surely: set[UUID] = set()
    for upazila in AUTHORS:
        here = [a.id for a in found if a.upazila == upazila and a.starts_on >= first_day]
        surely.update(here[:SURELY_APPROVED])
    return surely


def mistake_in(activity: Planned, today: datetime.date, random: Random) -> str:
    """The kind of mistake that a reviewer finds (a key of NOTES), or "".

    An activity that is returned today always has a mistake.
    """
    had_time = (today - activity.sent.date()).days > PUT_RIGHT_WITHIN
    likely = MISTAKES.get(activity.officer, FEW_MISTAKES)
    is_put_right = activity.final_status == APPROVED and had_time and random.random() < likely
    if not is_put_right and activity.final_status != RETURNED:
        return ""
    possible = ["summary"]
    if " " in activity.venue:
        possible.append("venue")
    if activity.people:
        possible += ["people"] * 3
    return random.choice(possible)


def is_found_late(activity: Planned, today: datetime.date, random: Random) -> bool:
    """Whether the mistake of an activity was found only after its approval."""
    had_time = (today - activity.sent.date()).days > LATE_ONES_WITHIN
    return bool(activity.mistake) and had_time and random.random() < FOUND_LATE
