"""The page of downloads, and the downloads."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import SEES
from exchange.forms import ExportForm
from exchange.registry import BY_NAME, FILES
from projects.places import asked_place, offered_places
from projects.requests import StaffRequest, power_required, project_required
from reports.contents.schema import Contents
from reports.models import Snapshot

LONGEST_KEY = 18


@require_safe
@power_required(*SEES)
@project_required
def exports(request: StaffRequest) -> HttpResponse:
    return _page(request, ExportForm(request, asked_place(request)))


@require_safe
@power_required(*SEES)
@project_required
def export(request: StaffRequest, name: str) -> HttpResponseBase:
    """One of the files; the page says what was wrong where it cannot be made.

    `?snapshot=` asks for results as they were frozen, of its place or of `?place=` within it.
    """
    if name not in BY_NAME:
        raise Http404
    file = BY_NAME[name]
    if file.from_contents and request.GET.get("snapshot"):
        return file.from_contents(_frozen(request))
    form = ExportForm(request, asked_place(request))
    return file.made(form.selection) if form.is_valid() else _page(request, form)


def _frozen(request: StaffRequest) -> Contents:
    key = request.GET["snapshot"]
    if not key.isdecimal() or len(key) > LONGEST_KEY:
        raise Http404
    snapshot = get_object_or_404(Snapshot.objects.visible_to(request.user), pk=key)
    whole = snapshot.whole["place"]["pcode"]
    pcode = request.GET.get("place") or whole
    if pcode not in (whole, *snapshot.places):
        raise Http404
    return snapshot.contents_of(pcode)


def _page(request: StaffRequest, form: ExportForm) -> HttpResponse:
    form.offer(offered_places(request.user, request.project))
    context = {"form": form, "asked": form.selection, "files": FILES}
    return render(request, "exchange/files.html", context, status=400 if form.errors else 200)
