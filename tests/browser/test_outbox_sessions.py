"""Who is signed in, and what was agreed with them, changes while records wait."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from activities.models import Activity
from outbox.models import Delivery
from tests.browser.phone import (
    HELD,
    KEEP,
    OUTBOX,
    as_text,
    begin,
    inside,
    photo,
    sign_in,
    wait_until_offline,
)
from trafficking_program.postgres.server import wait_until

pytestmark = pytest.mark.browser
VENUE = "পশ্চিম পাড়ার উঠান"
SUMMARY, DECISIONS = "পাচারের কৌশল নিয়ে কথা", "আবার বসা হবে"
FLUSH = """
const outcome = await queue.flush({ now: true });
return { ...outcome, error: outcome.error && outcome.error.code };
"""
# As if another tab had signed in between the greeting and the record.
ANOTHER_TOKEN = """
window.fetch = ((fetch) => async (...asked) => {
  const answer = await fetch(...asked);
  if (asked[0].includes("/hello")) {
    document.cookie = `csrftoken=${"x".repeat(32)}; path=/`;
    window.fetch = fetch;
  }
  return answer;
})(window.fetch);
"""
# Every byte and text of every store, and what can be got out of every key.
EVERYTHING = """
const decoders = ["utf-8", "utf-16le"].map((name) => new TextDecoder(name));
const found = [];
async function dig(value) {
  if (value instanceof CryptoKey) {
    const out = (form) => crypto.subtle.exportKey(form, value).then(dig, () => null);
    await Promise.all(["raw", "jwk", "pkcs8", "spki"].map(out));
  } else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    for (const decoder of decoders) found.push(decoder.decode(value));
  } else if (value && typeof value === "object") {
    for (const part of Object.values(value)) await dig(part);
  } else {
    found.push(String(value));
  }
}
const database = await store.open();
for (const name of database.objectStoreNames) await dig(await store.all(name));
return found.join("\\n");
"""


@pytest.fixture
def officer(visit, settings, tmp_path):
    """At the form, filled in; nothing is sent but what the test sends."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return begin(visit, VENUE, summary=SUMMARY, decisions=DECISIONS)


def keep(page):
    [record] = inside(page, KEEP, [{"venue": VENUE, "photo": as_text(photo())}])
    return record["uuid"]


def with_all_scripts(page):
    page.unroute("**/outbox/shell.js")


def test_a_session_that_ended_meanwhile_asks_to_sign_in_and_then_it_goes(officer):
    uuid = keep(officer)
    with_all_scripts(officer)
    officer.route("**/outbox/hello*", lambda route: route.abort())
    officer.goto(OUTBOX)
    asks = officer.evaluate(
        """document.getElementById("t-errors").content
             .querySelector("[data-for~=signed_out]").textContent"""
    )
    wait_until_offline(officer)
    Session.objects.all().delete()
    officer.unroute("**/outbox/hello*")

    officer.click("[data-send]")

    expect(officer.locator("[data-said]")).to_contain_text(asks)
    held = inside(officer, HELD, uuid)
    assert (held["body"], held["files"]) == ("kept", "kept")
    assert not Delivery.objects.exists()

    sign_in(officer, "officer")
    officer.goto(OUTBOX)
    wait_until(Activity.objects.exists, "It is not logged.")
    expect(officer.locator("[data-part=received] li, li[data-received]")).to_have_count(1)
    assert str(Activity.objects.get().pk) == uuid
    assert inside(officer, HELD, uuid)["body"] == "gone"


def test_a_token_that_was_changed_between_two_sendings_is_asked_for_anew(officer):
    keep(officer)
    first = inside(officer, FLUSH)
    inside(officer, 'document.cookie = `csrftoken=${"y".repeat(32)}; path=/`;')
    keep(officer)

    second = inside(officer, FLUSH)

    assert (first["sent"], second["sent"], second["error"]) == (1, 1, None)
    assert Activity.objects.count() == 2


def test_a_token_that_changes_within_a_sending_costs_nothing_but_another(officer):
    uuid = keep(officer)

    inside(officer, ANOTHER_TOKEN + FLUSH)
    held = inside(officer, HELD, uuid)
    arrived = Delivery.objects.count()
    again = inside(officer, FLUSH)

    assert (held["body"], held["files"], held["error"]) == ("kept", "kept", "csrf")
    assert (arrived, again["sent"], again["left"]) == (0, 1, 0)
    assert str(Activity.objects.get().pk) == uuid


def test_a_page_of_one_sends_nothing_while_somebody_else_is_signed_in_beside_it(officer):
    uuid = keep(officer)
    beside = officer.context.new_page()
    officer.context.clear_cookies()
    sign_in(beside, "manager")

    outcome = inside(officer, FLUSH)
    held = inside(officer, HELD, uuid)

    assert outcome == {"sent": 0, "left": 1, "error": "not_author"}
    assert (held["body"], held["files"], held["attempts"]) == ("kept", "kept", 0)
    assert not Delivery.objects.exists()


def test_somebody_else_neither_sends_it_nor_reads_it_and_then_its_author_sends_it(officer):
    uuid = keep(officer)
    inside(officer, "await drafts.drop(document.getElementById('f').elements.id.value);")
    with_all_scripts(officer)
    officer.context.clear_cookies()

    sign_in(officer, "manager")
    officer.goto(OUTBOX)
    expect(officer.locator("[data-part=others]")).to_be_visible()
    flushed = inside(officer, FLUSH)
    found = inside(officer, EVERYTHING)
    held = inside(officer, HELD, uuid)

    assert uuid in found
    assert [text for text in (VENUE, SUMMARY, DECISIONS, "JFIF", "Exif") if text in found] == []
    assert (flushed["sent"], flushed["left"]) == (0, 0)
    assert (held["body"], held["files"], held["attempts"]) == ("kept", "kept", 0)
    assert not Delivery.objects.exists()

    officer.context.clear_cookies()
    sign_in(officer, "officer")
    wait_until(Activity.objects.exists, "The author's record does not arrive.")
    officer.goto(OUTBOX)
    expect(officer.locator("[data-part=received] li, li[data-received]")).to_have_count(1)
    assert Activity.objects.get().venue == VENUE
