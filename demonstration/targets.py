"""Sample targets and manual values. The targets are round numbers, set when the project began."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from common.calendar import months_on, quarter_of
from demonstration import SEED
from demonstration.accounts import AUTHORS, CUMILLA, FENI, REVIEWERS
from demonstration.schedule import BEHIND_PLAN, Period

TYPED = "cases-registered"
LEVEL = "people-made-aware"
# The targets of one upazila for one quarter. Some indicators have no target on purpose: people at
# committee meetings, and trained teachers where the work is behind plan. A district's target of one
# meeting with representatives is so low that the value is far beyond it.
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
NOT_WHERE_BEHIND_PLAN = "teachers-trained"
# One district has a target of its own, which is higher than those of its upazilas together.
OF_ITS_OWN = {(FENI, LEVEL): 1250}
BASE_OF_CASES = 6
SOURCE = "নমুনা তথ্য: থানার মামলার রেজিস্টার, প্রান্তিকের শেষে দেখা।"


@dataclass(frozen=True)
class SampleTarget:
    """A target of a district (P-code of 6 characters) or of an upazila (10 characters)."""

    indicator: str
    pcode: str
    quarter: datetime.date
    value: int


@dataclass(frozen=True)
class ManualValue:
    """A manual value: what the register of a police station said on `read_on`."""

    upazila: str
    quarter: datetime.date
    value: int
    read_on: datetime.date

    @property
    def typed_by(self) -> str:
        return REVIEWERS[self.upazila[:6]][0]


def quarters(period: Period) -> list[datetime.date]:
    """The first days of all quarters that the project touches."""
    first = quarter_of(period.starts_on).start
    found = []
    while first <= period.ends_on:
        found.append(first)
        first = months_on(first, 3)
    return found


def sample_targets(period: Period) -> Iterator[SampleTarget]:
    """The targets of every quarter of the project."""
    places = dict.fromkeys(AUTHORS, OF_AN_UPAZILA)
    places |= {upazila[:6]: OF_A_DISTRICT for upazila in AUTHORS}
    for number, quarter in enumerate(quarters(period), 1):
        for pcode, values in places.items():
            own = {code: value for (place, code), value in OF_ITS_OWN.items() if place == pcode}
            for code, value in (values | own).items():
                if pcode == BEHIND_PLAN and code == NOT_WHERE_BEHIND_PLAN:
                    continue
                reached = value * number if code == LEVEL else value
                yield SampleTarget(code, pcode, quarter, reached)


def manual_values(period: Period) -> Iterator[ManualValue]:
    """The manual values of all quarters that are over; they fall slowly.

    A few are missing, and in one district all those of the last quarter are.
    """
    random = Random(SEED)
    over = [quarter for quarter in quarters(period) if months_on(quarter, 3) <= period.today]
    for number, quarter in enumerate(over):
        for upazila in AUTHORS:
            value = max(0, round(random.gauss(BASE_OF_CASES - number / 2, 1.6)))
            read_on = months_on(quarter, 3) + datetime.timedelta(days=random.randint(4, 20))
            was_forgotten = random.random() < 0.06
            is_open = quarter == over[-1] and upazila[:6] == CUMILLA
            if not was_forgotten and not is_open and read_on < period.today:
                yield ManualValue(upazila, quarter, value, read_on)
