"""What is submitted arrives with everything, exactly once, whatever is answered meanwhile."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from activities.models import Activity
from outbox.models import Delivery
from tests.browser.outbox_form.conftest import (
    LOGGED,
    NEW,
    VENUE,
    asked,
    cut_off,
    fill_in,
    picture,
    wait_until_kept,
)

pytestmark = pytest.mark.browser


def test_what_is_submitted_arrives_with_every_field_and_its_photo(officer):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(3000, 2000)])
    expect(officer.locator("[data-photos] .t")).to_have_text("উঠান.jpg")

    officer.click("button[name=submit]")
    officer.wait_for_url(LOGGED)

    activity = Activity.objects.get()
    row = activity.participations.get()
    assert officer.url.endswith(activity.get_absolute_url())
    assert (activity.status, activity.venue, activity.union.name_en) == (
        "submitted",
        VENUE,
        "Mohamaya",
    )
    assert (row.female_0_17, row.female_18_59, activity.count_method) == (9, 19, "head_count")
    assert Delivery.objects.get().state == "logged"
    with Image.open(activity.evidence.get().file) as kept:
        assert kept.size == (1600, 1067)
        assert not kept.getexif()
    assert asked(officer, "(await outbox.drafts.drafts(me)).length") == 0
    assert officer.complaints == []


def test_without_a_network_it_is_kept_and_sent_once_there_is_one(officer):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    wait_until_kept(officer)
    cut_off(officer)

    officer.click("button[name=submit]")
    officer.wait_for_url("**/outbox/?record=*")
    [record] = asked(officer, "await outbox.queue.records(me)")
    waiting = asked(officer, "await outbox.queue.waiting()")
    before = Activity.objects.count()
    officer.unroute_all()
    outcome = asked(officer, "await outbox.queue.flush({now: true})")
    again = asked(officer, "await outbox.queue.flush({now: true})")

    assert (waiting, before) == (1, 0)
    assert VENUE not in record["body"]
    assert (record["sequence"], record["kind"]) == (1, "উঠান বৈঠক")
    assert (outcome["left"], outcome["error"], again["sent"]) == (0, None, 0)
    activity = Activity.objects.get()
    assert (str(activity.pk), activity.venue) == (record["uuid"], VENUE)
    assert activity.evidence.count() == 1
    [after] = asked(officer, "await outbox.queue.records(me)")
    assert (after["body"], after["state"], after["receipt"]) == (
        None,
        "logged",
        Delivery.objects.get().receipt,
    )
    assert asked(officer, "(await outbox.store.all('files')).length") == 0


ANSWERS = {
    "redirect": {"status": 302, "headers": {"Location": "/accounts/login/"}},
    **{
        str(status): {"status": status, "json": {"error": "some", "message": "কিছু"}}
        for status in (400, 401, 403, 404, 405, 409, 413, 415, 422, 429)
    },
    **{
        f"{status} in HTML": {"status": status, "body": "<h1>No</h1>", "content_type": "text/html"}
        for status in (200, 403, 500, 502, 503, 504)
    },
    "half a JSON": {"status": 201, "body": '{"uuid": "', "content_type": "application/json"},
    "an empty answer": {"status": 200, "body": ""},
    "a list": {"status": 201, "json": []},
    "another record": {
        "status": 201,
        "json": {
            "uuid": "00000000-0000-4000-8000-000000000000",
            "sha256": "0" * 64,
            "receipt": "472903158",
            "state": "logged",
            "missing": [],
        },
    },
    "reset": None,
}


@pytest.mark.parametrize("committed", [False, True], ids=["not stored", "stored"])
def test_whatever_is_answered_the_record_stays_until_its_receipt(officer, committed):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    wait_until_kept(officer)
    cut_off(officer)
    officer.click("button[name=submit]")
    officer.wait_for_url("**/outbox/?record=*")
    now = {"at": "hello", "name": "redirect"}

    def answer(route):
        if now["at"] not in (route.request.method, route.request.url.split("?")[0].split("/")[-1]):
            return route.fallback()
        if committed and now["at"] != "hello":
            route.fetch()
        said = ANSWERS[now["name"]]
        return route.fulfill(**said) if said else route.abort("connectionreset")

    officer.route(re.compile("/outbox/."), answer)
    officer.route(re.compile("/outbox/$"), answer)
    officer.unroute("**/*")
    whole = []
    for at in ("hello", "POST", "PUT"):
        for name in ANSWERS:
            now.update({"name": name, "at": at})
            asked(officer, "await outbox.queue.flush({now: true})")
            [row] = asked(officer, "await outbox.queue.records(me)")
            files = asked(officer, "(await outbox.store.all('files')).length")
            whole.append((at, name, bool(row["body"]), files, bool(row["receipt"])))
    officer.unroute_all()
    outcome = asked(officer, "await outbox.queue.flush({now: true})")

    assert whole == [
        (at, name, True, 1, at == "PUT") for at in ("hello", "POST", "PUT") for name in ANSWERS
    ]
    assert (outcome["left"], outcome["error"]) == (0, None)
    assert Activity.objects.get().evidence.count() == 1


def test_one_bad_record_does_not_hold_up_the_others(officer):
    cut_off(officer)
    for venue in ("পূর্ব পাড়া", "উত্তর পাড়া"):
        officer.goto(NEW)
        fill_in(officer, venue)
        wait_until_kept(officer)
        officer.click("button[name=submit]")
        officer.wait_for_url("**/outbox/?record=*")
    first = asked(officer, "(await outbox.queue.records(me))[1].uuid")
    officer.unroute_all()
    officer.route(
        "**/outbox/",
        lambda route: (
            route.fulfill(status=500, body="")
            if first in (route.request.post_data or "")
            else route.fallback()
        ),
    )

    outcome = asked(officer, "await outbox.queue.flush({now: true})")

    assert (outcome["left"], outcome["error"]) == (1, None)
    assert Activity.objects.get().venue == "উত্তর পাড়া"
    [_, bad] = asked(officer, "await outbox.queue.records(me)")
    assert bad["error"]["code"] == "refused"
    assert bad["attempts"] > 0
    assert bad["retryAt"] > bad["error"]["at"]
