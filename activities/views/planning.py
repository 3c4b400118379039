"""Months in which nothing was held, and what is to be held."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.forms import NothingForm
from activities.models import NothingToReport
from projects.requests import StaffRequest
from trafficking_program.bangla import day

MOST_ROWS = 24


@require_http_methods(["GET", "POST"])
def nothing_new(request: StaffRequest) -> HttpResponse:
    """Say it of a month, and see of which it was said; `?month=` and `?upazila=` fill it in."""
    if not request.project:
        return render(request, "activities/no_project.html", status=409)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("month", "upazila") if name in request.GET}
        return _page(request, NothingForm(request.user, request.project, initial=asked))
    form = NothingForm(request.user, request.project, request.POST)
    if not form.is_valid():
        return _page(request, form)
    cleaned = form.cleaned_data
    said, is_new = NothingToReport.objects.visible_to(request.user).get_or_create(
        project=request.project,
        upazila=cleaned["upazila"],
        month=cleaned["month"],
        defaults={
            "reason": cleaned["reason"],
            "note": cleaned["note"],
            "officer": request.user,
        },
    )
    told = {"place": said.upazila.name, "month": day(said.month, "F Y")}
    if is_new:
        messages.success(request, _("Received: nothing was held in %(place)s in %(month)s.") % told)
    else:
        message = _("This has been reported already of %(place)s in %(month)s; once is enough.")
        messages.info(request, message % told)
    return redirect("activities:nothing")


@require_http_methods(["GET", "POST"])
def nothing_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    rows = NothingToReport.objects.visible_to(request.user).select_related("upazila", "officer")
    said = get_object_or_404(rows, pk=pk)
    if not said.can_be_withdrawn_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        said.delete()
        messages.success(request, _("It is taken back."))
        return redirect("activities:nothing")
    return render(request, "activities/nothing_withdraw.html", {"said": said})


def _page(request: StaffRequest, form: NothingForm) -> HttpResponse:
    rows = NothingToReport.objects.visible_to(request.user).filter(project=request.project)
    reported = list(rows.select_related("upazila", "officer")[: MOST_ROWS + 1])
    context = {
        "form": form,
        "reported": [
            (said, said.can_be_withdrawn_by(request.user)) for said in reported[:MOST_ROWS]
        ],
        "most": MOST_ROWS if len(reported) > MOST_ROWS else None,
    }
    return render(request, "activities/nothing.html", context, status=422 if form.is_bound else 200)
