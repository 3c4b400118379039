"""What failed while it was read is read later, or left to a person; nothing is lost."""

import datetime
import logging

import pytest
from django.db import OperationalError
from django.utils import timezone

from outbox import services
from outbox.models import Delivery
from outbox.services import read_into_log, receive
from outbox.tests.conftest import told
from outbox.tests.quarantine import state as outcome

pytestmark = pytest.mark.django_db


def away(form):
    raise OperationalError


def test_a_failure_of_the_server_is_no_failure_of_the_record(kept, send, monkeypatch, caplog):
    def fails(form):
        raise RuntimeError("পশ্চিম পাড়া")

    monkeypatch.setattr(services, "log_activity", fails)
    with caplog.at_level(logging.ERROR, logger="outbox"):
        status, receipt = told(send(kept()))

    assert (status, receipt["state"]) == (201, "quarantined")
    assert outcome() == ("quarantined", "unreadable")
    assert "RuntimeError" in caplog.text
    assert "পাড়া" not in caplog.text


def test_what_is_not_read_because_the_database_was_away_is_read_later(kept, send, monkeypatch):
    record = kept()
    with monkeypatch.context() as broken:
        broken.setattr(services, "log_activity", away)
        _, receipt = told(send(record))
    assert receipt["state"] == "received"
    Delivery.objects.update(begun_at=timezone.now() - datetime.timedelta(minutes=2))

    _, receipt = told(send(record))

    assert receipt["state"] == "logged"


def test_what_was_cut_short_is_read_with_the_authors_next(kept, send, monkeypatch):
    first = kept()
    with monkeypatch.context() as broken:
        broken.setattr(services, "log_activity", away)
        send(first)
    Delivery.objects.update(begun_at=timezone.now() - datetime.timedelta(minutes=2))

    send(kept(venue="মাঝি বাড়ি", day="other", starts_on="2026-11-01"))

    assert Delivery.objects.get(pk=first.uuid).state == "logged"


def test_two_do_not_read_the_same_at_once(cast, kept, monkeypatch):
    record = kept()
    receive(services.Envelope.read(record.body), cast.officer)
    Delivery.objects.begin(record.uuid)

    read_into_log(record.uuid)

    assert outcome() == ("received", "")


def test_what_kills_its_reader_three_times_is_left_to_a_person(cast, kept):
    record = kept()
    receive(services.Envelope.read(record.body), cast.officer)
    Delivery.objects.update(tries=3)

    read_into_log(record.uuid)

    assert outcome() == ("quarantined", "unreadable")
