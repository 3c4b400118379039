"""A copy that somebody carried is accepted by another person, never by itself."""

import pytest

from outbox.services import Envelope, receive
from outbox.tests.quarantine import fields, page_of, state

pytestmark = pytest.mark.django_db


def test_who_brought_a_copy_does_not_vouch_for_it(client, cast, kept, meeting):
    record = kept()
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    client.force_login(cast.manager)

    shown = client.get(page_of(record))
    answer = client.post(page_of(record), fields(meeting))

    assert (shown.status_code, answer.status_code) == (200, 403)
    assert state() == ("quarantined", "copy")


def test_another_reviewer_accepts_a_copy_as_it_is(client, cast, kept, meeting, the_activity):
    record = kept()
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    client.force_login(cast.administrator)

    shown = client.get(page_of(record)).content.decode()
    client.post(page_of(record), fields(meeting))

    assert 'id="errors"' not in shown
    assert the_activity(record).officer == cast.officer


def test_a_copy_is_not_read_without_a_person(client, cast, kept):
    record = kept()
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    client.force_login(cast.administrator)

    client.post(f"{page_of(record)}again/")

    assert state() == ("quarantined", "copy")


def test_a_copy_of_somebody_deactivated_is_logged_as_theirs(
    client, cast, kept, meeting, the_activity
):
    record = kept()
    cast.officer.is_active = False
    cast.officer.save()
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    client.force_login(cast.administrator)

    client.post(page_of(record), fields(meeting))

    activity = the_activity(record)
    assert (activity.officer, activity.status) == (cast.officer, "submitted")
