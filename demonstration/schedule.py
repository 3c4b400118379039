"""On which days and in which upazilas activities are held: seasonal and uneven, as in reality."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from common.calendar import month_of, months_between, months_on
from demonstration.accounts import (
    ADARSHA_SADAR,
    AKHAURA,
    BRAHMANBARIA_SADAR,
    CHHAGALNAIYA,
    FENI_SADAR,
    SADAR_DAKSHIN,
)

ACTIVITIES = 2040
MONTHS_BEFORE_TODAY, MONTHS_IN_ALL = 26, 39
# From January to December. In the monsoon people stay at home and roads are under water.
SEASON = (1.15, 1.1, 1.05, 0.95, 0.9, 0.6, 0.5, 0.55, 0.7, 1.0, 1.15, 1.1)
FIRST_MONTHS = (0.4, 0.65, 0.85)
# From Monday to Sunday. Friday is the day of rest, and Saturday is half a working day.
WEEK = (1.0, 1.0, 1.0, 1.0, 0.04, 0.6, 1.0)
PACE = {
    FENI_SADAR: 1.2,
    CHHAGALNAIYA: 1.0,
    ADARSHA_SADAR: 1.15,
    SADAR_DAKSHIN: 0.4,
    BRAHMANBARIA_SADAR: 1.1,
    AKHAURA: 0.85,
}
BEHIND_PLAN = SADAR_DAKSHIN
QUIET_DAYS = 40
FEWEST_THIS_MONTH = 3


@dataclass(frozen=True)
class Period:
    """The first and the last day of the project, both included, and the day taken for today."""

    starts_on: datetime.date
    ends_on: datetime.date
    today: datetime.date

    @classmethod
    def around(cls, today: datetime.date) -> "Period":
        begun = months_on(today, -MONTHS_BEFORE_TODAY)
        end = months_on(begun, MONTHS_IN_ALL) - datetime.timedelta(days=1)
        return cls(begun, end, today)

    def months(self) -> Iterator[list[datetime.date]]:
        """The days of each month of the project, up to today."""
        for first in months_between(self.starts_on, self.today):
            last = min(month_of(first).end, self.today)
            yield [first.replace(day=number) for number in range(1, last.day + 1)]


@dataclass(frozen=True)
class Occasion:
    upazila: str
    day: datetime.date


def occasions(period: Period, random: Random) -> list[Occasion]:
    """The days and upazilas of about ACTIVITIES activities, the oldest first."""
    months = list(period.months())
    weights = {
        (upazila, number): pace * weight_of(number, days, random)
        for upazila, pace in PACE.items()
        for number, days in enumerate(months)
    }
    scale = ACTIVITIES / sum(weights.values())
    found = []
    for (upazila, number), weight in weights.items():
        days = months[number]
        expected = weight * scale
        count = max(0, round(random.gauss(expected, expected**0.5 / 2)))
        if upazila == BEHIND_PLAN:
            days = [day for day in days if (period.today - day).days > QUIET_DAYS]
            count = count if days and random.random() < 0.85 else 0
        elif number == len(months) - 1:
            count = max(count, FEWEST_THIS_MONTH)
        if count:
            drawn = random.choices(days, [WEEK[day.weekday()] for day in days], k=count)
            found += [Occasion(upazila, day) for day in drawn]
    return sorted(found, key=lambda occasion: (occasion.day, occasion.upazila))


def weight_of(number: int, days: list[datetime.date], random: Random) -> float:
    """The weight of month `number` (from 0) of the project: more activities if it is higher.

    `days` are the days of the month up to today.
    """
    first = days[0]
    begun = FIRST_MONTHS[number] if number < len(FIRST_MONTHS) else 1.0
    past = len(days) / month_of(first).end.day
    return SEASON[first.month - 1] * begun * past * random.uniform(0.8, 1.2)
