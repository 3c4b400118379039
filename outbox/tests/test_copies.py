"""Copies that somebody carries here, since the phone cannot send."""

import base64
import io
import json

import pytest

from activities.models import Activity
from outbox.models import DeliveredFile, Delivery, Device
from outbox.quarantine import reject
from outbox.tests.conftest import told

pytestmark = pytest.mark.django_db
PAGE = "/outbox/copies/"


def copy_of(record, **changes):
    """The file that "keep a copy" makes."""
    files = [
        {"uuid": uuid, "base64": base64.b64encode(sealed).decode()}
        for uuid, sealed in record.files.items()
    ]
    return json.dumps({"sutro": 1, "record": record.body.decode(), "files": files} | changes)


@pytest.fixture
def bring(client):
    def upload(text, who):
        client.force_login(who)
        file = io.BytesIO(text.encode() if isinstance(text, str) else text)
        file.name = "record.json"
        return client.post(PAGE, {"copy": file})

    return upload


def test_what_an_author_brings_is_as_if_the_phone_had_sent_it(
    cast, kept, jpeg, bring, the_activity
):
    record = kept(jpeg())

    answer = bring(copy_of(record), cast.officer)

    delivery = Delivery.objects.get()
    assert answer.url == delivery.get_absolute_url()
    assert (delivery.state, delivery.carried_by) == ("logged", None)
    assert the_activity(record).evidence.count() == 1


def test_what_a_manager_brings_is_its_authors_and_looked_at_first(cast, kept, jpeg, bring):
    bring(copy_of(kept(jpeg())), cast.manager)

    delivery = Delivery.objects.get()
    assert (delivery.author, delivery.carried_by) == (cast.officer, cast.manager)
    assert (delivery.state, delivery.trouble) == ("quarantined", "copy")
    assert DeliveredFile.objects.get().received_at
    assert not Activity.objects.exists()


def test_who_carries_a_copy_has_not_heard_of_the_phone(client, cast, kept, bring, phone):
    client.force_login(cast.officer)
    client.get(f"/outbox/hello?device={phone.device}&waiting=2")
    before = Device.objects.get()

    bring(copy_of(kept()), cast.manager)

    after = Device.objects.get()
    assert (after.waiting, after.seen_at) == (2, before.seen_at)


def test_the_same_copy_twice_has_the_first_receipt(cast, kept, jpeg, bring):
    copy = copy_of(kept(jpeg()))

    first = bring(copy, cast.manager)
    again = bring(copy, cast.manager)

    assert first.url == again.url
    assert Delivery.objects.count() == DeliveredFile.objects.count() == 1


def test_a_copy_of_what_the_phone_sent_brings_its_missing_photos(
    cast, kept, send, jpeg, bring, the_activity
):
    record = kept(jpeg())
    send(record, files=False)

    bring(copy_of(record), cast.manager)

    assert the_activity(record).evidence.count() == 1


@pytest.mark.parametrize("who", ["stranger", "other_manager"])
def test_nobody_brings_a_record_of_people_they_do_not_look_after(cast, kept, bring, who):
    answer = bring(copy_of(kept()), cast[who])

    assert answer.status_code == 422
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 302), ("administrator", 302), ("other_manager", 422)]
)
def test_a_record_of_somebody_deactivated_is_looked_at_like_any_copy(
    cast, kept, jpeg, bring, who, status
):
    cast.officer.is_active = False
    cast.officer.save()

    answer = bring(copy_of(kept(jpeg())), cast[who])

    assert answer.status_code == status
    states = [*Delivery.objects.values_list("state", "trouble", "author")]
    assert states == ([("quarantined", "copy", cast.officer.pk)] if status == 302 else [])
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("who", "trouble"), [("manager", "copy"), ("officer", "taken")])
def test_other_content_under_a_known_number_is_kept_beside_the_first(
    client, cast, kept, jpeg, bring, send, meeting, who, trouble
):
    first = kept()
    send(first)
    other = kept(jpeg(), envelope={"pk": first.uuid}, venue="মাঝি বাড়ি")
    assert told(send(other, files=False))[1]["error"] == "conflict"

    brought = [bring(copy_of(other), cast[who]) for _ in range(2)]

    beside = Delivery.objects.exclude(pk=first.uuid).get()
    assert {answer.url for answer in brought} == {beside.get_absolute_url()}
    assert (beside.state, beside.trouble) == ("quarantined", trouble)
    assert bytes(Delivery.objects.get(pk=first.uuid).body) == first.body
    assert Activity.objects.count() == 1

    status, receipt = told(send(other, files=False))
    assert (status, receipt["uuid"], receipt["sha256"]) == (200, first.uuid, other.sha256)
    assert (receipt["receipt"], receipt["missing"]) == (beside.receipt, [])

    client.force_login(cast.administrator)
    client.post(f"/outbox/quarantine/{beside.pk}/", dict(meeting(venue="মাঝি বাড়ি")))
    assert set(Activity.objects.values_list("venue", flat=True)) == {
        "পশ্চিম পাড়া, স্কুলের পাশের উঠান",
        "মাঝি বাড়ি",
    }


def test_a_copy_that_was_not_accepted_is_logged_when_its_author_sends_it(
    cast, kept, bring, send, the_activity
):
    record = kept()
    bring(copy_of(record), cast.manager)
    reject(record.uuid, by=cast.administrator, note="কাউকে পাওয়া যায়নি।")

    _status, receipt = told(send(record))

    assert (receipt["state"], receipt["note"]) == ("logged", "")
    assert the_activity(record).officer == cast.officer


def test_any_name_of_a_file_can_be_chosen(client, cast):
    client.force_login(cast.officer)

    assert "accept=" not in client.get(PAGE).content.decode().partition('type="file"')[2][:200]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        b"\xff\xd8\xff",
        '{"sutro": "1"}',
        '{"sutro": 2}',
        '{"sutro": 1}',
        '{"sutro": 1, "record": 5, "files": []}',
        '{"sutro": 1, "record": "\\ud800", "files": []}',
        '{"sutro": 1, "record": "{}", "files": []}',
    ],
)
def test_a_wrong_file_is_told_so(cast, bring, text):
    answer = bring(text, cast.officer)

    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()


@pytest.mark.parametrize(
    "files",
    [
        None,
        [None],
        [{}],
        [{"uuid": 5, "base64": 5}],
        [{"uuid": "x", "base64": "!"}],
        [{"uuid": "00000000-0000-4000-8000-000000000000", "base64": "aGVsbG8="}],
    ],
)
def test_a_damaged_copy_is_told_so_and_nothing_is_stored(cast, kept, bring, files):
    answer = bring(copy_of(kept(), files=files), cast.officer)

    assert answer.status_code == 422
    assert not Delivery.objects.exists()


def test_a_photo_that_is_not_whole_is_told_so(cast, kept, jpeg, bring):
    record = kept(jpeg())
    (uuid,) = record.files
    record.files[uuid] = record.files[uuid][:-1]

    assert bring(copy_of(record), cast.officer).status_code == 422


def test_what_is_too_large_for_a_copy_is_sent_by_the_phone_itself(cast, kept, bring, monkeypatch):
    monkeypatch.setattr("outbox.forms.MOST_BYTES", 100)

    answer = bring(copy_of(kept()), cast.officer)

    (message,) = answer.context["form"].errors["copy"]
    assert answer.status_code == 422
    assert "no phone" not in message
    assert not Delivery.objects.exists()


def test_no_file_is_told_so(client, cast):
    client.force_login(cast.officer)

    answer = client.post(PAGE)

    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
