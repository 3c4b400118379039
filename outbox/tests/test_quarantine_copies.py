"""A copy that somebody carried is accepted by another person, never by itself."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection

from activities.models import Activity
from outbox.services import Envelope, receive
from outbox.tests.quarantine import fields, page_of, state
from tests.factories import ActivityFactory, DeliveryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_who_brought_a_copy_does_not_vouch_for_it(client, cast, brought, meeting):
    client.force_login(cast.manager)

    shown = client.get(page_of(brought))
    answer = client.post(page_of(brought), fields(meeting))

    assert (shown.status_code, answer.status_code) == (200, 403)
    assert state() == ("quarantined", "copy")


def test_another_reviewer_accepts_a_copy_as_it_is(client, cast, brought, meeting, the_activity):
    client.force_login(cast.administrator)

    shown = client.get(page_of(brought)).content.decode()
    client.post(page_of(brought), fields(meeting))

    assert 'id="errors"' not in shown
    assert the_activity(brought).officer == cast.officer


@pytest.fixture
def accepted(client, cast, brought, meeting, the_activity):
    """The administrator accepted what the manager of its author had brought."""
    client.force_login(cast.administrator)
    client.post(page_of(brought), fields(meeting))
    return the_activity(brought)


def test_who_brought_a_copy_does_not_approve_what_was_made_of_it(client, cast, accepted):
    client.force_login(cast.manager)

    page = client.get(accepted.get_absolute_url()).content.decode()
    answer = client.post(f"{accepted.get_absolute_url()}approve/", {"version": accepted.version})

    accepted.refresh_from_db()
    assert f"{cast.manager} এটি কপি হিসেবে এনেছেন" in page
    assert 'id="approve"' not in page
    assert (answer.status_code, accepted.status) == (403, "submitted")
    assert not Activity.objects.reviewable_by(cast.manager).exists()


def test_the_carrier_does_not_approve_it_even_by_raw_sql(cast, accepted):
    with (
        pytest.raises(IntegrityError, match="nobody_approves_their_own"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE activities_activity SET status='approved', reviewed_at=now(),"
            " reviewed_by_id=brought_by_id WHERE id=%s",
            [accepted.pk],
        )


def test_its_history_knows_who_brought_it(cast, accepted):
    events = Activity.pgh_event_model.objects.filter(pgh_obj=accepted)

    assert {event.brought_by_id for event in events} == {cast.manager.pk}


def test_a_third_person_approves_what_was_made_of_a_copy(client, cast, accepted):
    third = UserFactory(role="manager", districts=[cast.feni])
    client.force_login(third)
    queue = Activity.objects.reviewable_by(third)
    assert queue.get() == accepted

    client.post(f"{accepted.get_absolute_url()}approve/", {"version": accepted.version})

    accepted.refresh_from_db()
    assert (accepted.status, accepted.reviewed_by) == ("approved", third)


def test_who_brought_a_copy_approves_what_its_author_then_sent(
    client, cast, brought, send, the_activity
):
    send(brought)
    activity = the_activity(brought)
    client.force_login(cast.manager)

    client.post(f"{activity.get_absolute_url()}approve/", {"version": activity.version})

    activity.refresh_from_db()
    assert (activity.status, activity.reviewed_by) == ("approved", cast.manager)


def test_so_they_do_if_a_reviewer_had_to_mend_what_its_author_sent(
    client, cast, kept, meeting, send, the_activity
):
    record = kept(venue="")
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    send(record)
    client.force_login(cast.administrator)
    client.post(page_of(record), fields(meeting))
    activity = the_activity(record)
    client.force_login(cast.manager)

    client.post(f"{activity.get_absolute_url()}approve/", {"version": activity.version})

    activity.refresh_from_db()
    assert (activity.prepared_by, activity.brought_by) == (cast.administrator, None)
    assert (activity.status, activity.reviewed_by) == ("approved", cast.manager)


def test_a_copy_that_was_refused_first_names_its_carrier_too(
    client, cast, brought, meeting, the_activity
):
    client.force_login(cast.administrator)
    client.post(f"{page_of(brought)}reject/", {"note": "জানি না কার"})

    client.post(page_of(brought), fields(meeting))

    assert the_activity(brought).brought_by == cast.manager


def test_a_copy_is_not_read_without_a_person(client, cast, brought):
    client.force_login(cast.administrator)

    client.post(f"{page_of(brought)}again/")

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


# Those that were logged before an activity said who brought it.


@pytest.fixture
def name_who_brought_it():
    def migrate():
        sql = import_module("outbox.migrations.0005_who_brought_it").NAME_WHO_BROUGHT_IT
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return migrate


@pytest.mark.parametrize(
    ("status", "carried", "decided", "reviewer", "named"),
    [
        ("submitted", True, True, None, True),
        ("approved", True, True, "administrator", True),
        ("approved", True, True, "manager", False),  # it would have been refused today
        ("returned", True, True, "manager", True),
        ("submitted", True, False, None, False),
        ("submitted", False, True, None, False),
    ],
)
def test_an_older_activity_names_who_brought_it(
    cast, name_who_brought_it, status, carried, decided, reviewer, named
):
    activity = ActivityFactory(status=status, reviewer=reviewer and cast[reviewer])
    DeliveryFactory(
        activity=activity,
        state="logged",
        trouble="",
        carried_by=cast.manager if carried else None,
        decided_by=cast.administrator if decided else None,
    )
    steps = Activity.pgh_event_model.objects.count()

    name_who_brought_it()

    activity.refresh_from_db()
    assert (activity.status, activity.brought_by) == (status, cast.manager if named else None)
    assert Activity.pgh_event_model.objects.count() == steps
