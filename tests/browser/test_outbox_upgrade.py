"""What was kept under one version of the application arrives under the next."""

import pytest

from activities.forms import log as log_forms
from activities.models import Activity
from activities.views import edit as log_views
from common import shell
from outbox import form_versions
from outbox.models import Delivery
from outbox.views import phones
from tests.browser.phone import KEEP, NEW, fill_in, inside, wait_until_kept
from tests.factories import ProjectFactory

pytestmark = pytest.mark.browser
OLD, NEW_ONE = "fedcba9876543210", "0123456789abcdef"
VENUES = [f"উঠান নম্বর {number}" for number in range(1, 51)]
HALF_WRITTEN = "মাঝি বাড়ি, লেখা শেষ হয়নি"
SEND = """
const shell = await import("/static/outbox/shell.js");
const error = await shell.send({ now: true });
"""
OUTCOME = "return error && error.code;"
UPDATED = """
const worker = await navigator.serviceWorker.ready;
await worker.update();
for (let tries = 0; tries < 600 && worker.installing; tries += 1) {
  await new Promise((done) => setTimeout(done, 50));
}
"""
# Once no worker waits any more, of which versions something is kept.
VERSIONS_LEFT = """
const worker = await navigator.serviceWorker.ready;
for (let tries = 0; tries < 400 && worker.waiting; tries += 1) {
  await new Promise((done) => setTimeout(done, 50));
}
for (let tries = 0; tries < 400 && worker.active.state !== "activated"; tries += 1) {
  await new Promise((done) => setTimeout(done, 50));
}
return [...new Set((await caches.keys()).map((name) => name.split("-")[1]))];
"""
KEPT_BY_THE_NEW_ONE = """
for (let tries = 0; tries < 400; tries += 1) {
  for (const name of await caches.keys()) {
    if (!name.includes(asked.version)) continue;
    if (await (await caches.open(name)).match(asked.address)) return true;
  }
  await new Promise((done) => setTimeout(done, 50));
}
return false;
"""
WAITS = "return navigator.serviceWorker.ready.then((worker) => Boolean(worker.waiting));"


@pytest.fixture
def officer(visit, settings, tmp_path, monkeypatch):
    """At a form in which something is half written; the phone knows the server."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(shell, "version", lambda: OLD)
    page = visit("officer")
    page.goto(NEW)
    wait_until_kept(page)
    page.goto(NEW)  # this time by way of the service worker
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    inside(page, "await queue.greet();")
    fill_in(page, HALF_WRITTEN)
    page.wait_for_url("**draft=**")
    return page


@pytest.fixture
def upgrade(monkeypatch):
    """A form that calls the venue by its name of today: under version 1 it was the place."""

    def to_the_next(data):
        if "place" in data:
            data["venue"] = data.pop("place")[0]

    def install():
        for module in (log_forms, log_views, phones, form_versions):
            monkeypatch.setattr(module, "FORM_VERSION", 2)
        monkeypatch.setitem(form_versions.CHANGES, 1, to_the_next)
        monkeypatch.setattr(shell, "version", lambda: NEW_ONE)

    return install


def test_fifty_records_kept_before_an_upgrade_arrive_after_it(officer, upgrade):
    kept = [{"venue": venue, "rename": {"venue": "place"}} for venue in VENUES]
    records = inside(officer, KEEP, kept)
    assert inside(officer, "return queue.waiting();") == 50

    upgrade()
    inside(officer, UPDATED)
    error = inside(officer, SEND + OUTCOME)

    arrived = Delivery.objects.values_list("state", "form_version")
    assert (error, inside(officer, "return queue.waiting();")) == (None, 0)
    assert list(arrived) == [("logged", 1)] * 50
    assert {str(pk) for pk in Activity.objects.values_list("pk", flat=True)} == {
        record["uuid"] for record in records
    }
    assert sorted(Activity.objects.values_list("venue", flat=True)) == sorted(VENUES)

    # The new worker leaves the half-written form alone, and takes over once it is handed in.
    assert inside(officer, WAITS)
    assert officer.input_value("[name=venue]") == HALF_WRITTEN
    officer.click("button[name=submit]")
    officer.wait_for_url("**/activities/*-*/")
    assert Activity.objects.filter(venue=HALF_WRITTEN).count() == 1
    assert Activity.objects.count() == 51
    assert inside(officer, VERSIONS_LEFT) == [NEW_ONE]


def test_a_form_opened_while_the_new_worker_waits_is_kept_by_that_one(officer, upgrade, project):
    beside = ProjectFactory(slug="beside")
    beside.upazilas.set(project.upazilas.all())
    upgrade()
    inside(officer, UPDATED)
    assert inside(officer, WAITS)

    address = f"{NEW}?project=beside"
    page = officer.context.new_page()
    page.goto(address)

    assert inside(page, KEPT_BY_THE_NEW_ONE, {"version": NEW_ONE, "address": address})
    assert inside(page, WAITS), "the half-written form is still open"
