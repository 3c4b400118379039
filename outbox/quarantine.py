"""What reviewers decide about records that the server could not log.

Each decision is one transaction that locks the row: if two reviewers decide at the same time, only
the first decision counts.
"""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.db import transaction
from django.http import QueryDict

from accounts.models import User
from activities.forms import LogForm
from activities.models import Activity
from activities.services import AlreadyLogged, log_activity
from outbox.models import Delivery
from outbox.processing import become, filled_form, read_into_log

State, Trouble = Delivery.State, Delivery.Trouble


class DecidedAlready(Exception):
    """Somebody else has decided first, or the record has been processed meanwhile."""


class StillWrong(Exception):
    """The corrected form is still not valid; `form` holds its errors."""

    def __init__(self, form: LogForm) -> None:
        self.form = form


class NoProject(Exception):
    """The reviewer sees no project with the slug in the record."""


def form_for(
    delivery: Delivery,
    by: User,
    data: QueryDict | None = None,
    *,
    without: Collection[UUID] = (),
) -> LogForm:
    """The form with what was sent, or with `data` instead, and the places that `by` may choose.

    If another activity has the id of the record, the new activity gets a new id, and the record
    keeps its own. Raises NoProject, CannotOpen, Malformed or NotYetKnown.
    """
    form = filled_form(delivery, by, data, without=without)
    if form is None:
        raise NoProject
    if Activity.objects.filter(pk=delivery.pk).exists():
        form.carry_id(uuid4())
    return form


@transaction.atomic
def mend(pk: UUID, *, by: User, data: QueryDict, without: Collection[UUID] = ()) -> Activity:
    """Log the record with the corrected `data`, as an activity of its author.

    It is submitted if its author pressed that button, otherwise it is a draft. The files in
    `without` are left out.

    Raises StillWrong, DecidedAlready, and what `form_for` raises.
    """
    delivery = _undecided(pk)
    form = form_for(delivery, by, data, without=without)
    if not form.is_valid():
        raise StillWrong(form)
    try:
        activity = log_activity(form)
    except AlreadyLogged as error:
        raise StillWrong(form) from error
    delivery.decided_by = by
    become(delivery, form, activity, without=without)
    return activity


@transaction.atomic
def reject(pk: UUID, *, by: User, note: str) -> None:
    """Do not log the record. Its author reads `note`, the reason. Raises DecidedAlready."""
    delivery = _undecided(pk)
    delivery.state, delivery.note, delivery.decided_by = State.REJECTED, note, by
    delivery.save(update_fields=["state", "note", "decided_by"])


def try_again(pk: UUID) -> None:
    """Process the record once more, since a key or a right may be back. Raises DecidedAlready.

    It raises it for a copy that somebody else brought too: only a person may decide about that.
    """
    with transaction.atomic():
        delivery = _undecided(pk)
        if delivery.is_a_copy:
            raise DecidedAlready
        is_waiting = delivery.files.missing().exists()
        delivery.state = State.WAITING if is_waiting else State.RECEIVED
        delivery.trouble, delivery.note, delivery.decided_by = "", "", None
        delivery.tries, delivery.begun_at = 0, None
        delivery.save(update_fields=["state", "trouble", "note", "decided_by", "tries", "begun_at"])
    read_into_log(pk)


def _undecided(pk: UUID) -> Delivery:
    """Lock and return the record. Raises DecidedAlready if nobody has to decide about it."""
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    if not delivery.is_undecided:
        raise DecidedAlready
    return delivery
