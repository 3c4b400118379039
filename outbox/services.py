"""Receiving what phones send: stored as it came, and committed, before anybody reads it."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from outbox.envelope import Envelope
from outbox.models import DeliveredFile, Delivery, Device
from outbox.receipts import new_code

State, Trouble = Delivery.State, Delivery.Trouble


class Conflict(Exception):
    """The first content under a UUID is kept; this is another."""


def hear_of(user: User, device: UUID, *, waiting: int | None = None) -> Device:
    """Note that a device is there and, if it said so, how many records it still holds."""
    heard: dict[str, Any] = {"seen_at": timezone.now()}
    if waiting is not None:
        heard["waiting"] = waiting
    known, _ = Device.objects.update_or_create(uuid=device, user=user, defaults=heard)
    return known


def device_of_copy(user: User, envelope: Envelope) -> Device:
    """Who carries a copy has not heard of the device: it was there when the record was kept."""
    seen = {"seen_at": min(envelope.kept_at, timezone.now())}
    known, _ = Device.objects.get_or_create(uuid=envelope.device, user=user, defaults=seen)
    return known


def beside(envelope: Envelope) -> UUID:
    """The number of a record whose own was taken by other content when it was brought here."""
    return uuid5(envelope.uuid, envelope.sha256)


def receive_copy(envelope: Envelope, author: User, *, carried_by: User | None) -> Delivery:
    """Store what somebody brought, whatever came under its number before: a person looks at it."""
    try:
        return receive(envelope, author, carried_by=carried_by)[0]
    except Conflict:
        return receive(envelope, author, carried_by=carried_by, pk=beside(envelope))[0]


@transaction.atomic
def receive(
    envelope: Envelope, author: User, *, carried_by: User | None = None, pk: UUID | None = None
) -> tuple[Delivery, bool]:
    """Store a record as it came, or find it stored: with whether it was new. Raises Conflict.

    `author` wrote it: whoever calls has made sure of that. One that somebody else carried here,
    or that is kept under another number than its own, is logged by a person alone.
    """
    state = State.WAITING if envelope.files else State.RECEIVED
    trouble = Trouble.COPY if carried_by else Trouble.TAKEN if pk else ""
    device = device_of_copy(author, envelope) if carried_by else hear_of(author, envelope.device)
    row = Delivery(
        id=pk or envelope.uuid,
        body=envelope.body,
        sha256=envelope.sha256,
        author=author,
        carried_by=carried_by,
        device=device,
        sequence=envelope.sequence,
        form_version=envelope.form,
        kept_at=envelope.kept_at,
        state=State.QUARANTINED if trouble else state,
        trouble=trouble,
    )
    # Whoever else sends the same at this moment waits here until we have committed.
    stored = None
    while stored is None:
        row.receipt = new_code()
        Delivery.objects.bulk_create([row], ignore_conflicts=True)
        stored = Delivery.objects.filter(pk=row.pk).first()
    if stored.sha256 != envelope.sha256 or stored.author_id != author.pk:
        raise Conflict
    if stored.trouble == Trouble.COPY and not carried_by and not pk:
        vouch_for(stored)
    is_new = stored.receipt == row.receipt
    if is_new:
        DeliveredFile.objects.bulk_create(
            DeliveredFile(delivery=stored, uuid=file.uuid, sha256=file.sha256, size=file.size)
            for file in envelope.files
        )
        if not carried_by:
            Device.objects.filter(pk=device.pk).update(waiting=Greatest(F("waiting") - 1, 0))
    return stored, is_new


def vouch_for(delivery: Delivery) -> None:
    """Its author has sent what somebody carried here before: nobody need look at it.

    That holds even if it was not accepted meanwhile: whoever said so could only guess.
    """
    undecided = Delivery.objects.filter(
        pk=delivery.pk, state__in=[State.QUARANTINED, State.REJECTED], trouble=Trouble.COPY
    )
    locked = undecided.select_for_update().defer("body").first()
    if locked:
        locked.state = State.WAITING if locked.files.missing().exists() else State.RECEIVED
        locked.trouble, locked.note, locked.decided_by = "", "", None
        locked.save(update_fields=["state", "trouble", "note", "decided_by"])


@transaction.atomic
def receive_file(file: DeliveredFile, content: bytes) -> bool:
    """Store what was sealed, once. Returns whether it was new; raises Conflict.

    The record can be read when its last file is here.
    """
    if hashlib.sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
        raise Conflict
    delivery = Delivery.objects.select_for_update().defer("body").get(pk=file.delivery_id)
    is_new = (
        delivery.files.missing()
        .filter(pk=file.pk)
        .update(content=content, received_at=timezone.now())
    )
    if delivery.state == State.WAITING and not delivery.files.missing().exists():
        Delivery.objects.filter(pk=delivery.pk).update(state=State.RECEIVED)
    return bool(is_new)
