"""Reports: made, written, looked at, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.roles import Power
from common.editing import StaleEdit
from projects.requests import StaffRequest, power_required, project_required
from reports.assembly import contents_of, photos_shown, selection_of, texts_of
from reports.forms import FrozenReportForm, NewReportForm, WritingForm
from reports.models import Report, Snapshot
from reports.page import report_page
from reports.services import write


@require_safe
@power_required(Power.REPORTS)
def report(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The report itself, made to be read and to be printed."""
    found = _found(request, pk)
    contents, texts = contents_of(found, request.user), texts_of(found)
    context = {
        "report": found,
        "page": report_page(contents, selection_of(found, request.user), texts),
        "introduction": texts.get(0, ""),
        "photos": photos_shown(found, request.user),
        "languages": User.Language.choices,
    }
    return render(request, "reports/report.html", context)


@require_http_methods(["GET", "POST"])
@power_required(Power.REPORTS)
@project_required
def report_new(request: StaffRequest) -> HttpResponseBase:
    """From the figures of the moment; with `?snapshot=` from a frozen quarter."""
    data = request.POST if request.method == "POST" else None
    frozen = _asked_snapshot(request)
    form: NewReportForm | FrozenReportForm
    if frozen:
        form = FrozenReportForm(request.user, frozen, data)
    else:
        form = NewReportForm(request.user, request.project, data)
    if form.is_bound and form.is_valid():
        made = form.report()
        made.full_clean()
        made.save(force_insert=True)
        messages.success(request, _("The report is made. Write what the figures mean."))
        return redirect("reports:edit", made.pk)
    snapshots = Snapshot.objects.visible_to(request.user).filter(project=request.project)
    context = {"form": form, "frozen": frozen, "snapshots": snapshots.for_list()}
    status = 422 if form.is_bound else 200
    return render(request, "reports/report_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@power_required(Power.REPORTS)
def report_edit(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Words and photos. The figures are not written here."""
    found = _found(request, pk)
    data = request.POST if request.method == "POST" else None
    form = WritingForm(request.user, found, data)
    differences = None
    if form.is_bound and form.is_valid():
        try:
            write(form)
        except StaleEdit:
            stored = _found(request, pk)
            differences = form.differences(stored)
            form.carry_version(stored.version)
        else:
            messages.success(request, _("The report is saved."))
            return redirect(found)
    status = 409 if differences is not None else 422 if form.is_bound else 200
    context = {"report": found, "form": form, "differences": differences}
    return render(request, "reports/report_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@power_required(Power.REPORTS)
def report_delete(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = _found(request, pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The report is deleted. The frozen figures stay."))
        return redirect("reports:list")
    return render(request, "reports/report_delete.html", {"report": found})


def _found(request: StaffRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).whole(), pk=pk)


def _asked_snapshot(request: StaffRequest) -> Snapshot | None:
    asked = request.GET.get("snapshot", "")
    if not asked:
        return None
    rows = Snapshot.objects.visible_to(request.user).select_related("project", "district")
    return get_object_or_404(rows, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
