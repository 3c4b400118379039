"""What failed while it was read is read later, or left to a person; nothing is lost."""

import datetime
import logging

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from outbox import processing
from outbox.envelope import Envelope
from outbox.models import Delivery
from outbox.processing import read_into_log
from outbox.services import receive
from outbox.tests.conftest import told
from outbox.tests.quarantine import LIST, let_days_pass, page_of
from outbox.tests.quarantine import state as outcome

pytestmark = pytest.mark.django_db


def away(form):
    raise OperationalError


def a_minute_passes():
    Delivery.objects.update(begun_at=timezone.now() - datetime.timedelta(minutes=2))


def test_a_failure_of_the_server_is_no_failure_of_the_record(kept, send, monkeypatch, caplog):
    def fails(form):
        raise RuntimeError("পশ্চিম পাড়া")

    monkeypatch.setattr(processing, "log_activity", fails)
    with caplog.at_level(logging.ERROR, logger="outbox"):
        status, receipt = told(send(kept()))

    assert (status, receipt["state"]) == (201, "quarantined")
    assert outcome() == ("quarantined", "unreadable")
    assert "RuntimeError" in caplog.text
    assert "পাড়া" not in caplog.text


def test_what_is_not_read_because_the_database_was_away_is_read_later(kept, send, monkeypatch):
    record = kept()
    with monkeypatch.context() as broken:
        broken.setattr(processing, "log_activity", away)
        _, receipt = told(send(record))
    assert receipt["state"] == "received"
    a_minute_passes()

    _, receipt = told(send(record))

    assert receipt["state"] == "logged"


def test_what_was_cut_short_is_read_with_the_authors_next(kept, send, monkeypatch):
    first = kept()
    with monkeypatch.context() as broken:
        broken.setattr(processing, "log_activity", away)
        send(first)
    a_minute_passes()

    send(kept(venue="মাঝি বাড়ি", day="other", starts_on="2026-11-01"))

    assert Delivery.objects.get(pk=first.uuid).state == "logged"


def test_two_do_not_read_the_same_at_once(cast, kept, monkeypatch):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    Delivery.objects.begin(record.uuid)

    read_into_log(record.uuid)

    assert outcome() == ("received", "")


def test_what_kills_its_reader_three_times_is_left_to_a_person(cast, kept):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    Delivery.objects.update(tries=3)

    read_into_log(record.uuid)

    assert outcome() == ("quarantined", "unreadable")


def test_without_its_keys_the_server_keeps_what_comes_and_counts_no_try(
    kept, send, settings, jpeg, caplog
):
    records = [kept(is_another="on"), kept(jpeg(), is_another="on")]
    keys = settings.OUTBOX_KEYS
    settings.OUTBOX_KEYS, settings.OUTBOX_KEYS_FILE = "", "/nowhere/keys.pem"
    answers = [told(send(record)) for record in records]
    for _ in range(5):
        a_minute_passes()
        call_command("process_outbox", verbosity=0)

    assert [(status, said["state"]) for status, said in answers] == [(201, "received")] * 2
    assert set(Delivery.objects.values_list("state", "tries")) == {("received", 0)}
    assert "keys of the outbox cannot be read" in caplog.text

    settings.OUTBOX_KEYS = keys
    a_minute_passes()
    call_command("process_outbox", verbosity=0)

    assert set(Delivery.objects.values_list("state", "tries")) == {("logged", 1)}


def test_what_was_cut_short_is_read_when_its_author_asks_for_receipts(client, cast, kept):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    client.force_login(cast.officer)

    ((receipt),) = client.get("/outbox/receipts").json()["receipts"]

    assert receipt["state"] == "logged"


def test_what_nothing_has_read_for_a_day_is_shown_to_reviewers(client, cast, kept, the_activity):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    client.force_login(cast.manager)
    assert page_of(record) not in client.get(LIST).content.decode()

    let_days_pass(2)

    assert page_of(record) in client.get(LIST).content.decode()
    assert client.get(page_of(record)).status_code == 200
    client.post(f"{page_of(record)}again/")
    assert the_activity(record).status == "submitted"
