"""What opens without a server, what a page says of the unsent, and who may see it."""

import json
import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from activities.models import Activity
from outbox.models import Delivery
from trafficking_program import installable
from trafficking_program.tests.browser.conftest import LAPTOP, PASSWORD, PHONE, faults
from trafficking_program.tests.browser.line import Line
from trafficking_program.tests.factories import ActivityFactory

pytestmark = pytest.mark.browser
OUTBOX = "/outbox/"
BADGE = ".topbar .unsent"

# Modules of the page; `await` may be used in what is asked of them.
MODULES = """
const [store, queue, drafts, shell] = await Promise.all(
  ["store", "queue", "drafts", "shell"].map((name) => import(`/static/outbox/${name}.js`)));
"""
KEEP_A_RECORD = """
const text = await (await fetch("/activities/new/")).text();
const form = new DOMParser().parseFromString(text, "text/html").getElementById("f");
const asBegun = (name) => [name, form.querySelector(`[name=${name}]`).value];
await queue.greet();
await queue.finalise({
  draft: {uuid: crypto.randomUUID(), author: store.author().id, project: form.dataset.project,
          planned: null, kind: "উঠান বৈঠক", day: "2026-11-22", form: 1},
  fields: [asBegun("activity_type"), asBegun("day"), asBegun("upazila"), ["union", "none"],
           ["venue", "পশ্চিম পাড়া"], ["count_method", "head_count"], ["is_another", "on"],
           [form.querySelector("[data-count=women]").name, "১২"], ["submit", "1"]],
  photos: [],
});
"""
KEEP_A_DRAFT = """
await drafts.keep({uuid: crypto.randomUUID(), author: store.author().id, planned: null, photos: [],
  project: document.body.dataset.project, kind: "বাজার সভা", day: "2026-11-23", fields: []});
"""
HELD = """
const held = {};
for (const name of ["records", "files", "drafts", "photos"]) {
  held[name] = (await store.all(name)).length;
}
held.keys = (await store.all("me")).filter((row) => row.draftKey).length;
held.pages = (await caches.keys()).filter((name) => name.startsWith("pages-")).length;
return held;
"""
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


def run(page, *scripts):
    return page.evaluate(f"async () => {{ {MODULES} {''.join(scripts)} }}")


def holds(page):
    return run(page, HELD)


def until(page, condition):
    """Wait for what only a promise can tell."""
    page.evaluate(
        f"""async () => {{
          while (!(await ({condition}))) await new Promise((done) => setTimeout(done, 50));
        }}"""
    )


def wait_until_kept(page):
    """The worker has the form and the outbox."""
    for address in ("/activities/new/", OUTBOX):
        until(page, f"caches.match('{address}')")


def refuse(page, status=None, said=None):
    """Until `page.unroute`, no record gets through."""

    def answer(route):
        if route.request.method != "POST":
            route.fallback()
        elif status is None:
            route.abort()
        else:
            route.fulfill(status=status, json=said)

    page.route(f"**{OUTBOX}", answer)


def sign_in(page, username):
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


@pytest.fixture
def line(live_server):
    line = Line(live_server.thread.port)
    yield line
    line.cut()


@pytest.fixture
def officer(visit):
    return visit("officer")


# Without a server.


def test_without_a_server_the_form_and_the_outbox_open_and_the_rest_leads_there(
    visit, line, project
):
    page = visit("officer", base_url=line.url)
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
    page = visit("officer", base_url=line.url)
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
    monkeypatch.setattr(installable, "version", lambda: "0123456789abcdef")
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


# What is unsent.


def test_the_badge_counts_what_is_unsent_until_there_is_a_receipt(officer):
    refuse(officer)
    run(officer, KEEP_A_RECORD)
    expect(officer.locator(BADGE)).to_have_text("১টি পাঠানো বাকি")
    officer.click(BADGE)
    row = officer.locator("[data-part=records] li")
    expect(row).to_contain_text("২২ নভেম্বর ২০২৬")
    expect(row).to_contain_text("এই ফোনে আছে")

    officer.unroute(f"**{OUTBOX}")
    officer.click("[data-send]")

    expect(officer.locator("[data-said]")).to_have_text("সব পাঠানো হয়েছে।")
    expect(officer.locator(BADGE)).to_be_hidden()
    activity = Activity.objects.get()
    delivery = Delivery.objects.get()
    shown = re.sub(r"\D", "", officer.inner_text("[data-part=received] .code"))
    assert "".join(str(int(digit)) for digit in shown) == delivery.receipt
    assert delivery.activity == activity
    assert officer.get_attribute("[data-part=received] a", "href") == activity.get_absolute_url()
    officer.reload()
    expect(officer.locator("[data-part=received]")).to_be_hidden()
    expect(officer.locator("li[data-received]")).to_have_count(1)
    assert officer.complaints == []


def test_a_refused_record_says_why_and_can_be_taken_along_as_a_file(officer):
    refuse(officer, 409, {"error": "conflict", "message": "?"})
    run(officer, KEEP_A_RECORD)
    officer.goto(OUTBOX)
    officer.click("[data-send]")
    row = officer.locator("[data-part=records] li")
    expect(row).to_contain_text("আপনার ব্যবস্থাপককে দিন")
    expect(officer.locator("[data-said]")).to_have_text("এখনও ১টি পাঠানো বাকি।")

    with officer.expect_download() as download:
        row.locator("button").click()

    copy = json.loads(download.value.path().read_text())
    record = json.loads(copy["record"])
    assert (copy["sutro"], copy["files"]) == (1, [])
    assert record["author"] == User.objects.get(username="officer").pk
    assert "পশ্চিম পাড়া" not in copy["record"]
    assert holds(officer)["records"] == 1


def test_what_waits_for_more_than_a_day_is_said_on_every_page(officer):
    refuse(officer)
    run(officer, KEEP_A_RECORD)
    run(
        officer,
        """await store.write(["records"], async ({records}) => {
      const [row] = await store.asked(records.getAll());
      records.put({...row, keptAt: new Date(Date.now() - 25 * 3600_000).toISOString()});
    });""",
    )

    officer.goto("/home/")

    expect(officer.locator("[data-late]")).to_contain_text("১টি পাঠানো বাকি")


def test_a_draft_is_gone_on_with_or_deleted_after_a_question(officer):
    run(officer, KEEP_A_DRAFT)
    officer.goto(OUTBOX)
    draft = officer.locator("[data-part=drafts] li")
    expect(draft).to_contain_text("বাজার সভা")
    assert "draft=" in draft.locator("[data-continue]").get_attribute("href")

    draft.locator("summary").click()
    assert holds(officer)["drafts"] == 1
    draft.locator("[data-delete]").click()

    expect(officer.locator("[data-part=drafts]")).to_be_hidden()
    assert holds(officer)["drafts"] == 0


# Who may see it.


def test_after_a_session_that_ended_by_itself_another_user_sees_only_whose_it_is(officer):
    refuse(officer)
    run(officer, KEEP_A_RECORD, KEEP_A_DRAFT)
    officer.unroute(f"**{OUTBOX}")
    officer.context.clear_cookies()
    sign_in(officer, "manager")
    run(officer, "await shell.send({now: true});")
    officer.goto(OUTBOX)

    others = officer.locator("[data-part=others] li")
    expect(others).to_contain_text("নাসরিন")
    expect(others).to_contain_text("১টি")
    expect(officer.locator("[data-part=drafts]")).to_be_hidden()
    expect(officer.locator("[data-part=records]")).to_be_hidden()
    expect(officer.locator(BADGE)).to_be_hidden()
    assert not Delivery.objects.exists()

    officer.context.clear_cookies()
    sign_in(officer, "officer")
    expect(officer.locator(BADGE)).to_be_hidden()
    officer.goto(OUTBOX)
    expect(officer.locator("li[data-received]")).to_have_count(1)
    assert holds(officer)["drafts"] == 1


def test_signing_out_says_what_stays_and_what_goes_and_wipes_only_that(officer):
    refuse(officer)
    wait_until_kept(officer)
    run(officer, KEEP_A_RECORD, KEEP_A_DRAFT)

    officer.click(".topbar summary")
    officer.click(".menu form[data-leave] button")
    officer.wait_for_url("**/accounts/logout/")
    expect(officer.locator("#phone")).to_contain_text("১টি পাঠানো বাকি")
    expect(officer.locator("#phone")).to_contain_text("১টি খসড়া আছে। বের হলে মুছে যাবে।")
    assert holds(officer)["drafts"] == 1
    officer.click("#leave button")
    officer.wait_for_url("**/accounts/login/**")

    assert holds(officer) == {
        "records": 1,
        "files": 0,
        "drafts": 0,
        "photos": 0,
        "keys": 0,
        "pages": 0,
    }


def test_signing_out_sends_first(officer):
    refuse(officer)
    run(officer, KEEP_A_RECORD)
    officer.unroute(f"**{OUTBOX}")

    officer.goto(reverse("account_logout"))
    expect(officer.locator("#leave button")).to_be_enabled()

    assert Delivery.objects.get().activity
    expect(officer.locator("#phone")).to_be_empty()


def test_with_nothing_on_the_phone_the_menu_signs_out_at_once(officer):
    wait_until_kept(officer)

    officer.click(".topbar summary")
    officer.click(".menu form[data-leave] button")
    officer.wait_for_url("**/accounts/login/**")

    assert holds(officer)["pages"] == 0


def test_nobody_signs_out_by_halves_without_a_server(visit, line, project):
    page = visit("officer", base_url=line.url)
    wait_until_kept(page)
    page.goto(reverse("account_logout"))
    run(page, KEEP_A_DRAFT)
    page.reload()
    line.cut()

    page.click("#leave button")

    expect(page.locator("#phone")).to_contain_text("ইন্টারনেট নেই")
    assert holds(page)["drafts"] == 1


# How it looks.


@pytest.mark.parametrize(
    ("lang", "viewport"), [("bn", PHONE), ("en", LAPTOP)], ids=["bn-phone", "en-laptop"]
)
def test_axe_finds_nothing_in_any_state(visit, project, lang, viewport):
    page = visit("officer", lang=lang, viewport=viewport)
    found = []

    def look(address=OUTBOX):
        page.goto(address)
        page.wait_for_selector("#phone [data-part]:visible, #phone p:visible")
        page.locator("main summary").evaluate_all("all => all.forEach((one) => one.click())")
        found.extend(faults(page))

    look()
    refuse(page, 413, {"error": "too_large", "message": ""})
    run(page, KEEP_A_RECORD)
    run(page, KEEP_A_RECORD, KEEP_A_DRAFT)
    look()
    page.click("[data-send]")
    expect(page.locator("[data-said]")).not_to_be_empty()
    look()
    look(reverse("account_logout"))
    page.unroute(f"**{OUTBOX}")
    page.goto(OUTBOX)
    page.click("[data-send]")
    expect(page.locator("[data-part=received] li")).to_have_count(2)
    found += faults(page)
    look()
    page.goto("/home/")
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    found += faults(page)
    run(
        page,
        """await store.write(["records"], async ({records}) => {
      const rows = await store.asked(records.getAll());
      rows.forEach((row) => records.put({...row, author: 0, authorName: "রেহানা", receipt: ""}));
    });""",
    )
    look()

    assert found == []
