"""The files of an activity: photos and scans. No other address serves them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Power
from activities.models import Evidence
from activities.services import remove_evidence
from common.editing import StaleEdit
from common.uploads import served
from projects.requests import StaffRequest, power_required


@require_safe
def evidence_file(request: StaffRequest, pk: UUID, evidence_pk: UUID) -> FileResponse:
    """The file, for users who may see its activity."""
    evidence = _found(request, pk, evidence_pk)
    return served(evidence.file, evidence.name, inline=evidence.is_image)


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
def evidence_delete(request: StaffRequest, pk: UUID, evidence_pk: UUID) -> HttpResponse:
    evidence = _found(request, pk, evidence_pk)
    if not evidence.activity.can_be_edited_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        try:
            remove_evidence(evidence)
        except StaleEdit:
            messages.error(request, _("It has been approved meanwhile and is locked"))
            return redirect("activities:detail", pk)
        messages.success(request, _("The file is taken away."))
        return redirect("activities:edit", pk)
    return render(request, "activities/evidence_delete.html", {"evidence": evidence})


def _found(request: StaffRequest, pk: UUID, evidence_pk: UUID) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).select_related("activity")
    return get_object_or_404(rows, pk=evidence_pk, activity=pk)
