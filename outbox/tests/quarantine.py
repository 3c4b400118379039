"""What reviewers see and send: the pages of records that could not be logged by themselves."""

import datetime

import pgtrigger
from django.utils import timezone

from outbox.models import Delivery

LIST = "/outbox/quarantine/"


def page_of(record):
    return f"{LIST}{record.uuid}/"


def fields(meeting, **changes):
    """What the page sends, of the reviewer's; its button is its own."""
    return dict(meeting(**changes)) | {"draft": "1"}


def state():
    delivery = Delivery.objects.get()
    return delivery.state, delivery.trouble


def let_days_pass(days):
    """What was received is older than that; the database would refuse it to anybody else."""
    with pgtrigger.ignore("outbox.Delivery:stays_as_received"):
        Delivery.objects.update(received_at=timezone.now() - datetime.timedelta(days=days))
