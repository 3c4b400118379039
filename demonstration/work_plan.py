"""The sample work plan: how many in each month, which on which day, and the months without."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from activities.models import NothingToReport
from demonstration import SEED
from demonstration.accounts import AUTHORS
from demonstration.activities import Planned
from demonstration.moves import FRIDAY, Intention
from demonstration.schedule import BEHIND, Period, month_after
from demonstration.words import WITHOUT_UNION, venue_of

EVERY_MONTH = {
    "courtyard-meeting": 6,
    "bazaar-meeting": 2,
    "ctc-strengthening": 1,
    "local-representatives-meeting": 1,
    "material-distribution": 1,
}
EVERY_QUARTER = (
    "income-training",
    "teacher-training",
    "cultural-event",
    "executive-officer-meeting",
    "official-workshop",
)
MONSOON = (6, 7, 8, 9)
HELD_AS_PLANNED = 2
# Of what is still to come, or was not held: so many days from today, and what.
TO_COME = (
    (-6, "courtyard-meeting"),
    (0, "courtyard-meeting"),
    (1, "bazaar-meeting"),
    (2, "courtyard-meeting"),
    (7, "ctc-strengthening"),
    (8, "courtyard-meeting"),
    (9, "material-distribution"),
)
WHY = {
    NothingToReport.Reason.FLOOD.value: "",
    NothingToReport.Reason.EXAMINATIONS.value: "",
    NothingToReport.Reason.STRIKE.value: "",
    NothingToReport.Reason.OTHER.value: "মাঠকর্মীর পদ খালি ছিল।",
}


@dataclass(frozen=True)
class Quiet:
    """A month in which nothing was held, and why."""

    upazila: str
    month: datetime.date
    reason: str
    note: str

    @property
    def officer(self) -> str:
        return AUTHORS[self.upazila][0]

    @property
    def told_on(self) -> datetime.date:
        return month_after(self.month, 1) + datetime.timedelta(days=3)


def intend(
    planned: Sequence[Planned], period: Period, unions: Mapping[str, Sequence[int]]
) -> list[Intention]:
    """The plan of this year and the days around today; what was held as planned points to it."""
    random = Random(SEED)
    found = list(of_this_year(period))
    for upazila in AUTHORS:
        found += held_as_planned(planned, upazila, period)
        found += to_come(upazila, period, unions.get(upazila, ()), random)
    return once_each(found)


def once_each(found: Iterable[Intention]) -> list[Intention]:
    """Chance may plan the same on a day where it was held already: a plan has it once."""
    kept: dict[tuple[object, ...], Intention] = {}
    for one in found:
        kept.setdefault((one.kind, one.upazila, one.union, one.month, one.day, one.venue), one)
    return list(kept.values())


def of_this_year(period: Period) -> Iterator[Intention]:
    """Made in the middle of the December before, or as the project begins."""
    year = period.today.year
    made_on = max(datetime.date(year - 1, 12, 15), period.starts_on)
    for number in range(1, 13):
        month = datetime.date(year, number, 1)
        for upazila in AUTHORS:
            often = dict(EVERY_MONTH)
            if number in MONSOON:
                often["courtyard-meeting"] -= 2
            if number % 3 == 2:
                often |= dict.fromkeys(EVERY_QUARTER, 1)
            for kind, count in often.items():
                yield Intention(kind, upazila, month, made_on, count)


def held_as_planned(
    planned: Sequence[Planned], upazila: str, period: Period
) -> Iterator[Intention]:
    """The latest of the last ten days, planned a week before."""
    here = [a for a in planned if a.upazila == upazila and (period.today - a.starts_on).days <= 10]
    for activity in here[-HELD_AS_PLANNED:]:
        activity.intention = Intention(
            activity.kind,
            upazila,
            activity.starts_on.replace(day=1),
            activity.starts_on - datetime.timedelta(days=7),
            day=activity.starts_on,
            union=activity.union,
            venue=activity.venue,
        )
        yield activity.intention


def to_come(
    upazila: str, period: Period, unions: Sequence[int], random: Random
) -> Iterator[Intention]:
    """This week and the next, and one of last week that was not held; nothing on a Friday."""
    for days, kind in TO_COME:
        day = period.today + datetime.timedelta(days=days)
        if day.weekday() == FRIDAY:
            day += datetime.timedelta(days=1)
        has_union = unions and kind not in WITHOUT_UNION
        yield Intention(
            kind,
            upazila,
            day.replace(day=1),
            period.today - datetime.timedelta(days=8),
            day=day,
            union=random.choice(unions) if has_union else None,
            venue=venue_of(kind, random),
        )


def quiet_months(planned: Sequence[Planned], period: Period) -> list[Quiet]:
    """What officers said of the months without activities; of the last such month nobody did."""
    random = Random(SEED)
    held = {(a.upazila, a.starts_on.replace(day=1)) for a in planned}
    held |= {(a.upazila, a.ends_on.replace(day=1)) for a in planned}
    this_month = period.today.replace(day=1)
    found = []
    for upazila in AUTHORS:
        months = [days[0] for days in period.months() if days[0] < this_month]
        without = [month for month in months if (upazila, month) not in held]
        for month in without[:-1] if upazila == BEHIND else without:
            likely = (6, 1, 1, 1) if month.month in MONSOON else (0, 3, 2, 2)
            reason = random.choices(list(WHY), likely)[0]
            found.append(Quiet(upazila, month, reason, WHY[reason]))
    return found
