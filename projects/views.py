"""The pages for setting targets, and for typing values that do not come from the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Power
from common.editing import StaleEdit
from common.localisation import number
from common.spreadsheets import xlsx_response
from common.uploads import served
from districts.models import Upazila
from projects.forms import MeasurementForm, TargetsFile, TargetsForm, proposed
from projects.grid import Cell, Change, Grid
from projects.models import Measurement, Target
from projects.periods import quarters_of, year_asked, years_of
from projects.requests import StaffRequest, power_required, project_required
from projects.services import StaleTargets, set_measurement, set_targets
from projects.workbook import TargetsRead, targets_sheet

View = Callable[..., HttpResponseBase]


def target_setter_required(view: View) -> View:
    """Answer 403 if the user may not set the targets of the chosen project."""

    @power_required(Power.SETS_TARGETS)
    @project_required
    @wraps(view)
    def inner(request: StaffRequest) -> HttpResponseBase:
        if not request.project.targets_can_be_set_by(request.user):
            raise PermissionDenied
        return view(request)

    return inner


@require_http_methods(["GET", "POST"])
@target_setter_required
def targets(request: StaffRequest) -> HttpResponseBase:
    """The grid of the targets of one year; one POST saves all of it."""
    year = year_asked(request.project, request.GET.get("year", ""), timezone.localdate())
    grid = Grid(request.user, request.project, quarters_of(request.project, year))
    if request.method != "POST":
        return _grid_page(request, TargetsForm(grid), year)
    form = TargetsForm(grid, request.POST)
    if form.errors:
        return _grid_page(request, form, year, status=422)
    try:
        count = set_targets(project=request.project, changes=form.changes, by=request.user)
    except StaleTargets as error:
        form = TargetsForm(Grid(request.user, request.project, grid.quarters), request.POST)
        form.contest(error.stored)
        return _grid_page(request, form, year, status=409)
    _add_message(request, count)
    return redirect(f"{reverse('projects:targets')}?year={year}")


@require_safe
@target_setter_required
def targets_file(request: StaffRequest) -> HttpResponseBase:
    """The targets of all quarters of the project as an Excel file, to be filled in."""
    grid = Grid(request.user, request.project, quarters_of(request.project))
    return xlsx_response(f"{request.project.slug}-targets", [targets_sheet(grid)])


@require_http_methods(["GET", "POST"])
@target_setter_required
def targets_upload(request: StaffRequest) -> HttpResponseBase:
    """Show what a filled file would change; when that is confirmed, save all of it or nothing."""
    grid = Grid(request.user, request.project, quarters_of(request.project))
    if "changes" in request.POST:
        return _confirmed(request, grid)
    if request.method != "POST":
        return render(request, "projects/targets_upload.html", {"form": TargetsFile()})
    form = TargetsFile(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "projects/targets_upload.html", {"form": form}, status=422)
    try:
        read = TargetsRead(form.cleaned_data["file"], grid)
    except ValidationError as error:
        form.add_error("file", error)
        return render(request, "projects/targets_upload.html", {"form": form}, status=422)
    if read.errors:
        context = {"form": form, "wrong": read.errors}
        return render(request, "projects/targets_upload.html", context, status=422)
    return _preview(request, grid, read.changes)


@require_safe
@power_required(Power.TYPES_VALUES)
@project_required
def measurement_list(request: StaffRequest) -> HttpResponse:
    """The indicators that are typed by hand, and which of their values are recorded, by quarter."""
    today = timezone.localdate()
    year = year_asked(request.project, request.GET.get("year", ""), today)
    quarters = [q for q in quarters_of(request.project, year) if q.start <= today]
    upazilas = list(_upazilas(request))
    rows = Measurement.objects.visible_to(request.user).filter(
        indicator__project=request.project, quarter__in=[quarter.start for quarter in quarters]
    )
    stored = {(row.indicator_id, row.upazila_id, row.quarter): row for row in rows}
    context = {
        "year": year,
        "years": years_of(request.project),
        "quarters": quarters,
        "upazilas": upazilas,
        "tables": [
            (
                indicator,
                [
                    (
                        upazila,
                        [(q, stored.get((indicator.pk, upazila.pk, q.start))) for q in quarters],
                    )
                    for upazila in upazilas
                ],
            )
            for indicator in request.project.indicators.filter(measure="typed", is_active=True)
        ],
    }
    return render(request, "projects/measurement_list.html", context)


@require_http_methods(["GET", "POST"])
@power_required(Power.TYPES_VALUES)
@project_required
def measurement_edit(
    request: StaffRequest, code: str, pcode: str, year: int, number: int
) -> HttpResponse:
    """The page for one value: of an indicator, in an upazila and a quarter; `number` is 1 to 4."""
    cell = _typed_cell(request, code, pcode, year, number)
    own = _stored(request, cell)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MeasurementForm(own.first(), *sent)
    context = {**cell, "form": form, "lost_file": bool(request.FILES)}
    back = f"{reverse('projects:measurements')}?year={year}"
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            changed = set_measurement(**cell, by=request.user, **form.cleaned_data)
        except StaleEdit:
            context["stored"] = stored = own.select_related("typed_by").first()
            context["is_stale"] = True
            form.carry(stored)
            status = 409
        else:
            text = _("Saved.") if changed else _("Nothing was changed.")
            messages.success(request, text)
            return redirect(back)
    return render(
        request, "projects/measurement_form.html", context | {"back": back}, status=status
    )


@require_safe
@power_required(Power.TYPES_VALUES)
@project_required
def measurement_file(
    request: StaffRequest, code: str, pcode: str, year: int, number: int
) -> FileResponse:
    """The photo or scan of the source, for users who may type values there."""
    cell = _typed_cell(request, code, pcode, year, number)
    found = get_object_or_404(_stored(request, cell).exclude(file=""))
    return served(found.file, found.file_name)


def _typed_cell(
    request: StaffRequest, code: str, pcode: str, year: int, number: int
) -> dict[str, Any]:
    """The indicator, the upazila and the quarter of an address.

    Raises Http404 if one of them does not exist for this user, or if the quarter has not begun.
    """
    upazila = get_object_or_404(_upazilas(request), pk=pcode)
    typed = request.project.indicators.filter(measure="typed", is_active=True)
    indicator = get_object_or_404(typed, code=code)
    begun = [q for q in quarters_of(request.project, year) if q.start <= timezone.localdate()]
    quarter = next((q for q in begun if q.number == number), None)
    if quarter is None:
        raise Http404
    return {"indicator": indicator, "upazila": upazila, "quarter": quarter}


def _stored(request: StaffRequest, cell: dict[str, Any]) -> QuerySet[Measurement]:
    """The value that is stored for this cell: one row, or none if it is not recorded."""
    where = cell | {"quarter": cell["quarter"].start}
    return Measurement.objects.visible_to(request.user).filter(**where)


def _upazilas(request: StaffRequest) -> Any:
    places = Upazila.objects.visible_to(request.user).filter(projects=request.project)
    return places.select_related("district").order_by("district__name_en", "name_en")


def _grid_page(
    request: StaffRequest, form: TargetsForm, year: int, status: int = 200
) -> HttpResponse:
    context = {"form": form, "grid": form.grid, "year": year, "years": years_of(request.project)}
    return render(request, "projects/targets.html", context, status=status)


def _preview(
    request: StaffRequest,
    grid: Grid,
    changes: dict[Cell, Change],
    contested: dict[Cell, Target | None] | None = None,
) -> HttpResponse:
    context = {
        "rows": [
            (*grid.called(cell), change, cell in (contested or {}))
            for cell, change in changes.items()
        ],
        "changes": json.dumps(
            [
                [cell.name, *(None if v is None else f"{v:f}" for v in (change.seen, change.value))]
                for cell, change in changes.items()
            ]
        ),
        "contested": contested,
    }
    status = 409 if contested else 200
    return render(request, "projects/targets_preview.html", context, status=status)


def _confirmed(request: StaffRequest, grid: Grid) -> HttpResponse:
    try:
        changes = proposed(request.POST["changes"], grid)
    except ValueError:
        messages.error(request, _("The indicators have changed meanwhile. Upload the file again."))
        return redirect("projects:targets_upload")
    try:
        count = set_targets(project=request.project, changes=changes, by=request.user)
    except StaleTargets as error:
        now = {cell: target.value if target else None for cell, target in error.stored.items()}
        anew = {
            cell: Change(now.get(cell, change.seen), change.value)
            for cell, change in changes.items()
        }
        return _preview(request, grid, anew, dict(error.stored))
    _add_message(request, count)
    return redirect("projects:targets")


def _add_message(request: StaffRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing was changed."))
        return
    text = ngettext("%(count)s target saved.", "%(count)s targets saved.", count)
    messages.success(request, text % {"count": number(count)})
