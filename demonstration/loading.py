"""Stores the demonstration as the application would: drafts first, then move by move."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from activities.models import Activity, ActivityType, Distribution, Participation
from beneficiaries.models import TargetGroup
from demonstration import SLUG
from demonstration.accounts import create_accounts
from demonstration.activities import Planned
from demonstration.history import analyse_tables, backdate, make_moves
from demonstration.meetings import sample_committees
from demonstration.scenario import plan
from demonstration.schedule import Period
from demonstration.surroundings import (
    Keys,
    complete_decisions,
    store_committees,
    store_decisions,
    store_measurements,
    store_plan_entries,
    store_targets,
    store_zero_reports,
)
from demonstration.targets import manual_values, sample_targets
from demonstration.work_plan import plan_entries, zero_reports
from districts.models import Union, Upazila
from projects.models import Project
from trafficking_program import reference
from trafficking_program.reference.indicators import add_indicators
from trafficking_program.reference.programme import add_outcomes, group_codes, link, work_area

BATCH = 500


@dataclass(frozen=True)
class Loaded:
    activities: int
    contacts: int


class SlugTaken(Exception):
    """A real project has the slug of the demonstration."""


@transaction.atomic
def load(now: datetime.datetime | None = None) -> Loaded | None:
    """Create the demonstration as of `now`; returns None if it is there already.

    Raises SlugTaken or NameTaken rather than touch a real project or account.
    """
    stored = Project.objects.filter(slug=SLUG).first()
    if stored and not stored.is_demonstration:
        raise SlugTaken
    if stored:
        return None
    reference.load()
    now = timezone.localtime(now)
    keys = Keys(create_project(now.date()), create_accounts())
    period, places = Period.around(now.date()), unions()
    planned = plan(now, places)
    keys.committees = store_committees(sample_committees(planned, period), keys)
    keys.plan_entries = store_plan_entries(plan_entries(planned, period, places), keys)
    insert(planned, keys)
    decisions = store_decisions(planned)
    analyse_tables(Activity, Participation, Distribution)
    for number in range(max(len(activity.moves) for activity in planned)):
        make_moves(planned, number, keys.users)
    analyse_tables(Activity, Participation)
    backdate(planned, keys.project.pk, keys.users)
    complete_decisions(decisions, keys)
    store_zero_reports(zero_reports(planned, period), keys, now)
    store_targets(sample_targets(period), keys)
    store_measurements(manual_values(period), keys)
    totals = Activity.objects.filter(project=keys.project).totals()
    return Loaded(totals.activities, totals.contacts)


def create_project(today: datetime.date) -> Project:
    """Create the project, with the places, target groups and outcomes of the programme."""
    period = Period.around(today)
    project = Project.objects.create(
        slug=SLUG,
        title_en="Demonstration phase – sample data",
        title_bn="নমুনা তথ্য (পরীক্ষামূলক)",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        is_demonstration=True,
    )
    project.upazilas.set(Upazila.objects.filter(pk__in=work_area()))
    project.target_groups.set(TargetGroup.objects.filter(code__in=group_codes()))
    link(ActivityType.objects.all(), add_outcomes(project))
    add_indicators(project)
    return project


def unions() -> dict[str, list[int]]:
    """The primary keys of the unions in use, for each upazila of the work area by P-code."""
    found: dict[str, list[int]] = {pcode: [] for pcode in work_area()}
    in_use = Union.objects.filter(upazila__in=found, is_active=True).order_by("pk")
    for pcode, key in in_use.values_list("upazila", "pk"):
        found[pcode].append(key)
    return found


def insert(planned: Iterable[Planned], keys: Keys) -> None:
    """Store every activity as a draft, with the counts that were written first."""
    Activity.objects.bulk_create(
        [
            Activity(
                id=activity.id,
                project=keys.project,
                activity_type_id=keys.types[activity.kind],
                upazila_id=activity.upazila,
                union_id=activity.union,
                venue=activity.first_venue(),
                starts_on=activity.starts_on,
                ends_on=activity.ends_on,
                count_method=activity.count_method,
                summary=activity.first_summary(),
                decisions=activity.decisions,
                officer_id=keys.users[activity.officer],
                committee_id=keys.committees.get(activity.committee),
                had_quorum=activity.had_quorum,
                planned_id=keys.plan_entries.get(activity.plan_entry),
                created_at=activity.created_at,
                updated_at=activity.created_at,
            )
            for activity in planned
        ],
        batch_size=BATCH,
    )
    Participation.objects.bulk_create(
        [
            Participation(
                activity_id=activity.id,
                target_group_id=keys.groups[people.group],
                first_time=people.first_time,
                with_disability=people.with_disability,
                **people.cells,
            )
            for activity in planned
            for people in activity.first_people()
        ],
        batch_size=BATCH,
    )
    Distribution.objects.bulk_create(
        [
            Distribution(
                activity_id=activity.id, material_id=keys.materials[code], quantity=quantity
            )
            for activity in planned
            for code, quantity in activity.materials.items()
        ],
        batch_size=BATCH,
    )
