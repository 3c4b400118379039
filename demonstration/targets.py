"""Sample targets and typed values: round numbers, set before anybody knew how it would go."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from demonstration import SEED
from demonstration.accounts import AUTHORS, CUMILLA, FENI, REVIEWERS
from demonstration.schedule import BEHIND, Period, month_after

TYPED = "cases-registered"
LEVEL = "people-made-aware"
# For an upazila in a quarter. Left out, so that some have no target: who sits in the
# committees' meetings, and the teachers where the work is behind. A district's one meeting
# with representatives is so little that the work is far beyond it.
OF_AN_UPAZILA = {
    TYPED: 5,
    "women-trained-to-earn": 20,
    LEVEL: 550,
    "courtyard-meetings": 15,
    "girls-in-courtyards": 100,
    "public-events": 6,
    "materials-handed-out": 2800,
    "committee-meetings": 3,
    "teachers-trained": 20,
    "executive-officer-meetings": 1,
}
OF_A_DISTRICT = {"officials-trained": 40, "representatives-meetings": 1}
NOT_WHERE_BEHIND = "teachers-trained"
# One district promises more than its upazilas together.
OF_ITS_OWN = {(FENI, LEVEL): 1250}
BASE_OF_CASES = 6
SOURCE = "নমুনা তথ্য: থানার মামলার রেজিস্টার, প্রান্তিকের শেষে দেখা।"


@dataclass(frozen=True)
class Promise:
    """A target of a district (6 characters) or an upazila (10)."""

    indicator: str
    pcode: str
    quarter: datetime.date
    value: int


@dataclass(frozen=True)
class Reading:
    """What stood in the books of a police station."""

    upazila: str
    quarter: datetime.date
    value: int
    read_on: datetime.date

    @property
    def reader(self) -> str:
        return REVIEWERS[self.upazila[:6]][0]


def quarters(period: Period) -> list[datetime.date]:
    """The first days of all quarters the project touches."""
    first = period.starts_on.replace(month=(period.starts_on.month - 1) // 3 * 3 + 1)
    found = []
    while first <= period.ends_on:
        found.append(first)
        first = month_after(first, 3)
    return found


def promises(period: Period) -> Iterator[Promise]:
    """Of every quarter; whoever set them did so as the project began."""
    places = dict.fromkeys(AUTHORS, OF_AN_UPAZILA)
    places |= {upazila[:6]: OF_A_DISTRICT for upazila in AUTHORS}
    for number, quarter in enumerate(quarters(period), 1):
        for pcode, values in places.items():
            own = {code: value for (place, code), value in OF_ITS_OWN.items() if place == pcode}
            for code, value in (values | own).items():
                if pcode == BEHIND and code == NOT_WHERE_BEHIND:
                    continue
                reached = value * number if code == LEVEL else value
                yield Promise(code, pcode, quarter, reached)


def readings(period: Period) -> Iterator[Reading]:
    """Of quarters that are over, falling slowly; the last is not read everywhere, some never."""
    random = Random(SEED)
    over = [quarter for quarter in quarters(period) if month_after(quarter, 3) <= period.today]
    for number, quarter in enumerate(over):
        for upazila in AUTHORS:
            value = max(0, round(random.gauss(BASE_OF_CASES - number / 2, 1.6)))
            read_on = month_after(quarter, 3) + datetime.timedelta(days=random.randint(4, 20))
            was_forgotten = random.random() < 0.06
            is_open = quarter == over[-1] and upazila[:6] == CUMILLA
            if not was_forgotten and not is_open and read_on < period.today:
                yield Reading(upazila, quarter, value, read_on)
