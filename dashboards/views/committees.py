"""The pages of the committees: all of a project, and one committee."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

import figures
from accounts.roles import SEES
from committees.models import Committee
from figures import Selection
from figures.tables.committees import committees_csv
from projects.periods import whole_of
from projects.places import asked_place
from projects.requests import StaffRequest, power_required, project_required


@require_safe
@power_required(*SEES)
@project_required
def committees(request: StaffRequest) -> HttpResponseBase:
    """The committees of the project; `?place=` selects a district or an upazila by its P-code."""
    everywhere = Selection(request.user, request.project, whole_of(request.project))
    place = asked_place(request)
    asked = Selection(request.user, request.project, everywhere.period, place)
    found = figures.committees(asked)
    if request.GET.get("format") == "csv":
        return committees_csv(asked, found)
    context = {
        "asked": asked,
        "place": place,
        "districts": figures.area(everywhere).districts,
        "found": found,
        "overdue": figures.overdue_decisions(asked),
        "today": timezone.localdate(),
    }
    return render(request, "dashboards/committees.html", context)


@require_safe
def committee(request: StaffRequest, pk: int) -> HttpResponseBase:
    rows = Committee.objects.visible_to(request.user).with_places().select_related("project")
    committee_shown = get_object_or_404(rows, pk=pk)
    asked = Selection(request.user, committee_shown.project, whole_of(committee_shown.project))
    found = figures.committees(asked, only=committee_shown)
    context = {
        "asked": asked,
        "committee": committee_shown,
        "year": found.year,
        "health": found.rows[0],
        "seats": committee_shown.members.all(),
        "meetings": figures.meetings(asked, committee_shown),
        "decisions": figures.decisions(asked, committee_shown),
        "can_edit": committee_shown.can_be_edited_by(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "dashboards/committee.html", context)
