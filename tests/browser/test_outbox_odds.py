"""What goes wrong with phones themselves: clocks, slow lines, a draft that cannot be opened."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import Activity
from common import shell
from tests.browser.phone import HELD, KEEP, NEW, OUTBOX, begin, inside, wait_until_kept

pytestmark = pytest.mark.browser
LATER = """
await store.write(["records", "me"], async ({ records, me }) => {
  const [row] = await store.asked(records.getAll());
  const [known] = await store.asked(me.getAll());
  records.put({ ...row, attempts: 1, retryAt: Date.now() + asked });
  me.put({ ...known, greetedAt: Date.now() });
});
return queue.flush();
"""
MINUTE, YEAR = 60_000, 365 * 86_400_000


@pytest.fixture
def officer(visit, settings, tmp_path):
    """At the form; nothing is sent but what the test sends."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return begin(visit, "পশ্চিম পাড়ার উঠান")


@pytest.mark.parametrize(("ahead", "sent"), [(MINUTE, 0), (YEAR, 1)])
def test_a_clock_that_was_set_back_does_not_hold_a_record_up(officer, ahead, sent):
    inside(officer, KEEP, [{"venue": "মাঝি বাড়ি"}])

    outcome = inside(officer, LATER, ahead)

    assert outcome["sent"] == Activity.objects.count() == sent


def test_what_a_record_was_refused_for_is_not_hidden_by_a_round_that_ends_later(officer):
    inside(officer, KEEP, [{"venue": "মাঝি বাড়ি"}])
    inside(officer, "await queue.flush({ now: true });")
    [record] = inside(officer, KEEP, [{"venue": "উত্তর পাড়া"}])
    officer.route(
        re.compile("/outbox/$"),
        lambda route: route.fulfill(status=409, json={"error": "conflict", "message": "না"}),
    )
    officer.route("**/outbox/receipts", lambda route: route.abort())

    outcome = inside(officer, "return queue.flush({ now: true });")

    assert (outcome["sent"], outcome["left"], outcome["error"] is None) == (0, 1, False)
    assert inside(officer, HELD, record["uuid"])["error"] == "conflict"


def test_a_large_file_has_the_time_that_a_slow_line_needs(officer):
    waiting = []
    officer.clock.install()
    officer.route("**/files/*", lambda route: waiting.append(route))
    officer.evaluate(
        """async () => {
          const { sendFile } = await import("/static/outbox/server.js");
          const file = { uuid: "f", sha256: "0", bytes: new Uint8Array(4_000_000) };
          window.ended = "";
          const sending = sendFile({ uuid: "r" }, file);
          window.over = sending.catch(({ code }) => { window.ended = code; });
        }"""
    )

    officer.clock.run_for(1_100_000)
    still_waits = officer.evaluate("window.ended")
    officer.clock.run_for(30_000)
    officer.evaluate("async () => { await window.over; }")
    officer.unroute_all()

    assert (still_waits, officer.evaluate("window.ended")) == ("", "timeout")


def test_a_draft_that_cannot_be_opened_hides_nothing_else(officer):
    officer.wait_for_url("**draft=**")
    spoilt = "{ ...row, uuid: crypto.randomUUID(), sealed: new ArrayBuffer(40) }"
    inside(
        officer,
        f"""await store.write(["drafts"], async ({{ drafts: rows }}) => {{
          const [row] = await store.asked(rows.getAll());
          rows.put({spoilt});
        }});""",
    )

    officer.unroute_all()
    officer.goto(OUTBOX)

    expect(officer.locator("[data-part=drafts] li")).to_have_count(1)


def test_a_page_of_the_next_version_is_not_kept_among_the_files_of_this_one(visit, monkeypatch):
    page = visit("officer", at="/home/")
    wait_until_kept(page)
    page.wait_for_timeout(300)
    page.evaluate(
        """async () => {
          for (const name of (await caches.keys()).filter((name) => name.startsWith("pages-"))) {
            const pages = await caches.open(name);
            for (const key of await pages.keys()) {
              const headers = { "X-Kept": JSON.stringify({ at: 0, language: "bn" }) };
              await pages.put(key, new Response("of this version", { headers }));
            }
          }
        }"""
    )
    asked = []
    monkeypatch.setattr(shell, "version", lambda: asked.append(1) or "0123456789abcdef")

    page.evaluate(
        """async () => {
          const { active } = await navigator.serviceWorker.ready;
          const { user, project } = document.body.dataset;
          active.postMessage({ keep: { user, project, language: "bn", used: [] } });
        }"""
    )
    while not asked:
        page.wait_for_timeout(50)
    page.wait_for_timeout(1000)

    kept = page.evaluate("async () => (await caches.match('/activities/new/')).text()")
    assert kept == "of this version"


@pytest.mark.parametrize("is_begun", [False, True], ids=["blank", "begun"])
def test_a_page_that_lay_open_overnight_knows_what_day_it_is(visit, is_begun):
    page = visit("officer", service_workers="block")
    page.goto(NEW)
    expect(page.locator("#f")).to_have_attribute("autocomplete", "off")
    if is_begun:
        page.fill("[name=venue]", "মাঝি বাড়ি")
        page.wait_for_url("**draft=**")
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)

    page.clock.set_fixed_time(datetime.datetime.combine(tomorrow, datetime.time(6), datetime.UTC))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    chosen = page.locator("[name=day]:checked").get_attribute("value")
    assert chosen == (today if is_begun else tomorrow).isoformat()
