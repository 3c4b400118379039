"""Record that a decision of a committee was carried out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from activities.forms import FollowUpForm, NoteForm
from activities.models import Activity, Decision
from activities.views.browse import activity_page
from projects.requests import StaffRequest


def decision_done(request: StaffRequest, pk: UUID, decision_pk: int) -> HttpResponse:
    """Mark a decision as done, by POST only. A GET, as after a new sign-in, shows the activity."""
    decisions = Decision.objects.visible_to(request.user).select_related("activity")
    decision = get_object_or_404(decisions, pk=decision_pk, activity=pk)
    if request.method != "POST":
        return redirect(decision.activity)
    if not decision.activity.can_be_followed_up_by(request.user):
        raise PermissionDenied
    form = FollowUpForm(decision, request.POST)
    if not form.is_valid():
        rows = Activity.objects.visible_to(request.user).for_page()
        return activity_page(request, rows.get(pk=pk), NoteForm(), status=422, follow_up=form)
    cleaned = form.cleaned_data
    try:
        decision.follow_up(on=cleaned["done_on"], by=request.user, note=cleaned["note"])
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Done: %(decision)s") % {"decision": decision})
    return redirect(f"{decision.activity.get_absolute_url()}#decision-{decision.pk}")
