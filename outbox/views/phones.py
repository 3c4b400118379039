"""The addresses that phones call. docs/capture.md describes the requests and the answers."""

import re
from uuid import UUID

from django.http import JsonResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.utils import timezone

from activities.forms import FORM_VERSION
from activities.models.evidence import MOST_FILES
from outbox.encryption import keys
from outbox.envelope import (
    MOST_BYTES,
    MOST_FILE_BYTES,
    UUID_TEXT,
    Envelope,
    Malformed,
    TooLarge,
)
from outbox.models import DeliveredFile, Delivery
from outbox.processing import note_place, put_with_activity, read_into_log
from outbox.protocol import Refused, answer, for_phones, receipt_of, refusal
from outbox.querysets import DeliveryQuerySet
from outbox.services import Conflict, beside, hear_of, receive, receive_file
from projects.requests import StaffRequest

COUNT = re.compile(r"[0-9]{1,6}")
NEWEST = 200
CAUGHT_UP = 5


@for_phones("GET")
def hello(request: StaffRequest) -> JsonResponse:
    """Answer who is signed in, the CSRF token for this sending, and the key to encrypt with."""
    device, waiting = request.GET.get("device", ""), request.GET.get("waiting", "")
    if UUID_TEXT.fullmatch(device) and COUNT.fullmatch(waiting):
        hear_of(request.user, UUID(device), waiting=int(waiting))
    return answer(
        {
            "user": {"id": request.user.pk, "name": str(request.user)},
            "csrf": get_token(request),
            "key": keys()[0].shown,
            "form": FORM_VERSION,
            "limits": {"payload": MOST_BYTES, "file": MOST_FILE_BYTES, "files": MOST_FILES},
            "now": timezone.now().isoformat(),
        }
    )


@for_phones("POST", "application/json")
def record(request: StaffRequest) -> JsonResponse:
    """Store the record and commit; only then process it. Answers with its receipt."""
    try:
        envelope = Envelope.read(body_of(request, MOST_BYTES))
    except Malformed as error:
        raise Refused("malformed") from error
    except TooLarge as error:
        raise Refused("too_large") from error
    if envelope.author != request.user.pk:
        raise Refused("not_author")
    try:
        _delivery, is_new = receive(envelope, request.user)
    except Conflict:
        return brought_by_hand(request, envelope) or refusal("conflict")
    note_place(envelope.uuid)
    return settled(request, envelope.uuid, 201 if is_new else 200)


def brought_by_hand(request: StaffRequest, envelope: Envelope) -> JsonResponse | None:
    """The receipt of a copy of this record that is stored under another number; None without one.

    `beside` in services.py makes that number. The phone gets the receipt under its own number.
    """
    copy = of_author(request).for_receipts().filter(pk=beside(envelope)).first()
    return answer(receipt_of(copy) | {"uuid": str(envelope.uuid)}) if copy else None


@for_phones("PUT", "application/octet-stream")
def file(request: StaffRequest, pk: UUID, file_uuid: UUID) -> JsonResponse:
    """Receive a photo or scan of a stored record. Sending it again changes nothing (idempotent)."""
    listed = DeliveredFile.objects.visible_to(request.user).filter(
        delivery=pk, delivery__author=request.user, uuid=file_uuid
    )
    found = listed.defer("content").first()
    if found is None:
        raise Refused("unknown")
    try:
        is_new = receive_file(found, body_of(request, MOST_FILE_BYTES))
    except Conflict as error:  # another content, or a part: the connection broke
        raise Refused("conflict" if found.received_at else "malformed") from error
    put_with_activity(found)
    return settled(
        request,
        pk,
        201 if is_new else 200,
        {"file": str(file_uuid), "file_sha256": found.sha256},
    )


@for_phones("GET")
def receipts(request: StaffRequest) -> JsonResponse:
    """Answer with the receipts of the user's newest records, after finishing interrupted ones."""
    catch_up(request)
    newest = of_author(request).for_receipts().newest_first()[:NEWEST]
    return answer({"receipts": [receipt_of(delivery) for delivery in newest]})


def settled(
    request: StaffRequest, pk: UUID, status: int, besides: dict[str, str] | None = None
) -> JsonResponse:
    """Process the record and interrupted ones of the same author; answer with its receipt.

    `besides` is added to the receipt.
    """
    read_into_log(pk)
    catch_up(request)
    delivery = of_author(request).for_receipts().get(pk=pk)
    return answer(receipt_of(delivery) | (besides or {}), status)


def catch_up(request: StaffRequest) -> None:
    """Process up to CAUGHT_UP of the user's records whose processing was interrupted."""
    for pk in of_author(request).cut_short().values_list("pk", flat=True)[:CAUGHT_UP]:
        read_into_log(pk)


def of_author(request: StaffRequest) -> DeliveryQuerySet:
    return Delivery.objects.visible_to(request.user).filter(author=request.user)


def body_of(request: StaffRequest, most: int) -> bytes:
    """The body of the request. Raises Refused if it has over `most` bytes, or is not complete."""
    try:
        body: bytes = request.read(most + 1)
    except UnreadablePostError as error:
        raise Refused("malformed") from error
    if len(body) > most:
        raise Refused("too_large")
    return body
