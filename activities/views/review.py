"""Moving: submit, approve, return, reopen; and the queue of what waits."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.forms import NoteForm
from activities.models import Activity
from activities.querysets import ActivityQuerySet
from projects.requests import StaffRequest


@require_safe
def activity_review(request: StaffRequest) -> HttpResponse:
    """What waits for this user's review, oldest first."""
    if request.user.is_field_officer:
        raise PermissionDenied
    waiting = _queue(request).for_list()
    return render(request, "activities/activity_review.html", {"waiting": waiting})


@require_POST
def activity_submit(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if not activity.can_be_submitted_by(request.user):
        raise PermissionDenied
    try:
        activity.submit(version=_seen(request))
    except ValidationError as error:
        _say(request, error)
        return redirect("activities:edit", pk)
    messages.success(request, _("Received. It is waiting for review."))
    return redirect(activity)


@require_POST
def activity_approve(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if not activity.can_be_reviewed_by(request.user):
        raise PermissionDenied
    return _decide(
        request,
        activity,
        lambda: activity.approve(by=request.user, version=_seen(request)),
        _("Approved: %(activity)s."),
    )


@require_POST
def activity_return(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if not activity.can_be_reviewed_by(request.user):
        raise PermissionDenied
    note = _note(request)
    return _decide(
        request,
        activity,
        lambda: activity.send_back(by=request.user, version=_seen(request), note=note),
        _("Returned with your note: %(activity)s."),
    )


@require_POST
def activity_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if not activity.can_be_reopened_by(request.user):
        raise PermissionDenied
    note = _note(request)
    return _decide(
        request,
        activity,
        lambda: activity.reopen(by=request.user, version=_seen(request), reason=note),
        _("Open again for its author: %(activity)s."),
    )


def _found(request: StaffRequest, pk: UUID) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related(
        "activity_type", "union", "upazila"
    )
    return get_object_or_404(rows, pk=pk)


def _queue(request: StaffRequest) -> ActivityQuerySet:
    return Activity.objects.reviewable_by(request.user).filter(project=request.project)


def _seen(request: StaffRequest) -> int:
    """The version the page showed; 0, which no row has, if it does not say."""
    shown = request.POST.get("version", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0


def _note(request: StaffRequest) -> str:
    form = NoteForm(request.POST)
    return form.cleaned_data["note"] if form.is_valid() else ""


def _decide(
    request: StaffRequest, activity: Activity, decide: Callable[[], None], said: str
) -> HttpResponse:
    """Carry a decision out and go on: to the next that waits, if they came from the queue."""
    try:
        decide()
    except ValidationError as error:
        _say(request, error)
        return redirect(activity)
    messages.success(request, said % {"activity": activity})
    if "queue" not in request.POST:
        return redirect(activity)
    following = _queue(request).first()
    if following is None:
        return redirect("activities:review")
    return redirect(f"{following.get_absolute_url()}?queue=1")


def _say(request: StaffRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)
