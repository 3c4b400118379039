"""Receiving: stored first and for good, acknowledged with a receipt, logged once."""

import hashlib
import uuid

import pytest
from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.roles import POWERS, Power
from activities.models import Activity
from activities.models.evidence import MOST_FILES
from outbox import receipts
from outbox.envelope import Envelope
from outbox.limits import has_called_too_often
from outbox.models import DeliveredFile, Delivery, Device
from outbox.processing import read_into_log
from outbox.services import receive
from outbox.tests.conftest import send_file, told

pytestmark = pytest.mark.django_db


def test_a_record_becomes_the_activity_its_officer_wrote(cast, kept, send, the_activity):
    record = kept()

    status, receipt = told(send(record))

    activity = the_activity(record)
    assert status == 201
    assert receipt["uuid"] == record.uuid
    assert receipt["sha256"] == record.sha256
    assert receipts.read_code(receipt["receipt"]) == receipt["receipt"]
    assert (receipt["state"], receipt["status"], receipt["missing"]) == ("logged", "submitted", [])
    assert (activity.officer, activity.upazila) == (cast.officer, cast.chhagalnaiya)
    assert activity.venue == "পশ্চিম পাড়া, স্কুলের পাশের উঠান"
    assert activity.participations.get().people == 28
    assert bytes(Delivery.objects.get().body) == record.body


def test_the_same_again_is_answered_with_the_first_receipt(kept, send):
    record = kept()
    _, first = told(send(record))

    status, again = told(send(record))

    assert status == 200
    assert again == first
    assert Activity.objects.count() == Delivery.objects.count() == 1


def test_other_content_under_the_same_number_is_refused_and_the_first_kept(kept, send, phone):
    first = kept()
    send(first)
    other = kept(venue="অন্য উঠান", envelope={"pk": first.uuid})

    status, refusal = told(send(other))

    assert (status, refusal["error"]) == (409, "conflict")
    assert bytes(Delivery.objects.get().body) == first.body
    assert Activity.objects.get().venue != "অন্য উঠান"


def test_nobody_sends_what_another_wrote(cast, kept, send):
    record = kept()

    status, refusal = told(send(record, by=cast.stranger))

    assert (status, refusal["error"]) == (403, "not_author")
    assert not Delivery.objects.exists()


def test_who_may_not_log_is_told_so_and_nothing_is_stored(cast, kept, send, monkeypatch):
    record = kept()
    monkeypatch.setitem(POWERS, "field_officer", frozenset({Power.SEES_OWN_UPAZILAS}))

    status, refusal = told(send(record))

    assert (status, refusal["error"]) == (403, "not_allowed")
    assert not Delivery.objects.exists()


def test_what_came_before_its_author_lost_the_power_waits_for_a_person(cast, kept, monkeypatch):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    monkeypatch.setitem(POWERS, "field_officer", frozenset({Power.SEES_OWN_UPAZILAS}))

    read_into_log(record.uuid)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.trouble) == ("quarantined", Delivery.Trouble.RIGHTS)
    assert not Activity.objects.exists()


def test_nobody_takes_the_number_of_anothers_record(cast, kept, send, phone):
    first = kept()
    send(first)
    phone.author = cast.stranger.pk

    status, refusal = told(send(kept(envelope={"pk": first.uuid}), by=cast.stranger))

    assert (status, refusal["error"]) == (409, "conflict")
    assert Delivery.objects.get().author == cast.officer


def test_without_a_session_or_a_token_there_is_an_answer_and_no_redirect(cast, kept):
    record, client = kept(), Client(enforce_csrf_checks=True)
    accept = {"Accept": "application/json"}

    signed_out = client.post("/outbox/", record.body, "application/json", headers=accept)
    client.force_login(cast.officer)
    no_token = client.post("/outbox/", record.body, "application/json", headers=accept)
    hello = client.get("/outbox/hello", headers=accept).json()
    token = accept | {"X-CSRFToken": hello["csrf"]}
    sent = client.post("/outbox/", record.body, "application/json", headers=token)

    assert (signed_out.status_code, signed_out.json()["error"]) == (403, "csrf")
    assert (
        Client().post("/outbox/", record.body, "application/json").json()["error"] == "signed_out"
    )
    assert (no_token.status_code, no_token.json()["error"]) == (403, "csrf")
    assert sent.status_code == 201


def test_hello_says_who_is_there_and_is_kept_by_nobody(client, cast, phone):
    client.force_login(cast.officer)

    answer = client.get(f"/outbox/hello?device={phone.device}&waiting=3")

    said = answer.json()
    device = Device.objects.get()
    assert answer.headers["Cache-Control"] == "no-store"
    assert said["user"] == {"id": cast.officer.pk, "name": str(cast.officer)}
    assert said["key"] == phone.key
    assert said["limits"] == {"payload": 262144, "file": 10485776, "files": 10}
    assert (str(device.uuid), device.user, device.waiting) == (phone.device, cast.officer, 3)


def test_each_record_that_arrives_is_one_less_on_the_phone(client, cast, phone, kept, send):
    client.force_login(cast.officer)
    client.get(f"/outbox/hello?device={phone.device}&waiting=2")
    first = kept()

    send(first)
    send(first)

    assert Device.objects.get().waiting == 1


# Photos.


def test_photos_arrive_one_by_one_and_the_record_is_logged_with_the_last(
    client, kept, send, jpeg, the_activity
):
    record = kept(jpeg(1), jpeg(2))
    first, second = record.files

    _, waiting = told(send(record, files=False))
    _, half = told(send_file(client, record, first, record.files[first]))
    status, done = told(send_file(client, record, second, record.files[second]))

    assert (waiting["state"], sorted(waiting["missing"])) == ("waiting", sorted(record.files))
    assert (half["state"], half["missing"]) == ("waiting", [second])
    assert (half["file"], half["file_sha256"]) == (
        first,
        hashlib.sha256(record.files[first]).hexdigest(),
    )
    assert (status, done["state"], done["missing"]) == (201, "logged", [])
    sent = {hashlib.sha256(jpeg(number)[1]).hexdigest() for number in (1, 2)}
    assert {file.sha256 for file in the_activity(record).evidence.all()} == sent
    assert {file.name for file in the_activity(record).evidence.all()} == {
        "উঠান 1.jpg",
        "উঠান 2.jpg",
    }


def test_a_photo_sent_twice_is_kept_once(client, kept, send, jpeg, the_activity):
    record = kept(jpeg())
    send(record)
    (file,) = record.files

    status, again = told(send_file(client, record, file, record.files[file]))

    assert (status, again["state"]) == (200, "logged")
    assert the_activity(record).evidence.count() == 1


def test_half_a_photo_is_no_photo(client, kept, send, jpeg):
    record = kept(jpeg())
    send(record, files=False)
    (file,) = record.files

    status, refusal = told(send_file(client, record, file, record.files[file][:100]))

    assert (status, refusal["error"]) == (400, "malformed")
    assert DeliveredFile.objects.get().content is None


def test_a_photo_stays_the_one_that_came(client, kept, send, jpeg):
    record = kept(jpeg())
    send(record)
    (file,) = record.files

    status, refusal = told(send_file(client, record, file, b"another"))

    assert (status, refusal["error"]) == (409, "conflict")
    assert bytes(DeliveredFile.objects.get().content) == record.files[file]


@pytest.mark.parametrize("by", ["stranger", "manager", "administrator"])
def test_a_photo_of_a_record_that_is_not_ones_own_is_unknown(client, cast, kept, send, jpeg, by):
    record = kept(jpeg())
    send(record, files=False)
    (file,) = record.files
    client.force_login(cast[by])

    status, refusal = told(send_file(client, record, file, record.files[file]))

    assert (status, refusal["error"]) == (404, "unknown")


def test_a_photo_that_was_not_listed_is_unknown(client, kept, send):
    record = kept()
    send(record)

    status, refusal = told(send_file(client, record, str(uuid.uuid4()), b"photo"))

    assert (status, refusal["error"]) == (404, "unknown")


# Limits.


def test_what_is_too_large_is_refused_in_json(client, cast, kept, send, jpeg, phone):
    client.force_login(cast.officer)
    large = kept(summary="ক" * 150_000)
    many = kept(*[jpeg() for _ in range(31)])
    photo = kept(("large.jpg", b"." * (10 * 1024 * 1024 + 1)))

    for record in (large, many, photo):
        status, refusal = told(send(record, files=False))
        assert (status, refusal["error"]) == (413, "too_large")

    small = kept(jpeg())
    send(small, files=False)
    (file,) = small.files
    status, refusal = told(send_file(client, small, file, b"." * (10 * 1024 * 1024 + 17)))
    assert (status, refusal["error"]) == (413, "too_large")
    assert Delivery.objects.count() == 1


def test_a_days_backlog_passes(cast):
    caches["calls"].clear()
    most = 200 * (1 + MOST_FILES) + 20  # records and their photos; greetings and receipts

    assert not any(has_called_too_often(cast.officer) for _ in range(most))


def test_a_flood_does_not_pass(client, cast, settings):
    client.force_login(cast.officer)
    caches["calls"].clear()
    settings.OUTBOX_RATE = 3

    answers = [client.get("/outbox/receipts") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    assert answers[-1].json()["error"] == "too_many"


# What the database itself keeps.


@pytest.mark.parametrize("change", [{"body": b"other"}, {"sha256": "0" * 64}, {"receipt": "1"}])
def test_what_was_received_cannot_be_changed(kept, send, change):
    send(kept())

    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.update(**change)


def test_what_was_received_cannot_be_deleted(kept, send):
    send(kept())

    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.all().delete()


def test_a_photo_that_was_received_cannot_be_changed(kept, send, jpeg):
    send(kept(jpeg()))

    with pytest.raises(DatabaseError), transaction.atomic():
        DeliveredFile.objects.update(content=b"other")
