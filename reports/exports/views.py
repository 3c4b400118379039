"""The page of downloads, and the downloads."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dashboards import figures
from dashboards.figures import Selection
from dashboards.periods import whole_of
from districts.models import District, Upazila
from projects.requests import StaffRequest
from reports.exports.files import BY_NAME, FILES
from reports.exports.forms import ExportForm

DISTRICT = len("BD2030")
"""Characters in the P-code of a district; that of a upazila is longer."""


@require_safe
def exports(request: StaffRequest) -> HttpResponse:
    if not request.project:
        return render(request, "dashboards/no_project.html")
    return _page(request, _asked(request))


@require_safe
def export(request: StaffRequest, name: str) -> HttpResponseBase:
    """One of the files; the page says what was wrong where it cannot be made."""
    if name not in BY_NAME or not request.project:
        raise Http404
    form = _asked(request)
    return BY_NAME[name].made(form.selection) if form.is_valid() else _page(request, form)


def _asked(request: StaffRequest) -> ExportForm:
    """What the address asks for. A place that is not the user's is not there."""
    pcode = request.GET.get("place", "")
    place: District | Upazila | None = None
    if len(pcode) > DISTRICT:
        place = get_object_or_404(Upazila.objects.visible_to(request.user), pk=pcode)
    elif pcode:
        place = get_object_or_404(District.objects.visible_to(request.user), pk=pcode)
    return ExportForm(request, place)


def _page(request: StaffRequest, form: ExportForm) -> HttpResponse:
    whole = Selection(request.user, request.project, whole_of(request.project))
    form.offer(figures.area(whole).upazilas)
    context = {"form": form, "asked": form.selection, "files": FILES}
    return render(request, "reports/exports.html", context, status=400 if form.errors else 200)
