"""The state of the committees: their seats, their meetings, and their decisions."""

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
    """The state of one committee.

    Meetings and decisions count if their activity is approved; `awaiting` is the number of
    meetings that await review. The numbers include all meetings of the committee, in whatever
    upazila they were held. So a field officer sees the full numbers of a district's committee, but
    can open only the meetings in their own upazilas. `is_listed` says whether the list that the
    user can open adds up to the numbers.

    `seats` is the number of all seats, `sex_recorded` of those whose sex is recorded, and `women`
    is a part of these. `overdue` decisions are a part of the `open` ones.
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
    """All committees in the order of places, those out of use last.

    `year` is the period whose meetings are counted.
    """

    year: Period
    rows: tuple[Health, ...]

    @property
    def met_this_year(self) -> int:
        """How many committees that are in use met in the period."""
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
    """Every committee of the project in the selected place, or just `only`; four queries.

    The selected period has no effect. The last meeting may be on any day up to today, "this year"
    is the calendar year of `today`, and a decision is overdue if it is overdue today.
    """
    today = today or timezone.localdate()
    return _as_of(asked, only, year_of(today), today)


def committees_during(asked: Selection, today: datetime.date | None = None) -> Committees:
    """The committees as they were at the end of the selected period, whatever was done later.

    Only meetings of the period are counted. The seats are today's seats: their history says when
    a seat was written down, which is often long after somebody took it.
    """
    last_day = min(asked.period.end, today or timezone.localdate())
    return _as_of(asked, None, asked.period, last_day)


def _as_of(
    asked: Selection, only: Committee | None, counted: Period, last_day: datetime.date
) -> Committees:
    """Count the meetings held in `counted`; decisions and the last meeting up to `last_day`.

    Seats, and meetings that await review, are counted as they are now.
    """
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
    """The activities held with a committee, approved or not, without drafts; the latest first."""
    held = _of(asked, _asked_about(asked).filter(pk=committee.pk))
    return held.for_list().order_by("-starts_on", "-created_at", "pk")


def decisions(asked: Selection, committee: Committee) -> DecisionQuerySet:
    """The decisions of a committee; open ones come first, and among these the earliest due."""
    return _with_meeting(
        _decisions(asked, _asked_about(asked).filter(pk=committee.pk)).order_by(
            F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )
    )


def overdue_decisions(asked: Selection, today: datetime.date | None = None) -> DecisionQuerySet:
    """The overdue decisions of the selected place, the longest overdue first."""
    decided = _decisions(asked, _asked_about(asked)).overdue(today)
    return _with_meeting(decided.order_by("due_on", "pk"))


def _asked_about(asked: Selection) -> CommitteeQuerySet:
    rows = Committee.objects.visible_to(asked.user).filter(project=asked.project)
    return rows.in_place(asked.place.pcode) if asked.place else rows


def _of(asked: Selection, committees: CommitteeQuerySet) -> ActivityQuerySet:
    """The activities held with these committees in the user's places; drafts are left out."""
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
    """The counts by the primary key of the committee: the only column that `grouped` has."""
    found = {}
    for row in grouped.annotate(**counts):
        values = {name: row.pop(name) for name in counts}
        found[next(iter(row.values()))] = values
    return found
