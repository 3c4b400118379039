"""The pages to log an activity, to edit it, and to delete a draft.

A page that will send its record through the outbox first sends its fields with `check`. The answer
is the page with the errors, or 204 if there are none. Nothing is stored.
"""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Power
from activities.differences import differences
from activities.forms import FORM_VERSION, LogForm
from activities.models import Activity
from activities.services import (
    AlreadyLogged,
    blank_activity,
    change_activity,
    delete_draft,
    log_activity,
)
from common.editing import StaleEdit
from common.shell import shell_context
from projects.requests import StaffRequest, power_required, project_required


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
@project_required
def activity_new(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, LogForm(request.user, request.project, _blank(request)))
    stored = _stored_as(request, request.POST.get("id", ""))
    if stored:
        return _received_again(request, stored)
    form = LogForm(request.user, request.project, _blank(request), request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    if "check" in request.POST:
        return HttpResponse(status=204)
    try:
        activity = log_activity(form)
    except AlreadyLogged:
        stored = _stored_as(request, request.POST["id"])
        return _received_again(request, stored) if stored else _under_another_id(request, form)
    return _saved(request, activity)


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
def activity_edit(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=pk)
    if request.method == "POST" and activity.officer_id == request.user.pk:
        return _change(request, activity)
    if not activity.can_be_edited_by(request.user):
        raise PermissionDenied
    return _page(request, LogForm(request.user, activity.project, activity))


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
def activity_delete(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).for_list(), pk=pk)
    if not activity.can_be_deleted_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        delete_draft(activity)
        messages.success(request, _("The draft is deleted."))
        return redirect("dashboards:home")
    return render(request, "activities/activity_delete.html", {"activity": activity})


def _blank(request: StaffRequest) -> Activity:
    """An activity that is not stored yet; `?planned=` names the plan entry to fill it in from."""
    asked = request.GET.get("planned", "")
    planned = int(asked) if asked.isdecimal() else None
    return blank_activity(request.user, request.project, planned=planned)


def _stored_as(request: StaffRequest, asked: str) -> Activity | None:
    """The user's own activity with that id; None if there is none."""
    try:
        pk = uuid.UUID(asked)
    except ValueError:
        return None
    own = Activity.objects.visible_to(request.user).filter(officer=request.user)
    return own.filter(pk=pk).first()


def _received_again(request: StaffRequest, stored: Activity) -> HttpResponse:
    """Answer a second sending of the same new activity: if nothing differs, once is enough."""
    form = LogForm(request.user, stored.project, stored, request.POST, request.FILES)
    current = Activity.objects.visible_to(request.user).get(pk=stored.pk)
    if not form.is_valid() or differences(current, form):
        return _conflict(request, form, current)
    if "check" in request.POST:
        return HttpResponse(status=204)
    to_submit = "submit" in request.POST and current.can_be_submitted_by(request.user)
    if to_submit or (form.new_photos and current.can_be_edited_by(request.user)):
        form.carry_version(current.version)
        return _store(request, form)
    if form.new_photos:
        messages.warning(request, _("It is approved and locked: the new photos were not kept."))
    else:
        messages.info(request, _("This activity has been received already; once is enough."))
    return redirect(current)


def _change(request: StaffRequest, activity: Activity) -> HttpResponse:
    form = LogForm(request.user, activity.project, activity, request.POST, request.FILES)
    return _store(request, form) if form.is_valid() else _page(request, form)


def _store(request: StaffRequest, form: LogForm) -> HttpResponse:
    try:
        activity = change_activity(form)
    except StaleEdit:
        stored = Activity.objects.visible_to(request.user).get(pk=form.activity.pk)
        return _conflict(request, form, stored)
    return _saved(request, activity)


def _conflict(request: StaffRequest, form: LogForm, current: Activity) -> HttpResponse:
    """Show stored and typed values side by side; the next save starts from the stored ones."""
    found = differences(current, form)
    form.carry_version(current.version)
    context = {
        "form": form,
        "stored": current,
        "differences": found,
        "can_be_edited": current.can_be_edited_by(request.user),
    }
    return render(request, "activities/activity_form.html", context, status=409)


def _under_another_id(request: StaffRequest, form: LogForm) -> HttpResponse:
    """Show the page with a new id, since the activity of another user has the old one."""
    form.carry_id(uuid.uuid4())
    form.errors.append(
        ValidationError(_("This page could not be saved as it was. Press the button once more."))
    )
    return _page(request, form)


def _page(request: StaffRequest, form: LogForm) -> HttpResponse:
    context = {
        "form": form,
        "stored": form.activity if form.activity.version else None,
        "form_version": FORM_VERSION,
    }
    return render(
        request,
        "activities/activity_form.html",
        context | shell_context(request),
        status=422 if form.main.is_bound else 200,
    )


def _saved(request: StaffRequest, activity: Activity) -> HttpResponse:
    if activity.status == Activity.Status.SUBMITTED:
        messages.success(request, _("Received. It is waiting for review."))
    else:
        messages.success(request, _("Saved. Submit it when it is complete."))
    return redirect(activity)
