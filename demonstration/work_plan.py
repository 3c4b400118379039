"""The sample work plan (numbers for each month, entries with a day), and the zero reports."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from activities.models import NothingToReport
from common.calendar import months_on
from demonstration import SEED
from demonstration.accounts import AUTHORS
from demonstration.activities import Planned
from demonstration.moves import FRIDAY, PlanEntry
from demonstration.schedule import BEHIND_PLAN, Period
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
# Entries around today, one of them past and not held: (days from today, activity type).
AROUND_TODAY = (
    (-6, "courtyard-meeting"),
    (0, "courtyard-meeting"),
    (1, "bazaar-meeting"),
    (2, "courtyard-meeting"),
    (7, "ctc-strengthening"),
    (8, "courtyard-meeting"),
    (9, "material-distribution"),
)
NOTES_BY_REASON = {
    NothingToReport.Reason.FLOOD.value: "",
    NothingToReport.Reason.EXAMINATIONS.value: "",
    NothingToReport.Reason.STRIKE.value: "",
    NothingToReport.Reason.OTHER.value: "মাঠকর্মীর পদ খালি ছিল।",
}


@dataclass(frozen=True)
class ZeroReport:
    """A zero report: an upazila and a month in which nothing was held, with the reason."""

    upazila: str
    month: datetime.date
    reason: str
    note: str

    @property
    def officer(self) -> str:
        return AUTHORS[self.upazila][0]

    @property
    def reported_on(self) -> datetime.date:
        return months_on(self.month, 1) + datetime.timedelta(days=3)


def plan_entries(
    planned: Sequence[Planned], period: Period, unions: Mapping[str, Sequence[int]]
) -> list[PlanEntry]:
    """The entries of the work plan: those of this year, and those of the days around today.

    An activity of `planned` that was held as planned gets its entry.
    """
    random = Random(SEED)
    found = list(entries_of_this_year(period))
    for upazila in AUTHORS:
        found += held_as_planned(planned, upazila, period)
        found += entries_around_today(upazila, period, unions.get(upazila, ()), random)
    return without_repetitions(found)


def without_repetitions(found: Iterable[PlanEntry]) -> list[PlanEntry]:
    """The entries without repetitions.

    By chance, the same type may be planned again for a day and a place on which it was held.
    """
    kept: dict[tuple[object, ...], PlanEntry] = {}
    for one in found:
        kept.setdefault((one.kind, one.upazila, one.union, one.month, one.day, one.venue), one)
    return list(kept.values())


def entries_of_this_year(period: Period) -> Iterator[PlanEntry]:
    """The numbers for each month of this year.

    They were planned in the middle of last December, or when the project began, if that is later.
    """
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
                yield PlanEntry(kind, upazila, month, made_on, count)


def held_as_planned(
    planned: Sequence[Planned], upazila: str, period: Period
) -> Iterator[PlanEntry]:
    """Entries for the latest activities of the last ten days, planned a week before their day."""
    here = [a for a in planned if a.upazila == upazila and (period.today - a.starts_on).days <= 10]
    for activity in here[-HELD_AS_PLANNED:]:
        activity.plan_entry = PlanEntry(
            activity.kind,
            upazila,
            activity.starts_on.replace(day=1),
            activity.starts_on - datetime.timedelta(days=7),
            day=activity.starts_on,
            union=activity.union,
            venue=activity.venue,
        )
        yield activity.plan_entry


def entries_around_today(
    upazila: str, period: Period, unions: Sequence[int], random: Random
) -> Iterator[PlanEntry]:
    """Entries with a day, as AROUND_TODAY says; one that falls on a Friday is a day later."""
    for days, kind in AROUND_TODAY:
        day = period.today + datetime.timedelta(days=days)
        if day.weekday() == FRIDAY:
            day += datetime.timedelta(days=1)
        has_union = unions and kind not in WITHOUT_UNION
        yield PlanEntry(
            kind,
            upazila,
            day.replace(day=1),
            period.today - datetime.timedelta(days=8),
            day=day,
            union=random.choice(unions) if has_union else None,
            venue=venue_of(kind, random),
        )


def zero_reports(planned: Sequence[Planned], period: Period) -> list[ZeroReport]:
    """The zero reports of the officers for past months without activities.

    In the upazila that is behind plan, nobody has reported the last of these months.
    """
    random = Random(SEED)
    held = {(a.upazila, a.starts_on.replace(day=1)) for a in planned}
    held |= {(a.upazila, a.ends_on.replace(day=1)) for a in planned}
    this_month = period.today.replace(day=1)
    found = []
    for upazila in AUTHORS:
        months = [days[0] for days in period.months() if days[0] < this_month]
        without = [month for month in months if (upazila, month) not in held]
        for month in without[:-1] if upazila == BEHIND_PLAN else without:
            likely = (6, 1, 1, 1) if month.month in MONSOON else (0, 3, 2, 2)
            reason = random.choices(list(NOTES_BY_REASON), likely)[0]
            found.append(ZeroReport(upazila, month, reason, NOTES_BY_REASON[reason]))
    return found
