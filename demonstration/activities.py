"""Sample activities as field officers would have written them, each one different."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from activities.models import Activity
from demonstration.accounts import AUTHORS
from demonstration.moves import (
    APPROVED,
    DRAFT,
    Move,
    PlanEntry,
    SampleDecision,
    submitted_at,
    written_at,
)
from demonstration.people import People, people_at
from demonstration.schedule import Occasion, Period, occasions
from demonstration.words import DECISIONS, SUMMARIES, WITHOUT_UNION, venue_of

HOW_OFTEN = {
    "courtyard-meeting": 46,
    "bazaar-meeting": 13,
    "ctc-strengthening": 9,
    "local-representatives-meeting": 6,
    "material-distribution": 10,
    "cultural-event": 3,
    "income-training": 4,
    "teacher-training": 3,
    "executive-officer-meeting": 3,
    "official-workshop": 3,
}
LASTS = {"income-training": (3, 5), "teacher-training": (2, 3), "official-workshop": (1, 2)}
REGISTER, HEAD_COUNT, ESTIMATE = Activity.CountMethod.values
COUNTED = {
    "courtyard-meeting": (55, 42, 3),
    "bazaar-meeting": (5, 50, 45),
    "cultural-event": (0, 25, 75),
}
BY_REGISTER = (94, 6, 0)
MEETS_AGAIN = ("ctc-strengthening", "local-representatives-meeting", "executive-officer-meeting")
DECIDES = (*MEETS_AGAIN, "official-workshop")


@dataclass
class Planned:
    """A sample activity: its last values, and the moves that led to its last status."""

    id: uuid.UUID
    kind: str
    upazila: str
    union: int | None
    venue: str
    starts_on: datetime.date
    ends_on: datetime.date
    officer: str
    sent: datetime.datetime
    created_at: datetime.datetime
    count_method: str = ""
    summary: str = ""
    decisions: str = ""
    people: list[People] = field(default_factory=list)
    materials: dict[str, int] = field(default_factory=dict)
    mistake: str = ""
    final_status: str = APPROVED
    moves: list[Move] = field(default_factory=list)
    committee: tuple[str, str | int] | None = None
    had_quorum: bool | None = None
    decided: list[SampleDecision] = field(default_factory=list)
    plan_entry: PlanEntry | None = None

    @property
    def district(self) -> str:
        return self.upazila[:6]

    def first_people(self) -> list[People]:
        """The counts that were written first: if they had a mistake, one cell is too high."""
        if self.mistake != "people":
            return self.people
        first, *others = self.people
        largest = max(first.cells, key=lambda name: first.cells[name])
        wrong = {**first.cells, largest: first.cells[largest] + 3 + first.total % 5}
        return [replace(first, cells=wrong), *others]

    def first_venue(self) -> str:
        return self.venue.split()[-1] if self.mistake == "venue" else self.venue

    def first_summary(self) -> str:
        return "" if self.mistake == "summary" or self.final_status == DRAFT else self.summary


class ActivityGenerator:
    """Makes an activity for each occasion.

    No two activities have the same type, upazila, day and union.
    """

    def __init__(self, period: Period, unions: Mapping[str, Sequence[int]], random: Random) -> None:
        self.period, self.unions, self.random = period, unions, random
        self.taken: set[tuple[str, str, datetime.date, int | None]] = set()
        self.begun_this_month: set[str] = set()
        self.union_weights = {
            upazila: [random.uniform(0.3, 1.5) for _ in keys]
            for upazila, keys in sorted(unions.items())
        }

    def activities(self) -> list[Planned]:
        return [self.activity(occasion) for occasion in occasions(self.period, self.random)]

    def activity(self, occasion: Occasion) -> Planned:
        random, day = self.random, occasion.day
        kind, union = self.kind_and_union(occasion)
        fewest, most = LASTS.get(kind, (1, 1))
        length = random.randint(fewest, most) - 1
        last_day = min(day + datetime.timedelta(days=length), self.period.today)
        begun = written_at(last_day, random)
        activity = Planned(
            id=uuid.UUID(int=random.getrandbits(128), version=4),
            kind=kind,
            upazila=occasion.upazila,
            union=union,
            venue=venue_of(kind, random),
            starts_on=day,
            ends_on=last_day,
            officer=self.author(occasion),
            created_at=begun,
            sent=submitted_at(begun, random),
            summary=random.choice(SUMMARIES[kind]),
            decisions=self.decisions(kind),
        )
        if kind == "material-distribution":
            activity.materials = materials(random)
        else:
            methods = COUNTED.get(kind, BY_REGISTER)
            activity.count_method = random.choices((REGISTER, HEAD_COUNT, ESTIMATE), methods)[0]
            activity.people = people_at(
                kind, self.first_time_share(kind, day), activity.count_method == ESTIMATE, random
            )
        return activity

    def kind_and_union(self, occasion: Occasion) -> tuple[str, int | None]:
        keys = self.unions.get(occasion.upazila, ())
        while True:
            kind = self.random.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))[0]
            union = None
            if keys and kind not in WITHOUT_UNION:
                union = self.random.choices(keys, self.union_weights[occasion.upazila])[0]
            if (kind, occasion.upazila, occasion.day, union) not in self.taken:
                self.taken.add((kind, occasion.upazila, occasion.day, union))
                return kind, union

    def author(self, occasion: Occasion) -> str:
        """One of the authors of the upazila, by user name.

        The first activity of this month is always by the first author. If an upazila has several
        authors, that is an account with which somebody can sign in.
        """
        authors = AUTHORS[occasion.upazila]
        chosen = self.random.choice(authors)
        if occasion.day < self.period.today.replace(day=1):
            return chosen
        is_first = occasion.upazila not in self.begun_this_month
        self.begun_this_month.add(occasion.upazila)
        return authors[0] if is_first else chosen

    def first_time_share(self, kind: str, day: datetime.date) -> float:
        """The share of people who come for the first time: high in the beginning, lower later."""
        passed = (day - self.period.starts_on) / (self.period.today - self.period.starts_on)
        part = 0.8 - 0.5 * passed + self.random.uniform(-0.08, 0.08)
        return part / 4 if kind in MEETS_AGAIN else part

    def decisions(self, kind: str) -> str:
        likely = 0.7 if kind in DECIDES else 0.12
        return self.random.choice(DECISIONS) if self.random.random() < likely else ""


def materials(random: Random) -> dict[str, int]:
    """How many pieces of each material: always leaflets, often posters, rarely a billboard."""
    handed_out = {"leaflet": random.randint(4, 24) * 50}
    if random.random() < 0.65:
        handed_out["poster"] = random.randint(4, 30) * 10
    if random.random() < 0.08:
        handed_out["billboard"] = random.randint(1, 2)
    return handed_out
