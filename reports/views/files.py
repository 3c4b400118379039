"""A report as a file to send."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Power
from common.localisation import is_bangla
from projects.requests import StaffRequest, power_required
from reports.assembly import UnreadablePhoto, contents_of, details_of
from reports.models import Report
from reports.rendering.docx import docx
from reports.rendering.pdf import pdf
from reports.rendering.xlsx import xlsx

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, f"{OFFICE}.wordprocessingml.document"),
    "xlsx": (xlsx, f"{OFFICE}.spreadsheetml.sheet"),
}


@require_safe
@power_required(Power.REPORTS)
def report_file(request: StaffRequest, pk: int, kind: str) -> HttpResponseBase:
    """`?lang=bn` or `?lang=en`; without it in the language of the page."""
    language = request.GET.get("lang") or ("bn" if is_bangla() else "en")
    if kind not in KINDS or language not in User.Language.values:
        raise Http404
    report = get_object_or_404(Report.objects.visible_to(request.user).whole(), pk=pk)
    try:
        details = details_of(report, request.user)
    except UnreadablePhoto as unreadable:
        text = _("The photo “%(name)s” cannot be read. Choose another one, then download again.")
        messages.error(request, text % {"name": unreadable})
        return redirect(report)
    render, content_type = KINDS[kind]
    file = render(contents_of(report, request.user), details, language)
    response = HttpResponse(file, content_type=content_type)
    place = report.pcode or report.project.slug
    name = f"report-{place}-{report.period.start}-{report.period.end}-{language}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
