"""Submit, approve, return and reopen activities; and the queue of those that await review."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import SEES, Power
from activities import plausibility
from activities.forms import NoteForm
from activities.models import Activity
from activities.querysets import ActivityQuerySet
from activities.views.browse import ROWS_A_PAGE, activity_page
from projects.requests import StaffRequest, power_required, project_required

View = Callable[[StaffRequest, UUID], HttpResponseBase]


def post_or_redirect(view: View) -> View:
    """Let only a POST change the status. A GET, as after a new sign-in, shows the activity."""

    @power_required(*SEES)
    @wraps(view)
    def inner(request: StaffRequest, pk: UUID) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, pk)
        return redirect("activities:detail", pk)

    return inner


@require_safe
@power_required(Power.REVIEWS)
@project_required
def activity_review(request: StaffRequest) -> HttpResponse:
    """The activities that await this user's review, the oldest first."""
    waiting = _queue(request).for_list()
    return render(request, "activities/activity_review.html", {"waiting": waiting})


@require_safe
@power_required(Power.REVIEWS)
@project_required
def activity_plausibility(request: StaffRequest) -> HttpResponse:
    """Activities that should be looked at again: first those that await review, then approved."""
    found = plausibility.find(request.user, request.project)
    page = Paginator(list(found), ROWS_A_PAGE).get_page(request.GET.get("page"))
    activities = Activity.objects.visible_to(request.user).for_list().in_bulk(page.object_list)
    doubts = plausibility.doubts(request.user, [found[pk] for pk in page])
    context = {
        "page": page,
        "rows": [
            (activities[pk], signs)
            for pk, signs in zip(page, doubts, strict=True)
            if pk in activities
        ],
        "days": plausibility.APPROVED_WITHIN,
    }
    return render(request, "activities/plausibility.html", context)


@power_required(Power.LOGS)
@post_or_redirect
def activity_submit(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if activity.status == Activity.Status.SUBMITTED and activity.officer_id == request.user.pk:
        messages.info(request, _("This activity has been received already; once is enough."))
        return redirect(activity)
    if not activity.can_be_submitted_by(request.user):
        raise PermissionDenied
    try:
        activity.submit(version=_seen(request))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("activities:edit", pk)
    messages.success(request, _("Received. It is waiting for review."))
    return redirect(activity)


@post_or_redirect
def activity_approve(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if _decided_already(request, activity, Activity.Status.APPROVED):
        return _redirect_to_next(request, activity)
    if not activity.can_be_reviewed_by(request.user):
        raise PermissionDenied
    try:
        activity.approve(by=request.user, version=_seen(request))
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(activity)
    messages.success(request, _("Approved: %(activity)s.") % {"activity": activity})
    return _redirect_to_next(request, activity)


@post_or_redirect
def activity_return(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if _decided_already(request, activity, Activity.Status.RETURNED):
        return _redirect_to_next(request, activity)
    if not activity.can_be_reviewed_by(request.user):
        raise PermissionDenied
    message = _("Returned with your note: %(activity)s.") % {"activity": activity}
    return _back_to_author(request, activity, activity.send_back, message)


@post_or_redirect
def activity_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    activity = _found(request, pk)
    if _decided_already(request, activity, Activity.Status.RETURNED):
        return _redirect_to_next(request, activity)
    if not activity.can_be_reopened_by(request.user):
        raise PermissionDenied
    message = _("Open again for its author: %(activity)s.") % {"activity": activity}
    return _back_to_author(request, activity, activity.reopen, message)


def _found(request: StaffRequest, pk: UUID) -> Activity:
    return get_object_or_404(Activity.objects.visible_to(request.user).for_page(), pk=pk)


def _queue(request: StaffRequest) -> ActivityQuerySet:
    return Activity.objects.reviewable_by(request.user).filter(project=request.project)


def _seen(request: StaffRequest) -> int:
    """The version that the page showed; 0, which no row has, if the page sent none."""
    shown = request.POST.get("version", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0


def _decided_already(request: StaffRequest, activity: Activity, status: str) -> bool:
    """Whether this user has made this decision already: a double click, or a page sent twice."""
    return activity.status == status and activity.reviewed_by_id == request.user.pk


def _back_to_author(
    request: StaffRequest, activity: Activity, move: Callable[..., None], message: str
) -> HttpResponse:
    """Return or reopen an activity with a note. If that fails, the page shows the typed note."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return activity_page(request, activity, form, status=422)
    try:
        move(by=request.user, version=_seen(request), note=form.cleaned_data["note"])
    except ValidationError as error:
        messages.error(request, error.message)
        return activity_page(request, activity, form, status=409)
    messages.success(request, message)
    return _redirect_to_next(request, activity)


def _redirect_to_next(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Redirect to the next activity of the queue if the user came from there, else to this one."""
    if "queue" not in request.POST:
        return redirect(activity)
    following = _queue(request).first()
    if following is None:
        return redirect("activities:review")
    return redirect(f"{following.get_absolute_url()}?queue=1")
