"""What a phone has lost of what it kept: it says so, and the rest goes on its way."""

import pytest
from playwright.sync_api import expect

from activities.models import Activity
from beneficiaries.models import TargetGroup
from outbox.models import Delivery
from tests.browser.phone import (
    HELD,
    KEEP,
    NEW,
    OUTBOX,
    as_text,
    begin,
    fill_in_boxes,
    inside,
    photo,
)

pytestmark = pytest.mark.browser
FLUSH = "return queue.flush({ now: true });"
NO_FILES = 'await store.write(["files"], async ({ files }) => { files.clear(); });'
UNREADABLE_FILES = """
const get = IDBObjectStore.prototype.get;
IDBObjectStore.prototype.get = function (key) {
  if (this.name === "files") throw new DOMException("gone", "NotReadableError");
  return get.call(this, key);
};
"""


@pytest.fixture
def officer(visit, settings, tmp_path):
    """At a form that is filled in and kept; nothing is sent but what the test sends."""
    settings.MEDIA_ROOT = tmp_path / "media"
    page = begin(visit, "পশ্চিম পাড়া")
    page.wait_for_url("**draft=**")
    page.wait_for_timeout(600)  # until the last that was filled in is kept too
    return page


@pytest.fixture
def kept(officer):
    """Two records; the first has a photo."""
    with_photo = {"venue": "মাঝি বাড়ি", "photo": as_text(photo())}
    return [row["uuid"] for row in inside(officer, KEEP, [with_photo, {"venue": "কামারপাড়া"}])]


def test_a_photo_that_is_gone_is_said_to_be_and_holds_nothing_up(officer, kept):
    inside(officer, NO_FILES)

    outcome = inside(officer, FLUSH)

    assert (outcome["sent"], outcome["left"]) == (2, 0)
    assert Activity.objects.get().venue == "কামারপাড়া"
    assert {str(row.pk): row.state for row in Delivery.objects.all()} == {
        kept[0]: "waiting",
        kept[1]: "logged",
    }
    officer.unroute("**/outbox/shell.js")
    officer.goto(f"{OUTBOX}?shell=1")
    row = officer.locator("[data-part=received] li", has_text="এই ফোন থেকে হারিয়ে গেছে")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("পৌঁছেছে")


def test_one_that_cannot_be_read_is_noted_and_the_next_is_sent(officer, kept):
    outcome = inside(officer, UNREADABLE_FILES + FLUSH)

    assert (outcome["sent"], outcome["left"]) == (1, 1)
    assert Activity.objects.get().venue == "কামারপাড়া"
    held = inside(officer, HELD, kept[0])
    assert (held["body"], held["files"], held["error"]) == ("kept", "kept", "broken")

    officer.reload()
    assert inside(officer, FLUSH)["left"] == 0
    assert Activity.objects.count() == 2


def test_why_nothing_goes_is_noted_at_each_though_none_was_tried(officer, kept):
    officer.route("**/outbox/hello*", lambda route: route.abort())

    inside(officer, FLUSH)
    inside(officer, FLUSH)

    for uuid in kept:
        held = inside(officer, HELD, uuid)
        assert (held["error"], held["attempts"]) == ("network", 0)


def test_what_stands_in_the_form_is_kept_anew_when_the_browser_lost_all(officer):
    session = officer.context.new_cdp_session(officer)
    origin = officer.evaluate("location.origin")
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})

    officer.fill("[name=summary]", "আরও কথা হয়েছে")
    officer.click("button[name=submit]")
    officer.wait_for_url("**/activities/*-*/")

    assert Activity.objects.get().summary == "আরও কথা হয়েছে"


def test_a_draft_that_is_open_in_another_tab_is_not_deleted(officer):
    other = officer.context.new_page()
    other.goto(OUTBOX)
    other.locator("[data-part=drafts] summary").click()
    other.locator("[data-delete]").click()

    expect(other.locator("[data-said]")).to_contain_text("অন্য ট্যাবে খোলা আছে")
    assert len(inside(other, 'return store.all("drafts");')) == 1


def test_numbers_that_have_no_box_any_more_are_not_dropped_in_silence(officer):
    draft = officer.url
    group = officer.locator("[data-count=women]").first.get_attribute("name")
    TargetGroup.objects.filter(pk=group[1:].partition("-")[0]).update(is_active=False)

    officer.goto(draft)

    expect(officer.locator("[data-say=boxes_gone]")).to_be_visible()


NOTHING_IS_KEPT = """
IDBFactory.prototype.open = () => { throw new DOMException("x", "UnknownError"); };
"""


def test_where_nothing_can_be_kept_a_page_without_a_network_stays_as_it_is(officer):
    officer.add_init_script(NOTHING_IS_KEPT)
    officer.goto(f"{NEW}?shell=1")
    officer.fill("[name=venue]", "পশ্চিম পাড়া")

    officer.click("button[name=submit]")

    expect(officer.locator("[data-say=broken]")).to_be_visible()
    assert officer.input_value("[name=venue]") == "পশ্চিম পাড়া"


def test_where_nothing_can_be_kept_the_first_press_sends(officer):
    officer.add_init_script(NOTHING_IS_KEPT)
    officer.goto(NEW)
    officer.wait_for_load_state("networkidle")
    fill_in_boxes(officer, "পশ্চিম পাড়া")

    officer.click("button[name=submit]")
    officer.wait_for_url("**/activities/*-*/")

    assert Activity.objects.get().venue == "পশ্চিম পাড়া"
