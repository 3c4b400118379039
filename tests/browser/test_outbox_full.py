"""A phone that has no room left: it still sends, signs out and shows pages."""

import pytest
from playwright.sync_api import expect

from activities.models import Activity, Evidence
from outbox.models import Delivery
from tests.browser.phone import (
    HELD,
    KEEP,
    NEW,
    OUTBOX,
    as_text,
    fill_in,
    inside,
    photo,
    wait_until_kept,
    wait_until_offline,
)

pytestmark = pytest.mark.browser
# A full phone deletes what it is told to, and keeps nothing more.
FULL = """
IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
Cache.prototype.put = async () => { throw new DOMException("full", "QuotaExceededError"); };
"""
LEFT = """
const [rows, files, begun, people] = await Promise.all(
  ["records", "files", "drafts", "me"].map((name) => store.all(name)));
return [rows.length, files.length, begun.length, people.filter((row) => row.draftKey).length];
"""


@pytest.fixture
def officer(visit, settings, tmp_path):
    """At the outbox with two records, one with a photo, that have not been sent."""
    settings.MEDIA_ROOT = tmp_path / "media"
    page = visit("officer", service_workers="block")
    page.route(
        f"**{OUTBOX}",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )
    page.goto(NEW)
    fill_in(page, "পশ্চিম পাড়া")
    page.wait_for_url("**draft=**")
    inside(page, "await queue.greet();")
    inside(page, KEEP, [{"venue": "মাঝি বাড়ি", "photo": as_text(photo())}, {"venue": "কামারপাড়া"}])
    page.add_init_script(FULL)
    page.goto(OUTBOX)
    expect(page.locator("[data-part=records] li")).to_have_count(2)
    wait_until_offline(page)
    return page


def test_it_sends_what_waits_and_that_makes_room(officer):
    expect(officer.locator("[data-full]")).to_be_visible()
    officer.unroute(f"**{OUTBOX}")

    officer.click("[data-send]")

    expect(officer.locator("[data-said]")).to_have_text("সব পাঠানো হয়েছে।")
    expect(officer.locator("[data-send]")).to_be_hidden()
    assert Activity.objects.count() == Delivery.objects.filter(state="logged").count() == 2
    assert Evidence.objects.count() == 1
    assert inside(officer, LEFT)[:2] == [0, 0]


def test_it_signs_out_and_forgets_its_drafts(officer):
    officer.unroute(f"**{OUTBOX}")

    officer.goto("/accounts/logout/")
    expect(officer.locator("#leave button")).to_be_enabled()
    officer.click("#leave button")
    officer.wait_for_url("**/accounts/login/**")

    assert Activity.objects.count() == 2
    assert inside(officer, LEFT) == [0, 0, 0, 0]


def test_it_keeps_what_does_not_get_through(officer):
    uuid = inside(officer, 'return (await store.all("records"))[0].uuid;')

    officer.click("[data-send]")

    expect(officer.locator("[data-said]")).to_contain_text("২টি পাঠানো বাকি")
    expect(officer.locator("[data-send]")).to_be_enabled()
    assert inside(officer, HELD, uuid)["body"] == "kept"


def test_pages_are_what_the_network_brings(visit):
    page = visit("officer")
    page.goto(NEW)
    wait_until_kept(page)
    page.goto(NEW)
    session = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    page.evaluate(
        """async () => {
          for (const name of await caches.keys()) {
            const files = await caches.open(name);
            for (const request of await files.keys()) {
              if (/outbox.(page|shell).js/.test(request.url)) await files.delete(request);
            }
          }
        }"""
    )

    page.goto(OUTBOX)

    expect(page.locator("[data-part=nothing]")).to_be_visible()
    assert page.complaints == []
