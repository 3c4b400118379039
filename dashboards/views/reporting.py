"""Reporting completeness: which months and unions have no report, and what is behind plan."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import figures
from accounts.roles import SEES
from activities.models import ActivityType
from figures import Selection
from figures.tables.reporting import TABLES, table_csv
from projects.periods import A_YEAR, months_asked
from projects.places import asked_place, offered_places
from projects.requests import StaffRequest, power_required, project_required


@require_safe
@power_required(*SEES)
@project_required
def reporting(request: StaffRequest) -> HttpResponseBase:
    """Twelve months that end with `?month=`, or with the last one of the project."""
    last_day = request.project.last_day()
    months = months_asked(
        request.GET.get("month", ""), request.project, last_day, last_day, count=A_YEAR
    )
    asked = Selection(request.user, request.project, months.period, asked_place(request))
    types = list(ActivityType.objects.all())
    if request.GET.get("format") == "csv":
        if request.GET.get("table") not in TABLES:
            raise Http404
        return table_csv(request.GET["table"], asked, types)
    where = figures.area(asked)
    context = {
        "asked": asked,
        "months": months,
        "places": offered_places(request.user, request.project),
        "area": where,
        "matrix": figures.reporting_matrix(asked, where),
        "gaps": figures.gaps(asked, where),
        "courtyard": next((t for t in types if t.code == figures.COURTYARD_MEETING), None),
        "gap_days": figures.GAP_DAYS,
        "against_plan": figures.types_against_plan(asked, figures.activity_counts(asked, types)),
        "today": timezone.localdate(),
    }
    return render(request, "dashboards/reporting.html", context)
