"""Logs the records that were received. If that fails, a person decides about the record."""

import logging
from collections.abc import Collection
from typing import cast
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from accounts.roles import Power
from activities.forms import LogForm
from activities.models import Activity
from activities.services import (
    AlreadyLogged,
    add_evidence,
    blank_activity,
    log_activity,
)
from common.editing import StaleEdit
from common.uploads import opened
from districts.models import Upazila
from outbox.encryption import CannotOpen
from outbox.envelope import Malformed
from outbox.form_versions import NotYetKnown, brought_up_to_date
from outbox.models import DeliveredFile, Delivery
from projects.models import Project

logger = logging.getLogger(__name__)
MOST_TRIES = 3
DATABASE_WENT_AWAY = (OperationalError, InterfaceError)
State, Trouble = Delivery.State, Delivery.Trouble


def read_into_log(pk: UUID) -> None:
    """Log the record if it has the state RECEIVED, or quarantine it.

    Only one process at a time does this. If the record is not processed after three tries, since
    workers were killed, it is quarantined. If the database or the keys are not there, nothing is
    lost: the record is stored, and is processed later.
    """
    if not Delivery.objects.begin(pk):
        return
    try:
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update().get(pk=pk)
            if delivery.state == State.RECEIVED:
                log_or_quarantine(delivery)
    except DATABASE_WENT_AWAY:
        logger.warning("Record %s is not read yet: the database was not there.", pk)
    except ImproperlyConfigured as error:
        Delivery.objects.count_no_try(pk)
        logger.error("Record %s is not read yet. %s", pk, error)


def log_or_quarantine(delivery: Delivery) -> None:
    """Log the record, or quarantine it with its trouble. An unexpected error quarantines it too.

    Raises OperationalError, InterfaceError and ImproperlyConfigured: no fault of the record.
    """
    trouble: str = Trouble.UNREADABLE
    if delivery.tries <= MOST_TRIES:
        try:
            with transaction.atomic():
                trouble = log(delivery)
        except (*DATABASE_WENT_AWAY, ImproperlyConfigured):
            raise
        except Exception as error:  # any error: the record stays stored, and a person sees it
            logger.error("Record %s cannot be read: %s", delivery.pk, type(error).__name__)
    if trouble:
        delivery.state, delivery.trouble = State.QUARANTINED, trouble
        delivery.upazila = named_upazila(delivery)
        delivery.save(update_fields=["state", "trouble", "upazila"])


def log(delivery: Delivery) -> str:
    """Log the record as an activity of its author. Returns the trouble if it cannot be; else ""."""
    try:
        form = filled_form(delivery, delivery.author)
    except CannotOpen:
        return Trouble.SEALED
    except Malformed:
        return Trouble.UNREADABLE
    except NotYetKnown:
        return Trouble.NEWER
    if form is None or not delivery.author.may(Power.LOGS):
        return Trouble.RIGHTS
    if not form.is_valid():
        return Trouble.FORM if has_rights(delivery) else Trouble.RIGHTS
    try:
        become(delivery, form, log_activity(form))
    except AlreadyLogged:
        return Trouble.TAKEN
    return ""


def has_rights(delivery: Delivery) -> bool:
    """Whether the author is active, and still sees the upazila that the record names, if any."""
    place = named_upazila(delivery)
    own = Upazila.objects.visible_to(delivery.author)
    return delivery.author.is_active and (place is None or own.filter(pk=place.pk).exists())


def become(
    delivery: Delivery, form: LogForm, activity: Activity, *, without: Collection[UUID] = ()
) -> None:
    """Store that the record has become `activity`, and that its received files are evidence of it.

    `form` is the form that was saved. The files in `without` are marked as left out instead.
    """
    here = delivery.files.exclude(received_at=None)
    here.filter(uuid__in=without).update(left_out=True)
    here.exclude(uuid__in=without).update(became_evidence_at=timezone.now())
    delivery.activity = activity
    delivery.upazila = activity.upazila
    delivery.has_consent = form.main.cleaned_data["has_consent"]
    delivery.state, delivery.trouble, delivery.note = State.LOGGED, "", ""
    settled = ["activity", "upazila", "has_consent", "state", "trouble", "note", "decided_by"]
    delivery.save(update_fields=settled)


def put_with_activity(file: DeliveredFile) -> None:
    """Add a file to the evidence of its activity, if it came after its record was logged.

    If the activity is approved, or the file cannot be added (it is no valid photo, for example),
    the file stays here, and the page of the receipt links to it.
    """
    try:
        with transaction.atomic():
            locked = (
                DeliveredFile.objects.late()
                .select_for_update(of=("self",))
                .select_related("delivery__activity")
            )
            late = locked.filter(pk=file.pk).first()
            if late:
                _put_with_activity(late)
    except StaleEdit:
        logger.info("File %s came after its activity was approved.", file)
    except Exception as error:  # any error: the photo is stored, and is not sent again
        logger.warning("File %s is not put with its activity: %s", file, type(error).__name__)


def _put_with_activity(late: DeliveredFile) -> None:
    delivery = late.delivery
    add_evidence(
        cast(Activity, delivery.activity),
        opened(photo(late)),
        by=delivery.author,
        has_consent=delivery.has_consent,
    )
    late.became_evidence_at = timezone.now()
    late.save(update_fields=["became_evidence_at"])


def fields_of(delivery: Delivery) -> QueryDict:
    """The fields that were sent, converted to today's form.

    Raises CannotOpen, Malformed or NotYetKnown.
    """
    return brought_up_to_date(delivery.envelope.content.sent(), delivery.form_version)


def filled_form(
    delivery: Delivery,
    user: User,
    data: QueryDict | None = None,
    *,
    without: Collection[UUID] = (),
) -> LogForm | None:
    """The form as its author sent it, with the places that `user` may choose.

    `data`, if given, replaces the fields that were sent. The button does not change: it is the one
    that the author pressed. The files in `without` are left out. The activity gets the receipt; if
    the record is a copy that somebody else brought, the activity names that person.

    Returns None if `user` may not see the project. Raises CannotOpen, Malformed or NotYetKnown.
    """
    content = delivery.envelope.content
    project = Project.objects.visible_to(user).filter(slug=content.project).first()
    if project is None:
        return None
    sent = fields_of(delivery)
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
    blank.receipt = delivery.receipt
    if delivery.is_a_copy:
        blank.brought_by_id = delivery.carried_by_id
    files = MultiValueDict({"photos": photos(delivery, without)})
    return LogForm(user, project, blank, data, files)


def photos(delivery: Delivery, without: Collection[UUID]) -> list[SimpleUploadedFile]:
    """The decrypted files of the record that have arrived, but for those in `without`."""
    return [
        photo(file)
        for file in delivery.files.all()
        if file.content is not None and file.uuid not in without
    ]


def photo(file: DeliveredFile) -> SimpleUploadedFile:
    """A file that has arrived, decrypted. Raises CannotOpen or Malformed."""
    envelope = file.delivery.envelope
    name = envelope.content.names.get(file.uuid) or "photo"
    return SimpleUploadedFile(name, envelope.file(file.uuid, bytes(file.content or b"")))


def note_place(pk: UUID) -> None:
    """Store the upazila of a record that waits for its photos or for a person.

    The reviewers of that upazila see the record then.
    """
    waits = Delivery.objects.filter(
        pk=pk, upazila=None, state__in=[State.WAITING, State.QUARANTINED]
    )
    delivery = waits.first()
    if delivery:
        waits.update(upazila=named_upazila(delivery))


def named_upazila(delivery: Delivery) -> Upazila | None:
    """The upazila that the record names; None if it names none or cannot be read."""
    try:
        sent = fields_of(delivery)
    except Exception:  # any error: processing the record reports it
        return None
    pcode = sent.get("upazila", "")
    return Upazila.objects.filter(pk=pcode).first() if pcode.isalnum() else None
