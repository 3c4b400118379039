"""The pages that register a committee and change its seats; dashboards has those that show it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Power
from committees.differences import differences
from committees.forms import CommitteeForm
from committees.models import Committee
from committees.services import SavedMeanwhile, keep_committee
from common.editing import StaleEdit
from projects.requests import StaffRequest, power_required, project_required


@require_http_methods(["GET", "POST"])
@power_required(Power.REGISTERS_COMMITTEES, Power.REGISTERS_DISTRICT_COMMITTEES)
@project_required
def committee_new(request: StaffRequest) -> HttpResponse:
    return _page(request, CommitteeForm(request.user, request.project, None, _sent(request)))


@require_http_methods(["GET", "POST"])
def committee_edit(request: StaffRequest, pk: int) -> HttpResponse:
    rows = Committee.objects.visible_to(request.user).with_places().select_related("project")
    committee = get_object_or_404(rows, pk=pk)
    if not committee.can_be_edited_by(request.user):
        raise PermissionDenied
    return _page(request, CommitteeForm(request.user, committee.project, committee, _sent(request)))


def _sent(request: StaffRequest) -> object:
    return request.POST if request.method == "POST" else None


def _page(request: StaffRequest, form: CommitteeForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            committee = keep_committee(form)
        except SavedMeanwhile:
            form.add_error(None, _("Somebody saved this committee at the same moment: look again."))
        except StaleEdit:
            return _conflict(request, form)
        else:
            return _saved(request, committee)
    status = 422 if form.is_bound else 200
    return render(request, "committees/committee_form.html", {"form": form}, status=status)


def _conflict(request: StaffRequest, form: CommitteeForm) -> HttpResponse:
    """Show the stored and the typed values side by side; the next save starts from the stored ones.

    If they do not differ, the page was sent twice: it is saved already.
    """
    stored = Committee.objects.visible_to(request.user).with_places().get(pk=form.instance.pk)
    found = differences(stored, form)
    if not found:
        return _saved(request, stored)
    form.start_again_from(stored)
    context = {"form": form, "stored": stored, "differences": found}
    return render(request, "committees/committee_form.html", context, status=409)


def _saved(request: StaffRequest, committee: Committee) -> HttpResponse:
    messages.success(request, _("Saved: %(committee)s.") % {"committee": committee})
    return redirect(committee)
