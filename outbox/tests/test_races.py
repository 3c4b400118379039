"""A phone and a reviewer at the same moment, each in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from activities.models import Activity
from outbox.models import Delivery
from outbox.quarantine import mend, reject
from outbox.services import vouch_for
from outbox.tests.quarantine import fields
from tests.locks import wait_until_somebody_waits


@pytest.fixture
def accept(cast, brought, meeting):
    """Log it as it is."""
    as_it_is = QueryDict(mutable=True)
    as_it_is.update(fields(meeting))
    return lambda: mend(brought.uuid, by=cast.administrator, data=as_it_is)


def meanwhile(work, decide):
    """What `work` comes to that begins before the decision is committed."""

    def on_its_own():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            decide()
            working = pool.submit(on_its_own)
            wait_until_somebody_waits()
        return working.result()


@pytest.mark.django_db(transaction=True)
def test_what_is_accepted_while_its_author_sends_it_stays_accepted(cast, brought, send, accept):
    answer = meanwhile(lambda: send(brought), accept)

    delivery = Delivery.objects.get()
    assert (answer.status_code, answer.json()["state"]) == (200, "logged")
    assert (delivery.state, delivery.decided_by) == ("logged", cast.administrator)
    assert Activity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_so_it_does_if_it_was_just_found_undecided(cast, brought, accept):
    found = Delivery.objects.get()

    meanwhile(transaction.atomic(lambda: vouch_for(found)), accept)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.decided_by) == ("logged", cast.administrator)


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_while_its_author_sends_it_is_logged(cast, brought, send):
    answer = meanwhile(
        lambda: send(brought),
        lambda: reject(brought.uuid, by=cast.administrator, note="জানি না কার"),
    )

    delivery = Delivery.objects.get()
    assert answer.json()["state"] == "logged"
    assert (delivery.state, delivery.note, delivery.decided_by) == ("logged", "", None)
    assert Activity.objects.get().officer == cast.officer
