"""Stores what belongs to the activities: committees, work plan, decisions, targets, values."""

import datetime
from collections.abc import Iterable, Sequence
from random import Random

from django.utils import timezone

from activities.models import (
    ActivityType,
    Decision,
    Material,
    NothingToReport,
    PlannedActivity,
)
from beneficiaries.models import TargetGroup
from committees.models import Committee, Member
from demonstration import SEED
from demonstration.activities import Planned
from demonstration.history import date_rows
from demonstration.meetings import DISTRICT, UNION, Place, SampleCommittee
from demonstration.moves import PlanEntry, SampleDecision
from demonstration.targets import SOURCE, TYPED, ManualValue, SampleTarget
from demonstration.work_plan import ZeroReport
from projects.models import Measurement, Project, Target

OFFICE_HOUR = datetime.time(11)
MANAGER_OF_ALL_DISTRICTS = "manager.all"

Stored = Sequence[tuple[Decision, Planned, SampleDecision]]


class Keys:
    """The primary keys of the rows that the scenario names by code."""

    def __init__(self, project: Project, users: dict[str, int]) -> None:
        self.project, self.users = project, users
        self.types = dict(ActivityType.objects.values_list("code", "pk"))
        self.groups = dict(TargetGroup.objects.values_list("code", "pk"))
        self.materials = dict(Material.objects.values_list("code", "pk"))
        self.indicators = dict(project.indicators.values_list("code", "pk"))
        self.committees: dict[Place | None, int] = {}
        self.plan_entries: dict[PlanEntry | None, int] = {}


def in_office(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, OFFICE_HOUR, timezone.get_default_timezone())


def store_committees(committees: Sequence[SampleCommittee], keys: Keys) -> dict[Place | None, int]:
    """Store the committees with their seats; returns the primary key of each by its place."""
    at, by = in_office(keys.project.starts_on), keys.users[MANAGER_OF_ALL_DISTRICTS]
    rows = Committee.objects.bulk_create(committee(of, keys) for of in committees)
    members = Member.objects.bulk_create(
        Member(committee=row, role=seat.role, post=seat.post, sex=seat.sex)
        for row, of in zip(rows, committees, strict=True)
        for seat in of.seats
    )
    date_rows(Committee, [(row.pk, "insert", at, by) for row in rows])
    date_rows(Member, [(row.pk, "insert", at, by) for row in members])
    return {of.place: row.pk for row, of in zip(rows, committees, strict=True)}


def committee(of: SampleCommittee, keys: Keys) -> Committee:
    level, place = of.place
    return Committee(
        project=keys.project,
        level=level,
        district_id=str(place) if level == DISTRICT else of.upazila[:6],
        upazila_id=of.upazila or None,
        union_id=place if level == UNION else None,
        formed_on=of.formed_on,
    )


def store_plan_entries(entries: Sequence[PlanEntry], keys: Keys) -> dict[PlanEntry | None, int]:
    """Store the entries of the work plan; returns the primary key of each."""
    rows = PlannedActivity.objects.bulk_create(
        PlannedActivity(
            project=keys.project,
            activity_type_id=keys.types[entry.kind],
            upazila_id=entry.upazila,
            union_id=entry.union,
            venue=entry.venue,
            month=entry.month,
            day=entry.day,
            number=entry.number,
            planned_by_id=keys.users[entry.planner],
        )
        for entry in entries
    )
    made = zip(rows, entries, strict=True)
    date_rows(
        PlannedActivity,
        [(row.pk, "insert", in_office(of.made_on), row.planned_by_id) for row, of in made],
    )
    return {of: row.pk for row, of in zip(rows, entries, strict=True)}


def store_decisions(planned: Iterable[Planned]) -> Stored:
    """Store the decisions as they were written with their meetings, each one not done yet."""
    decided = [(activity, of) for activity in planned for of in activity.decided]
    rows = Decision.objects.bulk_create(
        Decision(activity_id=activity.id, text=of.text, owner=of.owner, due_on=of.due_on)
        for activity, of in decided
    )
    return [(row, activity, of) for row, (activity, of) in zip(rows, decided, strict=True)]


def complete_decisions(stored: Stored, keys: Keys) -> None:
    """Mark the decisions that have `done_on` as done by their officers, and date their events."""
    random, steps, done = Random(SEED), [], []
    for row, activity, of in stored:
        by = keys.users[activity.officer]
        steps.append((row.pk, "insert", activity.created_at, by))
        if of.done_on:
            row.done_on, row.done_by_id, row.done_note = of.done_on, by, of.done_note
            at = in_office(of.done_on) + datetime.timedelta(minutes=random.randint(0, 300))
            steps.append((row.pk, "update", at, by))
            done.append(row)
    Decision.objects.bulk_update(done, ["done_on", "done_by", "done_note"])
    date_rows(Decision, steps)


def store_zero_reports(reports: Sequence[ZeroReport], keys: Keys, now: datetime.datetime) -> None:
    rows = NothingToReport.objects.bulk_create(
        NothingToReport(
            project=keys.project,
            upazila_id=of.upazila,
            month=of.month,
            reason=of.reason,
            note=of.note,
            officer_id=keys.users[of.officer],
            created_at=min(in_office(of.reported_on), now),
        )
        for of in reports
    )
    date_rows(NothingToReport, [(row.pk, "insert", row.created_at, row.officer_id) for row in rows])


def store_targets(sample_targets: Iterable[SampleTarget], keys: Keys) -> None:
    at, by = in_office(keys.project.starts_on), keys.users[MANAGER_OF_ALL_DISTRICTS]
    rows = Target.objects.bulk_create(
        Target(
            indicator_id=keys.indicators[of.indicator],
            district_id=of.pcode if len(of.pcode) == 6 else None,
            upazila_id=of.pcode if len(of.pcode) > 6 else None,
            quarter=of.quarter,
            value=of.value,
            set_by_id=by,
            set_at=at,
        )
        for of in sample_targets
    )
    date_rows(Target, [(row.pk, "insert", at, by) for row in rows])


def store_measurements(manual_values: Iterable[ManualValue], keys: Keys) -> None:
    rows = Measurement.objects.bulk_create(
        Measurement(
            indicator_id=keys.indicators[TYPED],
            upazila_id=of.upazila,
            quarter=of.quarter,
            value=of.value,
            source=SOURCE,
            typed_by_id=keys.users[of.typed_by],
            typed_at=in_office(of.read_on),
        )
        for of in manual_values
    )
    steps = [(row.pk, "insert", row.typed_at, row.typed_by_id) for row in rows if row.typed_by_id]
    date_rows(Measurement, steps)
