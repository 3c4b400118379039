"""What is typed is kept at once and sealed; a draft is one tab's and one person's."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import Activity
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


def sign_in(page):
    page.goto("/accounts/login/")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", "courtyard-2010")
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


def test_what_is_typed_is_there_again_after_the_browser_lost_the_page(officer):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    wait_until_kept(officer)
    address = officer.url

    officer.goto("/home/")
    officer.goto(address)

    expect(officer.locator("[name=venue]")).to_have_value(VENUE)
    expect(officer.locator("[data-count=women]").first).to_have_value("১৯")
    expect(officer.locator("[name=count_method]:checked")).to_have_value("head_count")
    expect(officer.locator("[data-photos] li")).to_have_count(1)
    assert officer.input_value("[name=union]")
    assert officer.locator("[data-number=total]").inner_text() == "মোট ২৮\u00a0জন"
    officer.click("button[name=submit]")
    officer.wait_for_url(LOGGED)
    assert Activity.objects.get().evidence.count() == 1


def test_what_is_kept_cannot_be_read_without_the_key(officer):
    officer.fill("[name=venue]", "canary-of-the-venue")
    wait_until_kept(officer)

    rows = asked(
        officer,
        "(await outbox.store.all('drafts')).map((row) => [Object.keys(row).sort(),"
        " new TextDecoder('latin1').decode(row.sealed)])",
    )
    exported = asked(
        officer,
        "await outbox.store.read('me', me).then(({draftKey}) => "
        "crypto.subtle.exportKey('raw', draftKey)).then(() => 'out', () => 'stays')",
    )

    [(columns, sealed)] = rows
    assert columns == ["author", "iv", "sealed", "uuid"]
    assert "canary" not in sealed
    assert exported == "stays"


def test_a_page_that_is_only_looked_at_makes_no_draft(officer):
    officer.goto(NEW)
    officer.goto("/home/")

    assert asked(officer, "(await outbox.drafts.drafts(me)).length") == 0


def test_a_second_draft_leaves_the_first_alone(officer):
    officer.fill("[name=venue]", "প্রথম")
    wait_until_kept(officer)
    officer.goto(NEW)
    officer.fill("[name=venue]", "দ্বিতীয়")
    wait_until_kept(officer)

    venues = asked(
        officer,
        "(await outbox.drafts.drafts(me)).map((draft) => Object.fromEntries(draft.fields).venue)",
    )

    assert venues == ["দ্বিতীয়", "প্রথম"]


def test_a_draft_is_open_in_one_tab_only(officer):
    officer.fill("[name=venue]", VENUE)
    wait_until_kept(officer)

    other = officer.context.new_page()
    other.goto(officer.url)

    expect(other.locator("[data-say=elsewhere]")).to_be_visible()
    expect(other.locator("#f")).to_be_hidden()


def test_a_tab_stops_keeping_when_the_drafts_are_wiped_in_another(officer):
    officer.fill("[name=venue]", VENUE)
    wait_until_kept(officer)
    other = officer.context.new_page()
    other.goto("/home/")

    with officer.expect_navigation():
        asked(other, "await outbox.drafts.destroyKey(me)")

    expect(officer.locator("[name=venue]")).to_have_value("")
    assert asked(other, "(await outbox.store.all('drafts')).length") == 0


def test_a_draft_without_a_network_stays_a_draft(officer):
    officer.fill("[name=venue]", VENUE)
    wait_until_kept(officer)
    cut_off(officer)

    officer.click("button[name=draft]")
    officer.wait_for_url("**/outbox/?draft=*")

    assert asked(officer, "(await outbox.drafts.drafts(me)).length") == 1
    assert asked(officer, "await outbox.queue.waiting()") == 0


def test_a_draft_with_a_network_is_stored(officer):
    officer.click("label.choice:has-text('উঠান বৈঠক')")
    officer.click("label:has-text('ছাগলনাইয়া')")

    officer.click("button[name=draft]")
    officer.wait_for_url(LOGGED)

    assert Activity.objects.get().status == "draft"


def test_a_phone_that_never_met_the_server_says_so_and_keeps_the_draft(visit):
    page = visit(service_workers="block")
    page.route("**/outbox/hello*", lambda route: route.abort())
    sign_in(page)
    page.goto(NEW)
    fill_in(page)
    cut_off(page)

    page.click("button[name=submit]")

    expect(page.locator("[data-say=no_key]")).to_be_visible()
    assert asked(page, "(await outbox.drafts.drafts(me)).length") == 1
    page.unroute_all()
    page.click("button[name=submit]")
    page.wait_for_url(LOGGED)


def test_a_draft_of_an_earlier_day_keeps_its_day(officer):
    officer.fill("[name=venue]", VENUE)
    wait_until_kept(officer)
    day = officer.evaluate("document.querySelector('[name=day]:checked').value")

    officer.clock.set_fixed_time(timezone.now() + datetime.timedelta(days=3))
    address = officer.url
    officer.goto("/home/")
    officer.goto(f"{address}&shell=1")

    expect(officer.locator("[name=day]:checked")).to_have_value("other")
    expect(officer.locator("[name=starts_on]")).to_have_value(day)
