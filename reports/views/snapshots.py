"""Quarters that were frozen, and freezing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import figures
from accounts.roles import Power
from activities.models import Activity
from activities.querysets import Totals
from common.calendar import ChartColumn
from figures import Selection
from figures.reporting import ReportingStatus
from projects.requests import StaffRequest, power_required, project_required
from reports import services
from reports.contents.comparison import differences
from reports.forms import FreezeForm
from reports.models import Report, Snapshot
from reports.models.snapshots import days_of
from reports.page import report_page


@require_safe
@power_required(Power.REPORTS)
@project_required
def reports(request: StaffRequest) -> HttpResponseBase:
    """What was frozen and what was written about it; and what could be frozen now."""
    snapshots = Snapshot.objects.visible_to(request.user).filter(project=request.project)
    written = Report.objects.visible_to(request.user).filter(project=request.project)
    form = FreezeForm.asked(request.user, request.project, {})
    context = {
        "snapshots": snapshots.for_list(),
        "reports": written.for_list(),
        "unfrozen": _unfrozen(request, form),
    }
    return render(request, "reports/reports.html", context)


@require_safe
@power_required(Power.REPORTS)
def snapshot(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The figures as they were frozen, and what is different today."""
    rows = Snapshot.objects.visible_to(request.user)
    frozen = get_object_or_404(rows.select_related("project", "district", "frozen_by"), pk=pk)
    asked = Selection(request.user, frozen.project, frozen.period, frozen.district)
    revisions = rows.same_as(frozen).for_list().exclude(pk=frozen.pk)
    context = {
        "snapshot": frozen,
        "page": report_page(frozen.whole, asked),
        "differences": differences(frozen, request.user),
        "revisions": revisions,
        "reports": frozen.reports.visible_to(request.user).for_list(),
    }
    return render(request, "reports/snapshot.html", context)


@require_http_methods(["GET", "POST"])
@power_required(Power.FREEZES)
@project_required
def freeze(request: StaffRequest) -> HttpResponseBase:
    """Ask for a place and a finished quarter, say what is still open in it, then freeze it."""
    if request.method == "POST":
        form = FreezeForm(request.user, request.project, request.POST)
        if form.is_valid():
            return _freeze(request, form)
    else:
        form = FreezeForm.asked(request.user, request.project, request.GET)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        context |= _open(request, form)
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/freeze.html", context, status=status)


def _freeze(request: StaffRequest, form: FreezeForm) -> HttpResponseBase:
    if not services.can_be_frozen_by(request.user, request.project, form.district):
        raise PermissionDenied
    try:
        frozen = services.freeze(
            user=request.user,
            project=request.project,
            quarter=form.chosen_quarter.start,
            district=form.district,
        )
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("reports:list")
    messages.success(request, _("Frozen: %(what)s.") % {"what": frozen})
    return redirect(frozen)


def _open(request: StaffRequest, form: FreezeForm) -> dict[str, object]:
    """What a manager would want to see to before the figures are kept."""
    quarter = form.chosen_quarter.start
    period = days_of(request.project, quarter, quarter)
    asked = Selection(request.user, request.project, period, form.district)
    totals = asked.activities().totals_by_status()
    silent = [
        (
            row.upazila,
            [cell.month for cell in row.cells if cell.state == ReportingStatus.NOT_REPORTED],
        )
        for row in figures.reporting_matrix(asked, figures.area(asked))
    ]
    earlier = Snapshot.objects.visible_to(request.user).filter(
        project=request.project, district=form.district, quarter=quarter
    )
    return {
        "asked": asked,
        "approved": Totals.of(totals, Activity.Status.APPROVED),
        "awaiting": Totals.of(totals, Activity.Status.SUBMITTED),
        "returned": Totals.of(totals, Activity.Status.RETURNED),
        "silent": [(upazila, months) for upazila, months in silent if months],
        "earlier": earlier.for_list().order_by("-revision").first(),
    }


def _unfrozen(request: StaffRequest, form: FreezeForm) -> dict[str, object] | None:
    """The latest quarter that is over, and the user's districts of which nobody has frozen it."""
    if not form.quarters or not form.districts:
        return None
    quarter = next(iter(form.quarters.values()))
    frozen = Snapshot.objects.visible_to(request.user).filter(
        project=request.project, quarter=quarter.start
    )
    kept = set(frozen.values_list("district", flat=True))
    left = [place for place in form.districts if place.pk not in kept]
    if None in kept or not left:
        return None
    name = ChartColumn(quarter, "quarter").name
    return {"quarter": quarter, "name": name, "districts": left}
