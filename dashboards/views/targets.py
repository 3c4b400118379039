"""What was promised and what was done, of every indicator."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards import figures
from dashboards.figures import Selection, Standing
from dashboards.forms import QuartersForm
from dashboards.indicator_files import INDICATOR_FILES
from dashboards.places import asked_place, offered_places
from projects.requests import StaffRequest


@require_safe
def targets(request: StaffRequest) -> HttpResponseBase:
    """`?place=` a district or an upazila; `?from=` and `?to=` any days of the quarters wanted."""
    if not request.project:
        return render(request, "dashboards/no_project.html")
    form = QuartersForm(request.GET, request.project, timezone.localdate())
    place = asked_place(request)
    asked = Selection(request.user, request.project, form.asked_period, place)
    rows = figures.indicators(asked)
    if (wanted := request.GET.get("format")) and not form.errors:
        if wanted not in INDICATOR_FILES:
            raise Http404
        return INDICATOR_FILES[wanted](asked, rows)
    standings = [row.achievement.standing for row in rows]
    context = {
        "asked": asked,
        "form": form,
        "places": offered_places(request.user, request.project),
        "area": figures.area(asked),
        "rows": rows,
        "standings": [(kind, standings.count(kind)) for kind in Standing if kind in standings],
        "can_set": request.project.targets_can_be_set_by(request.user),
        "can_type": request.project.measurements_can_be_typed_by(request.user),
        "far_beyond": [row for row in rows if row.achievement.is_far_beyond],
    }
    return render(request, "dashboards/targets.html", context)
