"""How the committees are: who sits in them, when they met, what they decided and did."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from accounts.roles import Power
from activities.models import Activity, Decision
from activities.models.decisions import DecisionQuerySet
from activities.querysets import ActivityQuerySet
from beneficiaries.models import Sex
from committees.models import Committee, CommitteeQuerySet
from common.calendar import Period, year_of
from figures.selection import Selection


@dataclass(frozen=True)
class Health:
    """One committee. Meetings and decisions are of approved records; `awaiting` is beside.

    The numbers are of all that was held with it, wherever: of a district's committee an officer
    sees them too, but opens only the meetings in their own upazilas. `is_listed` says whether a
    list the user may open adds up to them.

    `seats` are all, `sex_recorded` those of which the sex is known, `women` are among these.
    `overdue` decisions are among the `open` ones.
    """

    committee: Committee
    seats: int
    sex_recorded: int
    women: int
    last_on: datetime.date | None
    this_year: int
    awaiting: int
    open: int
    overdue: int
    is_listed: bool = True


@dataclass(frozen=True)
class Committees:
    """All of them, in the order of places, those out of use last; `year` is the one counted."""

    year: Period
    rows: tuple[Health, ...]

    @property
    def met_this_year(self) -> int:
        """How many committees in use have met in the year."""
        return sum(1 for row in self.in_use if row.this_year)

    @property
    def in_use(self) -> list[Health]:
        return [row for row in self.rows if row.committee.is_active]

    @property
    def women(self) -> int:
        return sum(row.women for row in self.in_use)

    @property
    def sex_recorded(self) -> int:
        return sum(row.sex_recorded for row in self.in_use)

    @property
    def open(self) -> int:
        return sum(row.open for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)


def committees(
    asked: Selection, only: Committee | None = None, today: datetime.date | None = None
) -> Committees:
    """Every committee of the project in the place, or `only` one; four queries.

    Whatever period is asked about: the last meeting is of any day, "this year" is the calendar
    year of `today`, and what is overdue is so today.
    """
    today = today or timezone.localdate()
    return _as_of(asked, only, year_of(today), today)


def committees_during(asked: Selection, today: datetime.date | None = None) -> Committees:
    """As they were when the period asked about ended, whatever has been done since.

    Meetings are those of the period. Seats are those of now: their history tells when they were
    written down, often long after somebody took them.
    """
    last_day = min(asked.period.end, today or timezone.localdate())
    return _as_of(asked, None, asked.period, last_day)


def _as_of(
    asked: Selection, only: Committee | None, counted: Period, last_day: datetime.date
) -> Committees:
    """Meetings are counted on the days of `counted`, all else until the end of `last_day`."""
    asked_about = _asked_about(asked)
    if only:
        asked_about = asked_about.filter(pk=only.pk)
    rows = sorted(asked_about.in_order_of_places(), key=lambda row: not row.is_active)
    seats = _by_committee(
        asked_about.order_by().values("pk"),
        seats=Count("members"),
        sex_recorded=Count("members", filter=~Q(members__sex=Sex.NOT_RECORDED)),
        women=Count("members", filter=Q(members__sex=Sex.FEMALE)),
    )
    approved = Q(activities__status=Activity.Status.APPROVED)
    held_on = "activities__starts_on"
    met = _by_committee(
        asked_about.order_by().values("pk"),
        last_on=Max(held_on, filter=approved & Q((f"{held_on}__lte", last_day))),
        this_year=Count(
            "activities", filter=approved & Q((f"{held_on}__range", (counted.start, counted.end)))
        ),
        awaiting=Count("activities", filter=Q(activities__status=Activity.Status.SUBMITTED)),
    )
    decision = "activities__committee_decisions"
    was_open = (
        approved
        & Q((f"{held_on}__lte", last_day))
        & (Q((f"{decision}__done_on__isnull", True)) | Q((f"{decision}__done_on__gt", last_day)))
    )
    decided = _by_committee(
        asked_about.order_by().values("pk"),
        open=Count(decision, filter=was_open),
        overdue=Count(decision, filter=was_open & Q((f"{decision}__due_on__lt", last_day))),
    )
    sees_whole_districts = asked.user.may(Power.SEES_OWN_DISTRICTS, Power.SEES_EVERYWHERE)
    return Committees(
        counted,
        tuple(
            Health(
                row,
                **seats[row.pk],
                **met[row.pk],
                **decided[row.pk],
                is_listed=row.level != row.Level.DISTRICT or sees_whole_districts,
            )
            for row in rows
        ),
    )


def meetings(asked: Selection, committee: Committee) -> ActivityQuerySet:
    """What was held with a committee, approved or not, drafts apart; the latest first."""
    held = _of(asked, _asked_about(asked).filter(pk=committee.pk))
    return held.for_list().order_by("-starts_on", "-created_at", "pk")


def decisions(asked: Selection, committee: Committee) -> DecisionQuerySet:
    """What a committee decided: what is open first, the earliest due first."""
    return _with_meeting(
        _decisions(asked, _asked_about(asked).filter(pk=committee.pk)).order_by(
            F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )
    )


def overdue_decisions(asked: Selection, today: datetime.date | None = None) -> DecisionQuerySet:
    """What should have been done by now, the longest overdue first."""
    decided = _decisions(asked, _asked_about(asked)).overdue(today)
    return _with_meeting(decided.order_by("due_on", "pk"))


def _asked_about(asked: Selection) -> CommitteeQuerySet:
    rows = Committee.objects.visible_to(asked.user).filter(project=asked.project)
    return rows.in_place(asked.place.pcode) if asked.place else rows


def _of(asked: Selection, committees: CommitteeQuerySet) -> ActivityQuerySet:
    """What was held with these, wherever in the user's places; drafts count nowhere."""
    rows = Activity.objects.visible_to(asked.user).filter(
        committee__in=committees.order_by().values("pk")
    )
    return rows.exclude(status=Activity.Status.DRAFT).order_by()


def _decisions(asked: Selection, committees: CommitteeQuerySet) -> DecisionQuerySet:
    return Decision.objects.visible_to(asked.user).of(_of(asked, committees).approved())


def _with_meeting(rows: DecisionQuerySet) -> DecisionQuerySet:
    committee = "activity__committee"
    return rows.select_related(
        f"{committee}__district", f"{committee}__upazila", f"{committee}__union", "done_by"
    )


def _by_committee(grouped: Any, **counts: Any) -> dict[int, dict[str, Any]]:
    """Counts by the key of the committee, which is the one column `grouped` has."""
    found = {}
    for row in grouped.annotate(**counts):
        values = {name: row.pop(name) for name in counts}
        found[next(iter(row.values()))] = values
    return found
