"""The pages to download a sheet, upload it filled in, check it and confirm it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Power
from activities.excel.check import RowOutcome, check
from activities.excel.choices import Lists
from activities.excel.forms import ConfirmForm, TemplateForm, UploadForm
from activities.excel.preview import Preview
from activities.excel.store import keep, log_confirmed
from activities.excel.template import template
from activities.models import Import
from common.localisation import number
from common.spreadsheets import EXCEL
from projects.requests import StaffRequest, power_required, project_required

ROWS_A_PAGE = 50
SECONDS_A_STEP = 1.5
SECONDS_A_PRESS = 8.0
"Without a script, the user presses a button for each step: a step may take longer then."


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
@project_required
def import_new(request: StaffRequest) -> HttpResponse:
    """The page to download a sheet to fill in, and to upload one that is filled in."""
    if request.method != "POST":
        return _both_ways(request)
    form = UploadForm(request.user, request.POST, request.FILES)
    if not form.is_valid():
        return _both_ways(request, upload_form=form)
    upload = keep(form.lists, form.month, form.rows, form.cleaned_data["file"].name)
    return redirect(f"{upload.get_absolute_url()}?project={upload.project.slug}")


@require_safe
@power_required(Power.LOGS)
@project_required
def template_file(request: StaffRequest) -> HttpResponseBase:
    form = TemplateForm(request.user, request.project, request.GET)
    if not form.is_valid():
        return _both_ways(request, template_form=form)
    upazila, month = form.cleaned_data["upazila"], form.cleaned_data["month"]
    file = template(Lists(request.user, request.project, upazila), month)
    name = f"sutro-{slugify(upazila.name_en)}-{month:%Y-%m}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)


@require_safe
@power_required(Power.LOGS)
def import_detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    upload = _found(request, pk)
    if upload.confirmed_at:
        return render(request, "imports/import_done.html", {"upload": upload})
    if not upload.is_checked(get_language() or "bn"):
        context = {"upload": upload, "said": progress(upload)}
        return render(request, "imports/import_checking.html", context)
    return _preview(request, upload, ConfirmForm())


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
def import_check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Do one step of the check. The script gets JSON as an answer, the button a redirect."""
    upload = _found(request, pk)
    if request.method == "POST" and not upload.confirmed_at:
        by_script = not request.accepts("text/html")
        check(upload, seconds=SECONDS_A_STEP if by_script else SECONDS_A_PRESS)
        if by_script:
            counts = {"checked": len(upload.results), "rows": len(upload.rows)}
            return JsonResponse(counts | {"said": progress(upload)})
    return redirect(upload)


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS)
def import_confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    upload = _found(request, pk)
    ready = not upload.confirmed_at and upload.is_checked(get_language() or "bn")
    if request.method != "POST" or not ready:
        return redirect(upload)
    preview, form = Preview(upload), ConfirmForm(request.POST)
    form.is_valid()
    if preview.identifying and not form.cleaned_data["names_nobody"]:
        form.add_error("names_nobody", _("Take out what tells who somebody is, or tick this."))
    if preview.wrong or not form.is_valid():
        return _preview(request, upload, form, status=422)
    try:
        log_confirmed(upload, with_alike=form.cleaned_data["are_others"])
    except IntegrityError:
        Import.objects.visible_to(request.user).filter(pk=pk).update(results=[])
        messages.error(
            request, _("Something changed meanwhile. Nothing was saved; it is checked once more.")
        )
    return redirect(upload)


def progress(upload: Import) -> str:
    counts = {"checked": number(len(upload.results)), "rows": number(len(upload.rows))}
    return _("%(checked)s of %(rows)s rows are checked") % counts


def _found(request: StaffRequest, pk: UUID) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("project", "upazila", "user")
    return get_object_or_404(rows, pk=pk)


def _both_ways(
    request: StaffRequest,
    template_form: TemplateForm | None = None,
    upload_form: UploadForm | None = None,
) -> HttpResponse:
    open_ones = Import.objects.visible_to(request.user).open().select_related("upazila", "project")
    context = {
        "template_form": template_form or TemplateForm(request.user, request.project),
        "upload_form": upload_form or UploadForm(request.user),
        "open": open_ones.defer("rows", "results"),
    }
    status = 422 if template_form or upload_form else 200
    return render(request, "imports/import_new.html", context, status=status)


def _preview(
    request: StaffRequest, upload: Import, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("show", "")
    preview = Preview(upload, asked if asked in RowOutcome.values else "")
    page = Paginator(preview.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": upload,
        "preview": preview,
        "page": page,
        "rows": preview.shown(list(page.object_list)),
        "form": form,
    }
    return render(request, "imports/import_preview.html", context, status=status)
