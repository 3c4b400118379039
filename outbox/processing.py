"""Reading what was received into the log: it may fail, and then a person looks at it."""

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
    """Log what was received, or quarantine it: at most one reader at a time, and three in all.

    What is not read because the database went away, or the keys, is read later: it is stored.
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
    except ImproperlyConfigured as error:
        Delivery.objects.count_no_try(pk)
        logger.error("Record %s is not read yet. %s", pk, error)


def settle(delivery: Delivery) -> None:
    trouble: str = Trouble.UNREADABLE
    if delivery.tries <= MOST_TRIES:
        try:
            with transaction.atomic():
                trouble = log(delivery)
        except (*DATABASE_WENT_AWAY, ImproperlyConfigured):
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
    """Whether its author may still log in the upazila it names, if it names one."""
    place = spoken_of(delivery)
    own = Upazila.objects.visible_to(delivery.author)
    return delivery.author.is_active and (place is None or own.filter(pk=place.pk).exists())


def become(
    delivery: Delivery, form: LogForm, activity: Activity, *, without: Collection[UUID] = ()
) -> None:
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
    """Show a photo that came after its record was logged with the activity.

    If that is approved, or the photo is none, it stays here, and the receipt's page leads to it.
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
    except Exception as error:  # whatever it is: the photo is received, and is not sent again
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
    """What was sent, for the form of today. Raises CannotOpen, Malformed or NotYetKnown."""
    return brought_up_to_date(delivery.envelope.content.sent(), delivery.form_version)


def filled_form(
    delivery: Delivery,
    user: User,
    data: QueryDict | None = None,
    *,
    without: Collection[UUID] = (),
) -> LogForm | None:
    """The page as its author sent it, with the places and projects `user` may choose from.

    `data`, if given, stands in for the fields that were sent, but for the button: it stays the one
    that its author pressed. `without`: the files that are left out. The activity has the
    receipt; made of a copy, it says who brought that. None if the project is not theirs. Raises
    CannotOpen, Malformed or NotYetKnown.
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


def note_place(pk: UUID) -> None:
    """Let a record that waits for its photos, or for a person, be seen where it belongs."""
    waits = Delivery.objects.filter(
        pk=pk, upazila=None, state__in=[State.WAITING, State.QUARANTINED]
    )
    delivery = waits.first()
    if delivery:
        waits.update(upazila=spoken_of(delivery))


def spoken_of(delivery: Delivery) -> Upazila | None:
    """The upazila it names, if it can be read: whose reviewers shall see it."""
    try:
        sent = fields_of(delivery)
    except Exception:  # whatever it is: it is said where the record is read into the log
        return None
    pcode = sent.get("upazila", "")
    return Upazila.objects.filter(pk=pcode).first() if pcode.isalnum() else None
