"""How a sample activity changes its status: who changed it, when, and what was corrected."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from django.utils import timezone

from activities.models import Activity
from demonstration.accounts import REVIEWERS
from demonstration.words import NOTES, REASONS

DRAFT, SUBMITTED = Activity.Status.DRAFT, Activity.Status.SUBMITTED
RETURNED, APPROVED = Activity.Status.RETURNED, Activity.Status.APPROVED
FRIDAY, SATURDAY = 4, 5
SENT_AT_ONCE = 0.8


@dataclass(frozen=True)
class Move:
    """One change of the stored row. Moves with the same time belong to one request."""

    at: datetime.datetime
    by: str
    status: str
    note: str = ""
    corrects: bool = False


@dataclass(frozen=True)
class PlanEntry:
    """An entry of the work plan, made on `made_on`: a number for a month, or one with its day."""

    kind: str
    upazila: str
    month: datetime.date
    made_on: datetime.date
    number: int = 1
    day: datetime.date | None = None
    union: int | None = None
    venue: str = ""

    @property
    def planner(self) -> str:
        """The user name of the manager who is closest to the upazila."""
        return REVIEWERS[self.upazila[:6]][0]


@dataclass(frozen=True)
class SampleDecision:
    """A decision that a committee made at a meeting; if `done_on` is None, it is not done yet."""

    text: str
    owner: str
    due_on: datetime.date
    done_on: datetime.date | None = None
    done_note: str = ""


def evening_of(day: datetime.date, random: Random) -> datetime.datetime:
    """A time in the afternoon or evening, when officers write, in the programme's time zone."""
    minutes = random.randint(15 * 60 + 30, 21 * 60)
    midnight = datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())
    return midnight + datetime.timedelta(minutes=minutes, seconds=random.randint(0, 59))


def written_at(last_day: datetime.date, random: Random) -> datetime.datetime:
    """When an activity was written: mostly the same evening, sometimes up to four days later."""
    lag = random.choices((0, 1, 2, 3, 4), (60, 25, 8, 4, 3))[0]
    return evening_of(last_day + datetime.timedelta(days=lag), random)


def submitted_at(begun: datetime.datetime, random: Random) -> datetime.datetime:
    """When it was handed in: mostly as it was written, else from a draft, one or two days later."""
    if random.random() < SENT_AT_ONCE:
        return begun
    return evening_of(begun.date() + datetime.timedelta(days=random.randint(1, 2)), random)


def review_of(at: datetime.datetime, random: Random) -> datetime.datetime:
    """When it was reviewed: in office hours, one to six days later, or after the weekend."""
    day = at.date() + datetime.timedelta(days=random.randint(1, 6))
    while day.weekday() in (FRIDAY, SATURDAY):
        day += datetime.timedelta(days=1)
    return evening_of(day, random) - datetime.timedelta(hours=6, minutes=random.randint(0, 59))


def moves_of(
    final_status: str,
    sent: datetime.datetime,
    *,
    officer: str,
    reviewer: str,
    mistake: str,
    found_late: bool,
    random: Random,
) -> list[Move]:
    """The moves from the draft to `final_status`.

    A `mistake` (a key of NOTES, or "") is found in review or, if `found_late`, after the approval.
    In a returned activity it is not corrected yet; in an approved one it was corrected.
    """
    if final_status == DRAFT:
        return []
    moves = [Move(sent, officer, SUBMITTED)]
    if final_status == SUBMITTED:
        return moves
    note = random.choice(NOTES[mistake]) if mistake else ""
    if mistake and not found_late:
        moves.append(Move(review_of(sent, random), reviewer, RETURNED, note))
        if final_status == RETURNED:
            return moves
        moves += corrected(moves[-1].at, officer, random)
    moves.append(Move(review_of(moves[-1].at, random), reviewer, APPROVED))
    if found_late:
        later = review_of(moves[-1].at + datetime.timedelta(days=9), random)
        moves.append(Move(later, reviewer, RETURNED, random.choice(REASONS)))
        moves += corrected(later, officer, random)
        moves.append(Move(review_of(moves[-1].at, random), reviewer, APPROVED))
    return moves


def corrected(at: datetime.datetime, officer: str, random: Random) -> list[Move]:
    """The moves with which the author corrects it and hands it in again, both at the same time."""
    again = evening_of(at.date() + datetime.timedelta(days=random.randint(0, 4)), random)
    return [Move(again, officer, RETURNED, corrects=True), Move(again, officer, SUBMITTED)]


def before(
    now: datetime.datetime, last_day: datetime.date, begun: datetime.datetime, moves: Sequence[Move]
) -> tuple[datetime.datetime, list[Move]]:
    """The time of writing and the moves, with all times before `now`.

    If some times lie in the future, all times after the last past one are moved closer together.
    If even the writing lies in the future (the activity is held today and written in the evening),
    all times come after eleven o'clock, or after two hours ago if that is earlier; but never before
    midnight.
    """
    instants = [begun, *(move.at for move in moves)]
    if instants[-1] < now:
        return begun, list(moves)
    midnight = datetime.datetime.combine(last_day, datetime.time(), now.tzinfo)
    meeting = midnight + datetime.timedelta(hours=11)
    floor = max(midnight, min(meeting, now - datetime.timedelta(hours=2)))
    floor = max([at for at in instants if at < now], default=floor)
    pace = (now - floor) * 0.98 / (instants[-1] - floor)

    def drawn(at: datetime.datetime) -> datetime.datetime:
        return at if at <= floor else floor + (at - floor) * pace

    return drawn(begun), [replace(move, at=drawn(move.at)) for move in moves]
