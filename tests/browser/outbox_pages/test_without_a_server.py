"""What opens without a server, and what is kept for that: nothing about people."""

import time

import pytest
from playwright.sync_api import expect

from accounts.models import User
from common import shell
from tests.browser.outbox_pages.conftest import OUTBOX, run, until, wait_until_kept
from tests.factories import ActivityFactory

pytestmark = pytest.mark.browser
KEPT_PAGES = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await (await caches.open(name)).match(request);
      kept[request.url.replace(location.origin, "")] = await answer.text();
    }
  }
  return kept;
}"""


def test_without_a_server_the_form_and_the_outbox_open_and_the_rest_leads_there(
    visit, line, project
):
    page = visit("officer", at="/home/", base_url=line.url)
    wait_until_kept(page)
    line.cut()

    for query in ("", "?planned=7", "?project=now"):
        page.goto(f"/activities/new/{query}")
        assert page.inner_text("h1") == "নতুন কার্যক্রম"
        assert page.evaluate("document.body.dataset.shell.split(' ')[1]") == "now"
    expect(page.locator("[data-offline]")).to_contain_text("ইন্টারনেট নেই")
    page.goto("/dashboard/")
    assert page.url == line.url + OUTBOX
    assert page.evaluate("getComputedStyle(document.querySelector('.topbar')).backgroundColor") == (
        "rgb(10, 71, 72)"
    )
    page.goto("/activities/new/?project=pvht-2007")
    assert page.url == line.url + OUTBOX

    line.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-offline]")).to_be_empty()
    page.goto("/dashboard/")
    assert page.url == line.url + "/dashboard/"
    assert page.complaints == []


def test_a_network_in_name_only_is_waited_for_four_seconds(visit, line, project):
    page = visit("officer", at="/home/", base_url=line.url)
    wait_until_kept(page)
    line.silence()

    began = time.monotonic()
    page.goto("/activities/new/", wait_until="commit")
    waited = time.monotonic() - began

    page.wait_for_selector("#f")
    assert page.evaluate("document.body.dataset.shell.split(' ')[1]") == "now"
    assert 3.9 < waited < 8


def test_nothing_about_people_is_kept(visit, officer, project):
    of = {"project": project, "officer": User.objects.get(username="officer"), "women": 3}
    activity = ActivityFactory(**of, upazila=None, upazila_id="BD20300029", venue="কামারপাড়া")
    for address in ("/home/", activity.get_absolute_url(), "/activities/", OUTBOX):
        officer.goto(address)
    wait_until_kept(officer)

    kept = officer.evaluate(KEPT_PAGES)

    pages = {address for address in kept if not address.startswith("/static/")}
    assert pages == {"/activities/new/", "/activities/new/?project=now", OUTBOX}
    texts = "".join(kept[address] for address in pages)
    assert [word for word in ("কামারপাড়া", "csrfmiddlewaretoken") if word in texts] == []


def test_an_answer_that_is_no_page_of_ones_own_is_never_kept(officer):
    wait_until_kept(officer)
    before = officer.evaluate(KEPT_PAGES)["/activities/new/"]
    officer.context.clear_cookies()

    officer.evaluate("""async () => {
      const { user, project } = document.body.dataset;
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ keep: { user, project, language: "other", used: [] } });
      await new Promise((done) => setTimeout(done, 1500));
    }""")

    assert officer.evaluate(KEPT_PAGES)["/activities/new/"] == before


def test_a_new_version_waits_until_nothing_is_half_written(officer, monkeypatch):
    wait_until_kept(officer)
    officer.evaluate(
        """() => new Promise((held) => { navigator.locks.request("dirty-form", {mode: "shared"},
             () => new Promise((free) => { window.free = free; held(); })); })"""
    )
    monkeypatch.setattr(shell, "version", lambda: "0123456789abcdef")
    officer.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    until(officer, "navigator.serviceWorker.ready.then((worker) => worker.waiting)")

    run(officer, "await shell.send();")
    assert officer.evaluate("navigator.serviceWorker.ready.then((all) => Boolean(all.waiting))")
    officer.evaluate("window.free()")
    run(officer, "await shell.send();")

    until(officer, "navigator.serviceWorker.ready.then((worker) => !worker.waiting)")
    new = "(name) => name.includes('-0123456789abcdef')"
    until(officer, f"caches.keys().then((names) => names.every({new}))")
    wait_until_kept(officer)
