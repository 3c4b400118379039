"""What reviewers decide about records that could not be logged by themselves.

Each decision is one transaction over the locked row: of two reviewers at once, one decides.
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
    """Somebody else was quicker, or it has been read meanwhile."""


class StillWrong(Exception):
    """The form as it was mended is not valid yet."""

    def __init__(self, form: LogForm) -> None:
        self.form = form


class NoProject(Exception):
    """The project it was written for is not there any more."""


def form_for(
    delivery: Delivery,
    by: User,
    data: QueryDict | None = None,
    *,
    without: Collection[UUID] = (),
) -> LogForm:
    """What was sent, or `data` in its place, with the places of who mends it.

    If its number belongs to another activity, it goes on under a new one; the record from the
    phone keeps its own. Raises NoProject, CannotOpen, Malformed or NotYetKnown.
    """
    form = filled_form(delivery, by, data, without=without)
    if form is None:
        raise NoProject
    if Activity.objects.filter(pk=delivery.pk).exists():
        form.carry_id(uuid4())
    return form


@transaction.atomic
def mend(pk: UUID, *, by: User, data: QueryDict, without: Collection[UUID] = ()) -> Activity:
    """Log it as its author's, as `data` says; handed in if that is what its author did.

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
    """Do not log it, and say why: its author reads it. Raises DecidedAlready."""
    delivery = _undecided(pk)
    delivery.state, delivery.note, delivery.decided_by = State.REJECTED, note, by
    delivery.save(update_fields=["state", "note", "decided_by"])


def try_again(pk: UUID) -> None:
    """Read it once more: a key or a right may be back. Raises DecidedAlready.

    A copy that somebody brought is not read without a person: it cannot be tried again.
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
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    if not delivery.is_undecided:
        raise DecidedAlready
    return delivery
