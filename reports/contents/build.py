"""The contents of a report: every figure of a place and period, as plain JSON."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import figures
from activities.models import ActivityType
from districts.models import District
from figures import ActivityCounts, PlaceRow, Selection, UpazilaMonths
from figures.scope import own_places
from projects.models import Project
from reports.contents.indicators import indicator_parts
from reports.contents.schema import (
    ActivityPart,
    CommitteePart,
    Contacts,
    Contents,
    GroupPart,
    MaterialPart,
    MonthPart,
    Named,
    OutcomePart,
    PlacePart,
    ProjectPart,
    ReachPart,
    TypePart,
    UpazilaPart,
)
from reports.contents.texts import days, in_bangla, in_english, named, short_named
from reports.contents.versions import VERSION


def build_contents(selection: Selection) -> Contents:
    """All figures and texts of a report of this place and period, in both languages."""
    counts = figures.activity_counts(selection, list(ActivityType.objects.all()))
    area = figures.area(selection)
    matrix = figures.reporting_matrix(selection, area)
    return {
        "version": VERSION,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "project": _project(selection.project),
        "place": _place(selection),
        "period": days(selection.period),
        "outcomes": _outcomes(selection.project),
        "indicators": indicator_parts(selection, area),
        "reach": _reach(selection),
        "people": _people(selection),
        "types": _types(counts),
        "groups": _groups(selection),
        "materials": _materials(selection),
        "months": _months(counts, matrix),
        "upazilas": _upazilas(figures.by_upazila(selection, area, counts, matrix)),
        "committees": _committees(selection),
        "activities": _activities(selection),
    }


def _project(project: Project) -> ProjectPart:
    return {
        "slug": project.slug,
        "title_en": project.title_en,
        "title_bn": project.title_bn,
        "goal_en": project.goal_en,
        "goal_bn": project.goal_bn,
        "objective_en": project.objective_en,
        "objective_bn": project.objective_bn,
        "starts_on": project.starts_on.isoformat(),
        "ends_on": project.ends_on.isoformat(),
        "is_demonstration": project.is_demonstration,
        "organisations": [
            {
                "role": partnership.role,
                "name_en": partnership.organisation.name_en,
                "name_bn": partnership.organisation.name_bn,
                "short_en": partnership.organisation.short_en,
                "short_bn": partnership.organisation.short_bn,
            }
            for partnership in project.partnerships.select_related("organisation")
        ],
    }


def _place(selection: Selection) -> PlacePart:
    """The place, if the user sees all of it; else the part they see, under its own code."""
    if own := own_places(selection):
        return {"pcode": own.pcode, "kind": "part", "name_en": own.name_en, "name_bn": own.name_bn}
    if selection.place is None:
        whole = _("Whole project")
        names: Named = {"name_en": in_english(whole), "name_bn": in_bangla(whole)}
        return {"pcode": "", "kind": "project", **names}
    kind = "district" if isinstance(selection.place, District) else "upazila"
    return {"pcode": selection.place.pcode, "kind": kind, **named(selection.place)}


def _outcomes(project: Project) -> list[OutcomePart]:
    return [
        {
            "number": outcome.number,
            "statement_en": outcome.statement_en,
            "statement_bn": outcome.statement_bn,
        }
        for outcome in project.outcomes.all()
    ]


def _reach(selection: Selection) -> list[ReachPart]:
    return [
        {
            "code": figure.code,
            "value": figure.value,
            "awaiting": figure.awaiting,
            "name_en": in_english(figure.name),
            "name_bn": in_bangla(figure.name),
            "method_en": in_english(figure.method),
            "method_bn": in_bangla(figure.method),
        }
        for figure in figures.reach(selection).figures
    ]


def _people(selection: Selection) -> Contacts:
    people = figures.people(selection)
    return {
        "cells": people.cells,
        "contacts": people.contacts,
        "first_time": people.first_time,
        "awaiting": people.awaiting,
    }


def _types(counts: ActivityCounts) -> list[TypePart]:
    return [
        {
            "code": row.type.code,
            **short_named(row.type),
            "approved": row.tally.approved,
            "awaiting": row.tally.awaiting,
            "contacts": row.tally.contacts,
        }
        for row in counts.by_type
    ]


def _groups(selection: Selection) -> list[GroupPart]:
    return [
        {
            "code": row.group.code,
            **named(row.group),
            "kind": row.group.kind,
            "contacts": row.contacts,
            "first_time": row.first_time,
            "within": [{"code": group.code, **named(group)} for group in row.within],
        }
        for row in figures.by_group(selection, for_disclosure=True)
    ]


def _materials(selection: Selection) -> list[MaterialPart]:
    return [
        {"code": row.material.code, **named(row.material), "quantity": row.quantity}
        for row in figures.materials(selection)
    ]


def _months(counts: ActivityCounts, matrix: list[UpazilaMonths]) -> list[MonthPart]:
    """Without months that are still to come: of them not even zero is known."""
    known = figures.known_months(matrix)
    return [
        {
            "month": f"{row.column.period.start:%Y-%m}",
            "reported": row.column.period.start.replace(day=1) in known,
            "approved": row.tally.approved,
            "awaiting": row.tally.awaiting,
            "contacts": row.tally.contacts,
        }
        for row in counts.by_month
        if row.column.period.start <= timezone.localdate()
    ]


def _upazilas(rows: list[PlaceRow]) -> list[UpazilaPart]:
    return [
        {
            "pcode": row.upazila.pcode,
            "reported": row.is_reported,
            "silent_months": row.silent_months,
            **named(row.upazila),
            "district_pcode": row.upazila.district.pcode,
            "district_en": row.upazila.district.name_en,
            "district_bn": row.upazila.district.name_bn,
            "approved": row.tally.approved,
            "awaiting": row.tally.awaiting,
            "contacts": row.tally.contacts,
            "latitude": row.upazila.latitude,
            "longitude": row.upazila.longitude,
        }
        for row in rows
    ]


def _committees(selection: Selection) -> list[CommitteePart]:
    return [
        {
            "id": row.committee.pk,
            "name_en": in_english(row.committee),
            "name_bn": in_bangla(row.committee),
            "last_meeting": row.last_on.isoformat() if row.last_on else None,
            "meetings": row.this_year,
            "seats": row.seats,
            "women": row.women,
            "sex_known": row.sex_recorded,
            "open": row.open,
            "overdue": row.overdue,
        }
        for row in figures.committees_during(selection).rows
    ]


def _activities(selection: Selection) -> list[ActivityPart]:
    """Approved ones, the oldest first."""
    rows: QuerySet[Any] = selection.activities().approved().for_list().order_by("starts_on", "pk")
    return [
        {
            "id": str(row.pk),
            "type": row.activity_type.code,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "upazila": row.upazila_id,
            "union_en": row.union.name_en if row.union else "",
            "union_bn": row.union.name_bn if row.union else "",
            "venue": row.venue,
            "contacts": row.contacts,
            "first_time": row.first_time,
            "materials": row.materials,
        }
        for row in rows
    ]
