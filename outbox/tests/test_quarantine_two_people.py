"""A record that a reviewer mended is approved by another, as any record is."""

import pytest

from activities.models import Activity
from outbox.tests.quarantine import fields, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mended(client, cast, kept, send, meeting, the_activity):
    """By the manager of its author, who stays signed in."""
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)
    client.post(page_of(record), fields(meeting))
    return the_activity(record)


def test_who_mended_it_does_not_approve_it(client, cast, mended):
    answer = client.post(f"{mended.get_absolute_url()}approve/", {"version": mended.version})

    mended.refresh_from_db()
    assert answer.status_code == 403
    assert (mended.officer, mended.prepared_by) == (cast.officer, cast.manager)
    assert mended.status == "submitted"
    assert not Activity.objects.reviewable_by(cast.manager).exists()


def test_another_approves_it(client, cast, mended):
    client.force_login(cast.administrator)

    client.post(f"{mended.get_absolute_url()}approve/", {"version": mended.version})

    mended.refresh_from_db()
    assert (mended.status, mended.reviewed_by) == ("approved", cast.administrator)


def test_what_was_logged_by_itself_nobody_put_right(kept, send, the_activity):
    record = kept()
    send(record)

    assert the_activity(record).prepared_by is None


def test_of_ones_own_record_one_is_the_author_alone(
    client, cast, phone, kept, send, meeting, the_activity
):
    phone.author = cast.manager.pk
    record = kept(venue="")
    send(record, by=cast.manager)

    client.post(page_of(record), fields(meeting))

    activity = the_activity(record)
    assert (activity.officer, activity.prepared_by) == (cast.manager, None)
