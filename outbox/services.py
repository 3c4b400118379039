"""Receiving comes first and is committed; reading it into the log comes after, and may fail."""

import hashlib
import logging
from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from activities.forms import LogForm
from activities.models import Activity
from activities.services import (
    AlreadyLogged,
    StaleEdit,
    add_evidence,
    blank_activity,
    log_activity,
)
from districts.models import Upazila
from outbox.envelope import Envelope, Malformed
from outbox.models import DeliveredFile, Delivery, Device
from outbox.receipts import new_code
from outbox.sealing import CannotOpen
from outbox.versions import NotYetKnown, brought_up_to_date
from projects.models import Project
from trafficking_program.uploads import opened

logger = logging.getLogger(__name__)
MOST_TRIES = 3
DATABASE_WENT_AWAY = (OperationalError, InterfaceError)
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


def known_device(user: User, device: UUID) -> Device:
    """The device a copy is of: who carries the copy has not heard of it."""
    known, _ = Device.objects.get_or_create(uuid=device, user=user)
    return known


@transaction.atomic
def receive(
    envelope: Envelope, author: User, *, carried_by: User | None = None
) -> tuple[Delivery, bool]:
    """Store a record as it came, or find it stored: with whether it was new. Raises Conflict.

    `author` wrote it: whoever calls has made sure of that. One that somebody else carried here
    is never logged before a person has looked at it.
    """
    sha256 = hashlib.sha256(envelope.body).hexdigest()
    state = State.WAITING if envelope.files else State.RECEIVED
    device = (
        known_device(author, envelope.device) if carried_by else hear_of(author, envelope.device)
    )
    row = Delivery(
        id=envelope.uuid,
        body=envelope.body,
        sha256=sha256,
        author=author,
        carried_by=carried_by,
        device=device,
        sequence=envelope.sequence,
        form_version=envelope.form,
        kept_at=envelope.kept_at,
        state=State.QUARANTINED if carried_by else state,
        trouble=Trouble.COPY if carried_by else "",
    )
    # Whoever else sends the same at this moment waits here until we have committed.
    stored = None
    while stored is None:
        row.receipt = new_code()
        Delivery.objects.bulk_create([row], ignore_conflicts=True)
        stored = Delivery.objects.filter(pk=envelope.uuid).first()
    if stored.sha256 != sha256 or stored.author_id != author.pk:
        raise Conflict
    if stored.trouble == Trouble.COPY and not carried_by:
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
    """Its author has sent what somebody carried here before: nobody need look at it."""
    state = State.WAITING if delivery.files.missing().exists() else State.RECEIVED
    waits = Delivery.objects.filter(pk=delivery.pk, state=State.QUARANTINED, trouble=Trouble.COPY)
    waits.update(state=state, trouble="")


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


def read_into_log(pk: UUID) -> None:
    """Log what was received, or quarantine it: at most one reader at a time, and three in all.

    What is not read because the database went away is read later: it is stored already.
    """
    if not Delivery.objects.begin(pk):
        return
    try:
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update().get(pk=pk)
            if delivery.state == State.RECEIVED:
                settle(delivery)
    except DATABASE_WENT_AWAY:
        logger.warning("Record %s is not read yet: the database was not there.", pk)


def settle(delivery: Delivery) -> None:
    trouble: str = Trouble.UNREADABLE
    if delivery.tries <= MOST_TRIES:
        try:
            with transaction.atomic():
                trouble = log(delivery)
        except DATABASE_WENT_AWAY:
            raise
        except Exception as error:  # whatever it is: the record is kept, and a person sees it
            logger.error("Record %s cannot be read: %s", delivery.pk, type(error).__name__)
    if trouble:
        delivery.state, delivery.trouble = State.QUARANTINED, trouble
        delivery.upazila = spoken_of(delivery)
        delivery.save(update_fields=["state", "trouble", "upazila"])


def log(delivery: Delivery) -> str:
    """Make it an activity of its author's. Returns what is the matter, or nothing."""
    try:
        form = filled_form(delivery, delivery.author)
    except CannotOpen:
        return Trouble.SEALED
    except Malformed:
        return Trouble.UNREADABLE
    except NotYetKnown:
        return Trouble.NEWER
    if form is None:
        return Trouble.RIGHTS
    if not form.is_valid():
        return Trouble.FORM
    try:
        become(delivery, log_activity(form))
    except AlreadyLogged:
        return Trouble.TAKEN
    return ""


def become(delivery: Delivery, activity: Activity, *, without: Collection[UUID] = ()) -> None:
    here = delivery.files.exclude(received_at=None)
    here.filter(uuid__in=without).update(left_out=True)
    here.exclude(uuid__in=without).update(became_evidence_at=timezone.now())
    delivery.activity = activity
    delivery.upazila = activity.upazila
    delivery.state, delivery.trouble, delivery.note = State.LOGGED, "", ""
    delivery.save(update_fields=["activity", "upazila", "state", "trouble", "note", "decided_by"])


def put_with_activity(file: DeliveredFile) -> None:
    """Show a photo that came after its record was logged with the activity.

    If that is approved, or the photo is none, it stays here, and the receipt's page leads to it.
    """
    try:
        with transaction.atomic():
            of_logged = DeliveredFile.objects.late().filter(delivery__activity__isnull=False)
            locked = of_logged.select_for_update(of=("self",)).select_related("delivery__activity")
            late = locked.filter(pk=file.pk).first()
            if late:
                _put_with_activity(late)
    except StaleEdit:
        logger.info("File %s came after its activity was approved.", file)
    except Exception as error:  # whatever it is: the photo is received, and is not sent again
        logger.warning("File %s is not put with its activity: %s", file, type(error).__name__)


def _put_with_activity(late: DeliveredFile) -> None:
    delivery = late.delivery
    add_evidence(
        cast(Activity, delivery.activity),
        opened(photo(late)),
        by=delivery.author,
        has_consent=bool(delivery.envelope.content.sent().get("has_consent")),
    )
    late.became_evidence_at = timezone.now()
    late.save(update_fields=["became_evidence_at"])


def filled_form(
    delivery: Delivery,
    user: User,
    data: QueryDict | None = None,
    *,
    without: Collection[UUID] = (),
) -> LogForm | None:
    """The page as its author sent it, with the places and projects `user` may choose from.

    `data`, if given, stands in for the fields that were sent, but for the button: it stays the one
    that its author pressed. `without`: the files that are left out. None if the project is not
    theirs. Raises CannotOpen, Malformed or NotYetKnown.
    """
    content = delivery.envelope.content
    project = Project.objects.visible_to(user).filter(slug=content.project).first()
    if project is None:
        return None
    sent = brought_up_to_date(content.sent(), delivery.form_version)
    if data is None:
        data = sent
    else:
        data = data.copy()
        for button in ("submit", "draft"):
            data.pop(button, None)
            if button in sent:
                data.setlist(button, sent.getlist(button))
    data["id"], data["version"] = str(delivery.pk), "0"
    blank = blank_activity(delivery.author, project, planned=content.planned)
    files = MultiValueDict({"photos": photos(delivery, without)})
    return LogForm(user, project, blank, data, files)


def photos(delivery: Delivery, without: Collection[UUID]) -> list[SimpleUploadedFile]:
    """What has arrived of the files, opened; some may be left out."""
    return [
        photo(file)
        for file in delivery.files.all()
        if file.content is not None and file.uuid not in without
    ]


def photo(file: DeliveredFile) -> SimpleUploadedFile:
    """One that has arrived, opened. Raises CannotOpen or Malformed."""
    envelope = file.delivery.envelope
    name = envelope.content.names.get(file.uuid) or "photo"
    return SimpleUploadedFile(name, envelope.file(file.uuid, bytes(file.content or b"")))


def spoken_of(delivery: Delivery) -> Upazila | None:
    """The upazila it names, if it can be opened: whose reviewers shall see it."""
    try:
        sent = delivery.envelope.content.sent()
    except (CannotOpen, Malformed):
        return None
    pcode = sent.get("upazila", "")
    return Upazila.objects.filter(pk=pcode).first() if pcode.isalnum() else None
