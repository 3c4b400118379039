"""What could not be logged by itself: a reviewer looks, mends, rejects or tries again."""

import datetime
import uuid

import pgtrigger
import pytest
from django.utils import timezone

from activities.models import Activity
from activities.tests.test_races import at_once, signed_in
from outbox import services
from outbox.models import Delivery
from outbox.sealing import new_key
from outbox.services import Envelope, receive
from outbox.tests.conftest import send_file, told
from trafficking_program.tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db
LIST = "/outbox/quarantine/"


def page_of(record):
    return f"{LIST}{record.uuid}/"


def fields(meeting, **changes):
    """What the page sends, of the reviewer's; its button is its own."""
    return dict(meeting(**changes)) | {"draft": "1"}


def state():
    delivery = Delivery.objects.get()
    return delivery.state, delivery.trouble


def let_days_pass(days):
    """What was received is older than that; the database would refuse it to anybody else."""
    with pgtrigger.ignore("outbox.Delivery:stays_as_received"):
        Delivery.objects.update(received_at=timezone.now() - datetime.timedelta(days=days))


@pytest.mark.parametrize(
    ("who", "expected"),
    [("officer", 403), ("stranger", 404), ("manager", 200), ("other_manager", 404)],
)
def test_it_is_for_the_reviewers_of_its_author(client, cast, kept, send, who, expected):
    record = kept(venue="")
    send(record)
    client.force_login(cast[who])

    assert client.get(page_of(record)).status_code == expected


def test_the_list_says_who_when_and_what_is_the_matter(client, cast, kept, send):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    page = client.get(LIST).content.decode()

    assert page_of(record) in page
    assert str(cast.officer) in page
    assert "পশ্চিম পাড়া" not in page


@pytest.mark.parametrize("records", [1, 3])
def test_the_list_takes_as_many_questions_for_three_as_for_one(
    client, cast, kept, send, jpeg, records, django_assert_num_queries
):
    for _ in range(records):
        send(kept(venue=""))
        send(kept(jpeg()), files=False)
    let_days_pass(2)
    client.force_login(cast.manager)

    with django_assert_num_queries(7):
        answer = client.get(LIST)

    assert len(answer.context["page"]) == len(answer.context["late"]) == records


def test_the_page_shows_the_form_as_it_was_filled_in_and_what_is_missing(client, cast, kept, send):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    page = client.get(page_of(record)).content.decode()

    assert "পাচারের কৌশল নিয়ে কথা হয়েছে।" in page
    assert 'href="#id_venue"' in page
    assert "data-outbox" not in page


def test_what_is_mended_is_logged_as_its_authors(client, cast, kept, send, meeting, the_activity):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    answer = client.post(page_of(record), fields(meeting, venue="মাঝি বাড়ি"))

    activity, delivery = the_activity(record), Delivery.objects.get()
    assert (answer.status_code, answer.url) == (302, delivery.get_absolute_url())
    assert (activity.officer, activity.venue) == (cast.officer, "মাঝি বাড়ি")
    assert activity.status == "submitted"
    assert (delivery.state, delivery.trouble) == ("logged", "")
    assert (delivery.decided_by, delivery.activity) == (cast.manager, activity)


def test_what_its_author_kept_as_a_draft_becomes_a_draft(
    client, cast, kept, send, meeting, the_activity
):
    record = kept(submit=None, draft="1", starts_on="", day="other")
    send(record)
    client.force_login(cast.manager)

    client.post(page_of(record), fields(meeting) | {"submit": "1"})

    assert the_activity(record).status == "draft"


def test_what_is_still_wrong_is_shown_again_and_nothing_is_logged(
    client, cast, kept, send, meeting
):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    answer = client.post(page_of(record), fields(meeting, venue="", summary="নতুন কথা"))

    assert answer.status_code == 422
    assert "নতুন কথা" in answer.content.decode()
    assert state() == ("quarantined", "form")
    assert not Activity.objects.exists()


def test_a_place_that_is_not_the_reviewers_is_refused(client, cast, kept, send, meeting):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    answer = client.post(page_of(record), fields(meeting, upazila=cast.akhaura.pk, union="none"))

    assert answer.status_code == 422
    assert not Activity.objects.exists()


def test_its_author_may_not_work_there_any_more_a_reviewer_may_log_it(
    client, cast, kept, send, meeting, the_activity
):
    record = kept()
    cast.officer.upazilas.remove(cast.chhagalnaiya)
    send(record)
    client.force_login(cast.manager)

    client.post(page_of(record), fields(meeting))

    assert the_activity(record).officer == cast.officer


@pytest.mark.parametrize("post", ["", "reject/", "again/"])
def test_officers_decide_nothing(client, cast, kept, send, post):
    record = kept(venue="")
    send(record)
    client.force_login(cast.officer)

    answer = client.post(f"{page_of(record)}{post}", {"note": "no"})

    assert answer.status_code == 403
    assert state() == ("quarantined", "form")


def test_the_second_of_two_reviewers_is_told(client, cast, kept, send, meeting):
    record = kept(venue="")
    send(record)
    client.force_login(cast.administrator)
    client.post(page_of(record), fields(meeting))

    client.force_login(cast.manager)
    answers = [
        client.post(page_of(record), fields(meeting, venue="অন্য")),
        client.post(f"{page_of(record)}reject/", {"note": "no"}),
        client.post(f"{page_of(record)}again/"),
    ]

    receipt = Delivery.objects.get().get_absolute_url()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, receipt)] * 3
    assert Delivery.objects.get().decided_by == cast.administrator
    assert Activity.objects.get().venue != "অন্য"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_mend_at_the_same_moment_one_logs_it(cast, kept, send, meeting):
    record = kept(venue="")
    send(record)
    clients = [signed_in(cast.manager) for _ in range(8)]

    answers = at_once(lambda number: clients[number].post(page_of(record), fields(meeting)))

    assert {answer.status_code for answer in answers} == {302}
    assert Activity.objects.count() == 1
    assert state() == ("logged", "")


# Not accepted.


def test_a_reason_is_needed(client, cast, kept, send):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    answer = client.post(f"{page_of(record)}reject/", {"note": "  "})

    assert answer.status_code == 422
    assert state() == ("quarantined", "form")


def test_its_author_reads_why_it_is_not_accepted(client, cast, kept, send):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    client.post(f"{page_of(record)}reject/", {"note": "দুইবার লেখা"})

    client.force_login(cast.officer)
    (receipt,) = client.get("/outbox/receipts").json()["receipts"]
    assert (receipt["state"], receipt["note"]) == ("rejected", "দুইবার লেখা")
    assert "দুইবার লেখা" in client.get("/outbox/").content.decode()


def test_what_was_not_accepted_can_be_taken_up_again(
    client, cast, kept, send, meeting, the_activity
):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)
    client.post(f"{page_of(record)}reject/", {"note": "দুইবার লেখা"})

    client.post(page_of(record), fields(meeting))

    assert the_activity(record).status == "submitted"
    assert Delivery.objects.get().note == ""


# Tried again.


def test_a_key_that_was_put_back_opens_it(client, cast, kept, send, settings, the_activity):
    record, key = kept(), settings.OUTBOX_KEYS
    settings.OUTBOX_KEYS = new_key(2048)
    send(record)
    client.force_login(cast.manager)
    settings.OUTBOX_KEYS += key

    answer = client.post(f"{page_of(record)}again/")

    assert answer.url == Delivery.objects.get().get_absolute_url()
    assert the_activity(record).status == "submitted"


def test_what_cannot_be_opened_says_which_key_is_missing(client, cast, kept, send, settings, phone):
    record = kept()
    settings.OUTBOX_KEYS = new_key(2048)
    send(record)
    client.force_login(cast.manager)

    page = client.get(page_of(record)).content.decode()

    assert state() == ("quarantined", "sealed")
    assert phone.key["id"] in page


def test_what_still_fails_comes_back(client, cast, kept, send):
    record = kept(venue="")
    send(record)
    client.force_login(cast.manager)

    answer = client.post(f"{page_of(record)}again/")

    assert answer.url == page_of(record)
    assert state() == ("quarantined", "form")


# Its number is taken.


def test_what_has_anothers_number_is_logged_under_a_new_one(client, cast, kept, send, meeting):
    other = ActivityFactory(
        project=cast.project,
        officer=cast.stranger,
        upazila=cast.akhaura,
        activity_type=cast.courtyard,
    )
    record = kept(envelope={"pk": str(other.pk)})
    send(record)
    client.force_login(cast.manager)

    client.post(page_of(record), fields(meeting))

    delivery = Delivery.objects.get()
    assert (str(delivery.pk), delivery.state) == (record.uuid, "logged")
    assert delivery.activity not in (None, other)
    assert delivery.activity.officer == cast.officer


# Photos.


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
    assert the_activity(record).evidence.count() == 1


# Copies.


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


# Where no form can be filled.


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

    monkeypatch.setattr(services, "blank_activity", fails)
    record = kept()
    send(record)
    client.force_login(cast.manager)

    answer = client.get(page_of(record))

    assert state() == ("quarantined", "unreadable")
    assert answer.status_code == 200
    assert "পাড়া" not in caplog.text
    client.post(f"{page_of(record)}reject/", {"note": "আবার লিখুন।"})
    assert state() == ("rejected", "unreadable")


def test_an_unknown_record_is_nowhere(client, cast):
    client.force_login(cast.administrator)

    assert client.get(f"{LIST}{uuid.uuid4()}/").status_code == 404
