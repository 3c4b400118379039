"""The photos of what could not be logged: shown as they would be kept, left out, not waited for."""

import pytest

from activities.models.evidence import MOST_FILES
from outbox.models import DeliveredFile, Delivery
from outbox.tests.conftest import send_file, told
from outbox.tests.quarantine import LIST, fields, let_days_pass, page_of, state

pytestmark = pytest.mark.django_db


def test_a_photo_is_shown_as_it_would_be_kept(client, cast, kept, send, jpeg):
    record = kept(jpeg(), venue="")
    send(record)
    (file,) = record.files
    client.force_login(cast.manager)

    answer = client.get(f"{page_of(record)}files/{file}/")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


def test_who_mends_a_record_need_not_choose_its_photos_again(client, cast, kept, send, jpeg):
    record = kept(jpeg(), venue="")
    send(record)
    client.force_login(cast.manager)

    page = client.get(page_of(record)).content.decode()

    assert 'id="errors"' in page
    assert "ছবিগুলো আরেকবার বেছে নিন" not in page


@pytest.mark.parametrize("who", ["stranger", "other_manager"])
def test_a_photo_is_not_shown_to_who_may_not_see_its_record(client, cast, kept, send, jpeg, who):
    record = kept(jpeg(), venue="")
    send(record)
    (file,) = record.files
    client.force_login(cast[who])

    assert client.get(f"{page_of(record)}files/{file}/").status_code == 404


def test_a_photo_that_is_none_is_not_shown_and_can_be_left_out(
    client, cast, kept, send, jpeg, meeting, the_activity
):
    record = kept(jpeg(), ("bad.jpg", b"<script>"))
    send(record)
    _good, bad = record.files
    client.force_login(cast.manager)

    assert client.get(f"{page_of(record)}files/{bad}/").status_code == 404
    client.post(page_of(record), fields(meeting) | {"leave_out": [bad, "nonsense"]})

    assert the_activity(record).evidence.get().name == "উঠান 0.jpg"


def test_of_more_photos_than_a_record_keeps_none_is_lost_and_some_are_left_out(
    client, cast, kept, send, jpeg, meeting, the_activity
):
    record = kept(*(jpeg(number) for number in range(MOST_FILES + 1)))
    _status, receipt = told(send(record))
    held = DeliveredFile.objects.exclude(received_at=None).count()
    client.force_login(cast.manager)

    refused = client.post(page_of(record), fields(meeting))
    client.post(page_of(record), fields(meeting) | {"leave_out": [next(iter(record.files))]})

    assert (receipt["state"], receipt["missing"]) == ("quarantined", [])
    assert held == MOST_FILES + 1
    assert refused.status_code == 422
    assert the_activity(record).evidence.count() == MOST_FILES


def test_what_waits_for_its_photos_is_nobodys_to_decide_for_a_day(
    client, cast, kept, send, jpeg, meeting
):
    record = kept(jpeg())
    send(record, files=False)
    client.force_login(cast.manager)

    shown = client.get(page_of(record))
    client.post(page_of(record), fields(meeting))

    assert shown.url == Delivery.objects.get().get_absolute_url()
    assert state() == ("waiting", "")


def test_after_a_day_it_can_be_logged_without_the_missing_photos(
    client, cast, kept, send, jpeg, meeting, the_activity
):
    record = kept(jpeg(1), jpeg(2))
    send(record, files=False)
    first, second = record.files
    send_file(client, record, first, record.files[first])
    let_days_pass(2)
    client.force_login(cast.manager)
    assert page_of(record) in client.get(LIST).content.decode()

    client.post(page_of(record), fields(meeting))

    assert the_activity(record).evidence.get().name == "উঠান 1.jpg"
    client.force_login(cast.officer)
    status, late = told(send_file(client, record, second, record.files[second]))
    assert (status, late["state"], late["missing"]) == (201, "logged", [])
