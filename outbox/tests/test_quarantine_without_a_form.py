"""What cannot be opened, or fills no form of ours, has a page and can be decided all the same."""

import pytest

from outbox import processing
from outbox.encryption import new_key
from outbox.models import Delivery
from outbox.services import Envelope, receive
from outbox.tests.quarantine import page_of, state

pytestmark = pytest.mark.django_db


def test_what_cannot_be_opened_says_which_key_is_missing(client, cast, kept, send, settings, phone):
    record = kept()
    settings.OUTBOX_KEYS = new_key(2048)
    send(record)
    client.force_login(cast.manager)

    page = client.get(page_of(record)).content.decode()

    assert state() == ("quarantined", "sealed")
    assert phone.key["id"] in page


def test_what_was_written_for_a_project_that_is_gone_is_told(client, cast, kept, send):
    record = kept()
    type(cast.project).objects.update(slug="renamed")
    send(record)
    client.force_login(cast.manager)

    page = client.get(page_of(record))

    assert page.status_code == 200
    assert page.context["form"] is None
    assert "পাচারের কৌশল নিয়ে কথা হয়েছে।" in page.content.decode()


def test_what_no_form_can_show_is_told_in_the_words_of_the_form(client, cast, kept, send):
    record = kept(
        envelope={"form": 99}, is_another="on", had_quorum="True", count_method="head_count"
    )
    send(record)
    client.force_login(cast.manager)

    said = dict(client.get(page_of(record)).context["told"])

    assert state() == ("quarantined", "newer")
    assert {"উঠান বৈঠক", "ছাগলনাইয়া", "মহামায়া"} <= set(said.values())
    assert [value for label, value in said.items() if label.startswith("ঝুঁকিতে থাকা নারী · ")] == [
        "৯",
        "১৯",
        "১২",
    ]


@pytest.mark.parametrize("nonsense", ["x", "\x00", "9" * 30, "-1", "১২"])
def test_what_names_nothing_of_ours_is_told_as_it_is(client, cast, kept, send, nonsense):
    names = ("activity_type", "upazila", "union", "committee", "day", "count_method", "gx-women")
    record = kept(envelope={"form": 99}, **dict.fromkeys(names, nonsense))
    send(record)
    client.force_login(cast.manager)

    answer = client.get(page_of(record))

    assert answer.status_code == 200
    assert answer.context["told"]


def test_what_is_no_record_at_all_has_a_page_too(client, cast, kept, phone, meeting):
    record = kept()
    envelope = Envelope.read(record.body)
    receive(envelope, cast.officer)
    Delivery.objects.update(state="quarantined", trouble="unreadable")
    client.force_login(cast.manager)

    assert client.get(page_of(record)).status_code == 200


@pytest.mark.parametrize("half", ["venue", "project"])
def test_half_a_character_is_kept_and_has_a_page(client, cast, phone, meeting, send, half):
    text = "পাড়া \ud83d"
    venue, project = (text, cast.project.slug) if half == "venue" else ("পাড়া", text)
    record = phone.seal(meeting(venue=venue), project=project)
    send(record)
    client.force_login(cast.manager)

    assert state() == ("quarantined", "unreadable")
    assert client.get(page_of(record)).status_code == 200


def test_what_the_server_fails_to_read_can_still_be_rejected(
    client, cast, kept, send, monkeypatch, caplog
):
    def fails(*asked, **named):
        raise RuntimeError("পশ্চিম পাড়া")

    monkeypatch.setattr(processing, "blank_activity", fails)
    record = kept()
    send(record)
    client.force_login(cast.manager)

    answer = client.get(page_of(record))

    assert state() == ("quarantined", "unreadable")
    assert answer.status_code == 200
    assert "পাড়া" not in caplog.text
    client.post(f"{page_of(record)}reject/", {"note": "আবার লিখুন।"})
    assert state() == ("rejected", "unreadable")
