"""Pages on records that the server could not log; a reviewer decides about each of them."""

from __future__ import annotations

import io
import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Power
from activities.forms import LogForm
from activities.models import Activity
from common.uploads import handed_out, opened
from outbox.encryption import CannotOpen
from outbox.envelope import UUID_TEXT, Malformed
from outbox.form_versions import NotYetKnown
from outbox.forms import ReasonForm
from outbox.models import DeliveredFile, Delivery
from outbox.processing import photo
from outbox.quarantine import (
    DecidedAlready,
    NoProject,
    StillWrong,
    form_for,
    mend,
    reject,
    try_again,
)
from outbox.summary import described
from projects.requests import StaffRequest, power_required

logger = logging.getLogger(__name__)
ROWS_A_PAGE = 25
MOST_BESIDES = 20
CANNOT_BE_FILLED = (NoProject, CannotOpen, Malformed, NotYetKnown)


@require_safe
@power_required(Power.LOOKS_AFTER_PHONES)
def quarantine_list(request: StaffRequest) -> HttpResponse:
    """The records in quarantine and the late ones, oldest first; then the newest rejected ones."""
    rows = Delivery.objects.visible_to(request.user).for_list().select_related("device", "upazila")
    oldest_first = rows.order_by("received_at", "pk")
    context = {
        "page": Paginator(oldest_first.quarantined(), ROWS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "late": oldest_first.late()[:MOST_BESIDES],
        "rejected": rows.rejected().newest_first()[:MOST_BESIDES],
    }
    return render(request, "outbox/quarantine_list.html", context)


@require_http_methods(["GET", "POST"])
def quarantine_detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    delivery = _found(request, pk)
    if request.method != "POST":
        return _page(request, delivery) if delivery.is_undecided else redirect(delivery)
    _only_who_may_decide(request, delivery)
    try:
        activity = mend(pk, by=request.user, data=request.POST, without=_left_out(request))
    except StillWrong as wrong:
        return _page(request, delivery, form=wrong.form, status=422)
    except (DecidedAlready, *CANNOT_BE_FILLED):
        return _too_late(request, delivery)
    if activity.status == Activity.Status.SUBMITTED:
        messages.success(request, _("It is logged, and waits for review."))
    else:
        messages.success(request, _("It is logged as a draft of its author's."))
    return redirect(delivery)


@require_http_methods(["GET", "POST"])
def quarantine_reject(request: StaffRequest, pk: UUID) -> HttpResponse:
    delivery = _found(request, pk)
    if request.method != "POST":
        return redirect("outbox:quarantined", pk)
    _only_who_may_decide(request, delivery)
    form = ReasonForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return _page(request, delivery, reason=form, status=422)
    try:
        reject(pk, by=request.user, note=form.cleaned_data["note"])
    except DecidedAlready:
        return _too_late(request, delivery)
    messages.success(request, _("Not accepted. Its author is told the reason."))
    return redirect("outbox:quarantine")


@require_http_methods(["GET", "POST"])
def quarantine_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    delivery = _found(request, pk)
    if request.method != "POST":
        return redirect("outbox:quarantined", pk)
    _only_who_may_decide(request, delivery)
    try:
        try_again(pk)
    except DecidedAlready:
        return _too_late(request, delivery)
    delivery.refresh_from_db(fields=["state", "trouble"])
    if delivery.state == Delivery.State.QUARANTINED:
        messages.warning(request, _("It was tried again, and still needs a person."))
        return redirect("outbox:quarantined", pk)
    messages.success(request, _("It was tried again, and is on its way."))
    return redirect(delivery)


@require_safe
def quarantine_file(request: StaffRequest, pk: UUID, file_uuid: UUID) -> FileResponse:
    """A received photo as it would be stored with the activity, for those who see its record.

    404 if it has not come or cannot be read.
    """
    files = DeliveredFile.objects.visible_to(request.user).select_related("delivery")
    file = get_object_or_404(files, delivery=pk, uuid=file_uuid, content__isnull=False)
    try:
        upload = opened(photo(file))
    except (CannotOpen, Malformed, ValidationError) as error:
        raise Http404 from error
    is_image = upload.content_type.startswith("image/")
    return handed_out(io.BytesIO(upload.content), upload.content_type, upload.name, inline=is_image)


def _only_who_may_decide(request: StaffRequest, delivery: Delivery) -> None:
    if not delivery.can_be_decided_by(request.user):
        raise PermissionDenied


def _found(request: StaffRequest, pk: UUID) -> Delivery:
    rows = Delivery.objects.visible_to(request.user)
    rows = rows.select_related("author", "device", "carried_by", "decided_by")
    delivery = get_object_or_404(rows, pk=pk)
    if not request.user.may(Power.LOOKS_AFTER_PHONES):
        raise PermissionDenied
    return delivery


def _left_out(request: StaffRequest) -> set[UUID]:
    ticked = request.POST.getlist("leave_out")
    return {UUID(text) for text in ticked if UUID_TEXT.fullmatch(text)}


def _too_late(request: StaffRequest, delivery: Delivery) -> HttpResponse:
    messages.warning(request, _("Somebody else was quicker: look at what has become of it."))
    return redirect(delivery)


def _page(
    request: StaffRequest,
    delivery: Delivery,
    *,
    form: LogForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the record, why it is not logged, and the form filled with it, if that is possible."""
    may_decide = delivery.can_be_decided_by(request.user)
    has_project = True
    if form is None and may_decide:
        try:
            form = form_for(delivery, request.user)
            form.is_valid()
        except NoProject:
            has_project = False
        except (CannotOpen, Malformed, NotYetKnown):
            form = None
        except Exception as error:  # the page must open although processing this record fails
            if delivery.trouble != Delivery.Trouble.UNREADABLE:
                raise
            logger.error("Record %s cannot be read: %s", delivery.pk, type(error).__name__)
            form = None
    others = Activity.objects.visible_to(request.user).for_list()
    context = {
        "delivery": delivery,
        "form": form,
        "reason": reason or ReasonForm(use_required_attribute=False),
        "may_decide": may_decide,
        "has_project": has_project,
        "left_out": _left_out(request),
        "other": others.filter(pk=delivery.pk).first(),
        "missing": len(delivery.files.missing()),
        **_opened(delivery),
    }
    page = "outbox/quarantine_mend.html" if form else "outbox/quarantine_detail.html"
    return render(request, page, context, status=status)


def _opened(delivery: Delivery) -> dict[str, Any]:
    """What was sent, as far as it can be decrypted and parsed: context for the page."""
    files = [*delivery.files.defer("content")]
    try:
        envelope = delivery.envelope
    except Malformed:
        return {"files": [(file, "") for file in files]}
    try:
        content = envelope.content
    except (CannotOpen, Malformed):
        return {"key": envelope.key, "files": [(file, "") for file in files]}
    named = [(file, content.names.get(file.uuid, "")) for file in files]
    return {"key": envelope.key, "told": described(content), "files": named}
