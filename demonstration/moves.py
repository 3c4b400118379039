"""The life of a sample activity: who moved it on, when, and what had to be put right."""

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
    """One change of the stored row; moves of one instant were made in one go."""

    at: datetime.datetime
    by: str
    status: str
    note: str = ""
    corrects: bool = False


@dataclass(frozen=True)
class Intention:
    """So many of a type in a month, or one on its day; planned on `made_on`."""

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
        """The manager closest to the upazila."""
        return REVIEWERS[self.upazila[:6]][0]


@dataclass(frozen=True)
class Decided:
    """What a committee decided at a meeting; not done yet without `done_on`."""

    text: str
    owner: str
    due_on: datetime.date
    done_on: datetime.date | None = None
    done_note: str = ""


def evening_of(day: datetime.date, random: Random) -> datetime.datetime:
    """When an officer sits down to write, in the zone of the programme."""
    minutes = random.randint(15 * 60 + 30, 21 * 60)
    midnight = datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())
    return midnight + datetime.timedelta(minutes=minutes, seconds=random.randint(0, 59))


def written_at(last_day: datetime.date, random: Random) -> datetime.datetime:
    """The same evening mostly, some days later now and then."""
    lag = random.choices((0, 1, 2, 3, 4), (60, 25, 8, 4, 3))[0]
    return evening_of(last_day + datetime.timedelta(days=lag), random)


def submitted_at(begun: datetime.datetime, random: Random) -> datetime.datetime:
    """In one go with the writing mostly, else from a draft a day or two later."""
    if random.random() < SENT_AT_ONCE:
        return begun
    return evening_of(begun.date() + datetime.timedelta(days=random.randint(1, 2)), random)


def review_of(at: datetime.datetime, random: Random) -> datetime.datetime:
    """In office hours one to six days later, on no Friday or Saturday."""
    day = at.date() + datetime.timedelta(days=random.randint(1, 6))
    while day.weekday() in (FRIDAY, SATURDAY):
        day += datetime.timedelta(days=1)
    return evening_of(day, random) - datetime.timedelta(hours=6, minutes=random.randint(0, 59))


def moves_of(
    fate: str,
    sent: datetime.datetime,
    *,
    officer: str,
    reviewer: str,
    mistake: str,
    found_late: bool,
    random: Random,
) -> list[Move]:
    """The way from the draft to the status that is its fate.

    A `mistake` (a key of NOTES, or "") is found in review, or late, after the approval; it
    stands uncorrected in what is returned still, and was put right in what is approved.
    """
    if fate == DRAFT:
        return []
    moves = [Move(sent, officer, SUBMITTED)]
    if fate == SUBMITTED:
        return moves
    note = random.choice(NOTES[mistake]) if mistake else ""
    if mistake and not found_late:
        moves.append(Move(review_of(sent, random), reviewer, RETURNED, note))
        if fate == RETURNED:
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
    """The author puts it right and hands it in again, in one go."""
    again = evening_of(at.date() + datetime.timedelta(days=random.randint(0, 4)), random)
    return [Move(again, officer, RETURNED, corrects=True), Move(again, officer, SUBMITTED)]


def before(
    now: datetime.datetime, last_day: datetime.date, begun: datetime.datetime, moves: Sequence[Move]
) -> tuple[datetime.datetime, list[Move]]:
    """The same story told before `now`: what would be still to come is drawn together.

    What is held today and written in the evening is then begun at eleven, or two hours ago
    if that is earlier, or at midnight at worst.
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
