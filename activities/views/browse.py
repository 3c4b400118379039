"""The pages that show the list of activities, and one activity."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import SEES
from activities.duplicates import possible_duplicates
from activities.exports import activities_csv
from activities.forms import ActivityFilter, FollowUpForm, NoteForm
from activities.history import history
from activities.models import Activity, Decision
from activities.models.counts import Audience
from activities.plausibility import doubts_about
from activities.querysets import Totals
from committees.models import Committee
from projects.requests import StaffRequest, power_required, project_required

ROWS_A_PAGE = 25


@require_safe
@power_required(*SEES)
@project_required
def activity_list(request: StaffRequest) -> HttpResponseBase:
    asked = ActivityFilter(request.user, request.project, request.GET)
    rows = asked.activities()
    as_csv = request.GET.get("format") == "csv"
    if as_csv and asked.is_valid():
        listed = asked.ordered(rows.for_list(asked.narrowing))
        return activities_csv(request.project, listed, asked.narrowing)
    by_status = asked.activities(any_status=True).totals_by_status(asked.narrowing)
    status = asked.value("status")
    shown = Totals.of(by_status, status)
    paginator = Paginator(asked.ordered(rows.for_list(asked.narrowing)), ROWS_A_PAGE)
    paginator.__dict__["count"] = shown.activities
    context = {
        "filter": asked,
        "indicator": asked.value("indicator"),
        "pieces": rows.pieces() if asked.counts_materials else None,
        "page": paginator.get_page(request.GET.get("page")),
        "totals": shown,
        "all": Totals.of(by_status, None),
        "chips": [
            (value, label, by_status.get(value, Totals()))
            for value, label in Activity.Status.choices
            if value in by_status or value == status
        ],
        "status": status or "",
        "this_year": timezone.localdate().year,
    }
    return render(request, "activities/activity_list.html", context, status=400 if as_csv else 200)


@require_safe
def activity_detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = Activity.objects.visible_to(request.user).for_page()
    return activity_page(request, get_object_or_404(rows, pk=pk), NoteForm())


def activity_page(
    request: StaffRequest,
    activity: Activity,
    note_form: NoteForm,
    status: int = 200,
    follow_up: FollowUpForm | None = None,
) -> HttpResponse:
    """The page of an activity, which the caller has found with `for_page()`.

    `note_form` and `follow_up` are forms with errors, if the user has sent such a form.
    """
    user = request.user
    can_review = activity.can_be_reviewed_by(user)
    people = list(activity.participations.select_related("target_group"))
    audience = Audience(people)
    context = {
        "activity": activity,
        "people": people,
        "people_total": audience,
        "people_detail": audience.detail,
        "handed_out": activity.distributions.select_related("material"),
        "files": activity.evidence.all(),
        **_of_committee(user, activity, follow_up),
        "history": history(activity),
        "same_day": _same_day(request, activity) if can_review else [],
        "doubts": doubts_about(user, activity) if can_review else [],
        "note_form": note_form,
        "can_edit": activity.can_be_edited_by(user),
        "can_delete": activity.can_be_deleted_by(user),
        "can_submit": activity.can_be_submitted_by(user),
        "can_review": can_review,
        "can_reopen": activity.can_be_reopened_by(user),
        "in_queue": "queue" in request.GET or "queue" in request.POST,
    }
    return render(request, "activities/activity_detail.html", context, status=status)


def _of_committee(user: User, activity: Activity, follow_up: FollowUpForm | None) -> dict[str, Any]:
    """The committee, and each decision with the form that records that it was carried out.

    The form is None if the user may not record that, or if it is recorded already.
    """
    if not activity.activity_type.is_of_committee:
        return {}
    may = activity.can_be_followed_up_by(user)
    decisions: list[tuple[Decision, FollowUpForm | None]] = []
    for decision in activity.committee_decisions.select_related("done_by"):
        decision.activity = activity
        form = FollowUpForm(decision) if may and not decision.done_on else None
        if form and follow_up and follow_up.decision == decision:
            form = follow_up
        decisions.append((decision, form))
    committees = Committee.objects.visible_to(user).with_places()
    return {
        "committee": committees.filter(activities=activity).first(),
        "decisions": decisions,
    }


def _same_day(request: StaffRequest, activity: Activity) -> list[Activity]:
    """Other activities of its type and upazila on the same days, at any venue."""
    return possible_duplicates(
        request.user,
        project=activity.project,
        activity_type=activity.activity_type,
        upazila=activity.upazila,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        venue="",
        besides=activity.pk,
    )
