"""The dashboards of a project, a district and an upazila: what was done there."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

import figures
from accounts.roles import SEES
from activities.models import ActivityType
from dashboards import charts
from dashboards.forms import DashboardForm
from districts import maps
from districts.models import District, Upazila
from figures import Selection
from figures.tables import dashboard
from projects.requests import StaffRequest, power_required, project_required


@require_safe
@power_required(*SEES)
@project_required
def project(request: StaffRequest) -> HttpResponseBase:
    return _dashboard(request, None)


@require_safe
@power_required(*SEES)
@project_required
def district(request: StaffRequest, pcode: str) -> HttpResponseBase:
    return _dashboard(
        request, get_object_or_404(District.objects.visible_to(request.user), pk=pcode)
    )


@require_safe
@power_required(*SEES)
@project_required
def upazila(request: StaffRequest, pcode: str) -> HttpResponseBase:
    upazilas = Upazila.objects.visible_to(request.user).select_related("district")
    return _dashboard(request, get_object_or_404(upazilas, pk=pcode))


def _dashboard(request: StaffRequest, place: District | Upazila | None) -> HttpResponseBase:
    """The page is the same for every place: the whole project (None), a district or an upazila."""
    types = list(ActivityType.objects.all())
    form = DashboardForm(request.GET, request.project, types, timezone.localdate())
    asked = Selection(request.user, request.project, form.asked_period, place, form.asked_type)
    tables = dashboard.offered(asked)
    if request.GET.get("format") == "csv" and not form.errors:
        if request.GET.get("table") not in tables:
            raise Http404
        return dashboard.table_csv(request.GET["table"], asked, types)
    logged = figures.activity_counts(asked, types)
    where = figures.area(asked)
    matrix = figures.reporting_matrix(asked, where)
    rows = figures.by_upazila(asked, where, logged, matrix)
    context = {
        "asked": asked,
        "form": form,
        "place": place,
        "is_upazila": isinstance(place, Upazila),
        "kept": _filters(request.GET),
        "log": logged,
        "chart": charts.over_time(logged, figures.known_months(matrix)),
        "is_silent": figures.is_nothing_reported(matrix),
        "people": figures.people(asked),
        "reach": figures.reach(asked),
        "groups": figures.by_group(asked),
        "area": where,
        "attention": figures.attention(asked, where.upazilas),
        "recent": figures.recent(asked),
    }
    if isinstance(place, Upazila):
        context["unions"] = figures.by_union(asked, place, logged)
    else:
        context["upazilas"] = rows
        context["some_unknown"] = not all(row.is_reported for row in rows)
        context["map"] = maps.draw(
            where.districts,
            where.everything,
            {row.upazila.pk: row.tally.contacts for row in rows if row.is_reported},
        )
    return render(request, "dashboards/dashboard.html", context)


def _filters(parameters: Mapping[str, str]) -> str:
    """The filters as a query string, for links to the dashboards of other places."""
    names = ("period", "from", "to", "type")
    kept = {name: parameters[name] for name in names if parameters.get(name)}
    return f"?{urlencode(kept)}" if kept else ""
