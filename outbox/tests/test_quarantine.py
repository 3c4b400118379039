"""What could not be logged by itself: a reviewer looks, mends, rejects or tries again."""

import uuid

import pytest

from activities.models import Activity
from activities.tests.test_races import at_once, signed_in
from outbox.encryption import new_key
from outbox.models import Delivery
from outbox.tests.quarantine import LIST, fields, let_days_pass, page_of, state
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "expected"),
    [("officer", 403), ("stranger", 404), ("manager", 200), ("other_manager", 404)],
)
def test_it_is_for_the_reviewers_of_its_author(client, cast, kept, send, who, expected):
    record = kept(venue="")
    send(record)
    client.force_login(cast[who])

    assert client.get(page_of(record)).status_code == expected


def test_an_unknown_record_is_nowhere(client, cast):
    client.force_login(cast.administrator)

    assert client.get(f"{LIST}{uuid.uuid4()}/").status_code == 404


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
