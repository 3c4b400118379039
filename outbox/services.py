"""Receives what phones send, and stores it unchanged. It is processed only after the commit."""

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
    """Other content came under this UUID before. That is kept, and this is refused."""


def hear_of(user: User, device: UUID, *, waiting: int | None = None) -> Device:
    """Store that the device has called now and, if given, how many records it still holds."""
    defaults: dict[str, Any] = {"seen_at": timezone.now()}
    if waiting is not None:
        defaults["waiting"] = waiting
    known, _ = Device.objects.update_or_create(uuid=device, user=user, defaults=defaults)
    return known


def device_of_copy(user: User, envelope: Envelope) -> Device:
    """The device of a copied record. A new one gets the time of the record as its last call.

    A copy is no call of the device, so a known device stays unchanged.
    """
    defaults = {"seen_at": min(envelope.kept_at, timezone.now())}
    known, _ = Device.objects.get_or_create(uuid=envelope.device, user=user, defaults=defaults)
    return known


def beside(envelope: Envelope) -> UUID:
    """The UUID under which a copy is stored if other content has taken the UUID of the record."""
    return uuid5(envelope.uuid, envelope.sha256)


def receive_copy(envelope: Envelope, author: User, *, carried_by: User | None) -> Delivery:
    """Store a copy that somebody brought, also if other content has its UUID.

    Then it is stored under another UUID, and a person decides about it.
    """
    try:
        return receive(envelope, author, carried_by=carried_by)[0]
    except Conflict:
        return receive(envelope, author, carried_by=carried_by, pk=beside(envelope))[0]


@transaction.atomic
def receive(
    envelope: Envelope, author: User, *, carried_by: User | None = None, pk: UUID | None = None
) -> tuple[Delivery, bool]:
    """Store a record unchanged, or find it if it is stored. Raises Conflict.

    Returns the record, and whether it is new. `author` wrote it; the caller has checked that. If
    somebody else carried it here, or if it is stored under another UUID than its own, it goes into
    quarantine: only a person may log it.
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
    # A request that sends the same record at this moment waits here until this one has committed.
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
    """Take a copy out of quarantine, because now its author has sent the same record.

    A copy that was rejected is taken out too: the reviewer could only guess who had written it.
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
    """Store the encrypted bytes of a file, if it is not stored yet. Returns whether it was new.

    The record becomes RECEIVED, ready to be processed, when its last file is here. Raises Conflict
    if `content` does not have the hash and size that the record lists.
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
