"""The page of the work plan: a month's plan beside what was held, and a calendar of two weeks."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import figures
from accounts.roles import SEES
from activities.models import ActivityType, PlannedActivity
from figures import Selection
from figures.tables import reporting
from projects.periods import months_asked
from projects.places import asked_place, offered_places
from projects.requests import StaffRequest, power_required, project_required


@require_safe
@power_required(*SEES)
@project_required
def plan(request: StaffRequest) -> HttpResponseBase:
    """The plan of the month in `?month=`; without it, of this month or the last of the project."""
    project, today = request.project, timezone.localdate()
    months = months_asked(
        request.GET.get("month", ""), project, project.last_day(today), project.ends_on
    )
    asked = Selection(request.user, project, months.period, asked_place(request))
    types = list(ActivityType.objects.all())
    if request.GET.get("format") == "csv":
        if request.GET.get("table") != "plan":
            raise Http404
        return reporting.table_csv("plan", asked, types)
    where = figures.area(asked)
    entries: defaultdict[str, list[PlannedActivity]] = defaultdict(list)
    for entry in figures.entries_of(asked):
        entries[entry.upazila_id].append(entry)
    is_this_month = months.last == today.replace(day=1)
    context = {
        "asked": asked,
        "months": months,
        "places": offered_places(request.user, project),
        "area": where,
        "today": today,
        "is_this_month": is_this_month,
        "plan": [
            (
                place,
                [
                    (
                        entry,
                        entry.can_be_changed_by(request.user),
                        is_this_month and entry.activity_type_id in place.open_types,
                    )
                    for entry in entries[place.upazila.pk]
                ],
            )
            for place in figures.plan(asked, where, figures.activity_counts(asked, types))
        ],
        "weeks": figures.two_weeks(asked) if project.ends_on >= today else [],
    }
    return render(request, "dashboards/plan.html", context)
