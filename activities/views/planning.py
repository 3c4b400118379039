"""The pages for zero reports (nothing was held in a month), and for entries of the work plan."""

import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Power
from activities.differences import plan_differences
from activities.forms import NothingForm, PlanForm
from activities.models import NothingToReport, PlannedActivity
from common.localisation import day
from projects.requests import StaffRequest, power_required, project_required

MOST_ROWS = 24


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
@project_required
def nothing_new(request: StaffRequest) -> HttpResponse:
    """Make a zero report, and list those made before; `?month=` and `?upazila=` fill it in."""
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("month", "upazila") if name in request.GET}
        return _nothing_page(request, NothingForm(request.user, request.project, initial=asked))
    form = NothingForm(request.user, request.project, request.POST)
    if not form.is_valid():
        return _nothing_page(request, form)
    cleaned = form.cleaned_data
    report, is_new = NothingToReport.objects.visible_to(request.user).get_or_create(
        project=request.project,
        upazila=cleaned["upazila"],
        month=cleaned["month"],
        defaults={
            "reason": cleaned["reason"],
            "note": cleaned["note"],
            "officer": request.user,
        },
    )
    params = {"place": report.upazila.name, "month": day(report.month, "F Y")}
    if is_new:
        messages.success(
            request, _("Received: nothing was held in %(place)s in %(month)s.") % params
        )
    else:
        message = _("This has been reported already of %(place)s in %(month)s; once is enough.")
        messages.info(request, message % params)
    return redirect("activities:nothing")


@require_http_methods(["GET", "POST"])
def nothing_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    rows = NothingToReport.objects.visible_to(request.user).select_related("upazila", "officer")
    report = get_object_or_404(rows, pk=pk)
    if not report.can_be_withdrawn_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        report.delete()
        messages.success(request, _("It is taken back."))
        return redirect("activities:nothing")
    return render(request, "activities/nothing_withdraw.html", {"said": report})


def _nothing_page(request: StaffRequest, form: NothingForm) -> HttpResponse:
    rows = NothingToReport.objects.visible_to(request.user).filter(project=request.project)
    reported = list(rows.select_related("upazila", "officer")[: MOST_ROWS + 1])
    context = {
        "form": form,
        "reported": [
            (report, report.can_be_withdrawn_by(request.user)) for report in reported[:MOST_ROWS]
        ],
        "most": MOST_ROWS if len(reported) > MOST_ROWS else None,
    }
    return render(request, "activities/nothing.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@power_required(Power.PLANS_DAYS, Power.PLANS_MONTHS)
@project_required
def plan_new(request: StaffRequest) -> HttpResponse:
    """Plan a number of activities in a month, or one on a day.

    `?month=` and `?upazila=` fill in the form.
    """
    entry = PlannedActivity(project=request.project, planned_by=request.user)
    return _plan_form(request, entry)


@require_http_methods(["GET", "POST"])
def plan_edit(request: StaffRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    if entry.is_logged:
        return _refuse(request, entry)
    return _plan_form(request, entry)


@require_http_methods(["GET", "POST"])
def plan_delete(request: StaffRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    if entry.activities.exists():
        return _refuse(request, entry)
    if request.method != "POST":
        return render(request, "activities/plan_delete.html", {"entry": entry})
    try:
        entry.delete()
    except ProtectedError:
        return _refuse(request, entry)
    messages.success(request, _("It is taken out of the plan."))
    return redirect(plan_of(entry.month))


def _entry(request: StaffRequest, pk: int) -> PlannedActivity:
    """The entry, if the user may change it. Raises Http404 or PermissionDenied if not."""
    rows = PlannedActivity.objects.visible_to(request.user).select_related(
        "project", "activity_type", "upazila", "union", "planned_by"
    )
    entry = get_object_or_404(rows, pk=pk)
    if not entry.can_be_changed_by(request.user):
        raise PermissionDenied
    return entry


def _refuse(request: StaffRequest, entry: PlannedActivity) -> HttpResponse:
    """Tell the user why an entry cannot be changed or deleted: an activity points to it.

    A draft that points to it keeps it too, although only its author sees the draft.
    """
    if entry.is_logged:
        message = _("An activity was logged from this entry: it stays in the plan.")
    else:
        message = _("Somebody has begun a draft from this entry: it stays until that is deleted.")
    messages.info(request, message)
    return redirect(plan_of(entry.month))


def _plan_form(request: StaffRequest, entry: PlannedActivity) -> HttpResponse:
    stored = entry.pk is not None
    if request.method != "POST":
        usual = {} if stored else {"month": entry.project.last_day().replace(day=1)}
        asked = {name: request.GET[name] for name in ("month", "upazila") if name in request.GET}
        form = PlanForm(request.user, entry.project, instance=entry, initial=usual | asked)
        return render(request, "activities/plan_form.html", {"form": form, "stored": stored})
    form = PlanForm(request.user, entry.project, request.POST, instance=entry)
    if not form.is_valid():
        context = {"form": form, "stored": stored}
        return render(request, "activities/plan_form.html", context, status=422)
    try:
        with transaction.atomic():
            is_kept = form.keep()
    except IntegrityError:
        messages.info(request, _("This stands in the plan already; once is enough."))
    else:
        if not is_kept:
            return _conflict(request, form)
        messages.success(request, _("It stands in the plan."))
    return redirect(plan_of(form.cleaned_data["month"]))


def _conflict(request: StaffRequest, form: PlanForm) -> HttpResponse:
    """Show the stored and the typed values side by side; the next save starts from the stored ones.

    If they do not differ, the page was sent twice: it is saved already.
    """
    stored = _entry(request, form.instance.pk)
    if stored.is_logged:
        return _refuse(request, stored)
    found = plan_differences(stored, form)
    if not found:
        messages.success(request, _("It stands in the plan."))
        return redirect(plan_of(stored.month))
    form.start_again_from(stored)
    context = {
        "form": form,
        "stored": True,
        "differences": found,
        "plan": plan_of(stored.month),
    }
    return render(request, "activities/plan_form.html", context, status=409)


def plan_of(month: datetime.date) -> str:
    return f"{reverse('dashboards:plan')}?{urlencode({'month': f'{month:%Y-%m}'})}"
