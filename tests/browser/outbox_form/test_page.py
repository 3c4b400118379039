"""What the page of a new activity says by itself, and where it posts as ever."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import Activity, ActivityType
from outbox.models import Delivery
from tests.browser.conftest import LAPTOP, PHONE, faults
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
from tests.factories import ActivityFactory

pytestmark = pytest.mark.browser


def test_the_page_says_itself_what_is_missing_as_the_server_would(officer):
    officer.click("label.choice:has-text('উঠান বৈঠক')")
    officer.click("label:has-text('ছাগলনাইয়া')")
    officer.locator("[data-count=women]").first.fill("বারো")
    officer.click("button[name=submit]")
    officer.locator("#errors li").first.wait_for()
    said_by_server = officer.locator("#errors li").all_inner_texts()
    heading = officer.inner_text("#errors h2")
    officer.reload()
    officer.locator("[data-kept]").wait_for()
    cut_off(officer)

    officer.click("button[name=submit]")
    officer.locator("#errors li").first.wait_for()

    assert sorted(officer.locator("#errors li").all_inner_texts()) == sorted(said_by_server)
    assert officer.inner_text("#errors h2") == heading
    assert officer.evaluate("document.activeElement.id") == "errors"
    assert officer.input_value("[data-count=women] >> nth=0") == "বারো"


def test_a_doubt_of_the_servers_is_answered_on_the_same_page(officer, project):
    ActivityFactory(
        project=project,
        activity_type=ActivityType.objects.get(code="courtyard-meeting"),
        upazila_id="BD20300029",
        upazila=None,
        officer_id=asked(officer, "me"),
        venue=VENUE,
    )
    Activity.objects.update(upazila_id="BD20300014")
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(400, 300)])

    officer.click("button[name=submit]")
    officer.locator("[name=is_another]").check()
    expect(officer.locator("[data-photos] li")).to_have_count(1)
    officer.click("button[name=submit]")
    officer.wait_for_url(LOGGED)

    assert Activity.objects.count() == 2
    assert Activity.objects.get(evidence__isnull=False).venue == VENUE


def test_where_a_browser_cannot_keep_anything_the_form_posts_as_ever(visit):
    page = visit("officer", service_workers="block")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    page.goto(NEW)
    fill_in(page)
    page.set_input_files("[name=photos]", [picture(400, 300)])

    page.click("button[name=submit]")
    page.wait_for_url(LOGGED)

    assert Activity.objects.get().evidence.count() == 1
    assert not Delivery.objects.exists()


def test_a_kept_page_knows_what_day_it_is(visit):
    page = visit("officer", service_workers="block")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    page.clock.set_fixed_time(tomorrow)

    page.goto(f"{NEW}?shell=1")
    expect(page.locator("#f")).to_have_attribute("autocomplete", "off")

    day = timezone.localdate(tomorrow)
    values = [radio.get_attribute("value") for radio in page.locator("[name=day]").all()]
    assert values == [
        day.isoformat(),
        (day - datetime.timedelta(days=1)).isoformat(),
        "other",
    ]
    shown = page.locator("#id_day small").first.inner_text()
    assert re.fullmatch(r"[^0-9a-zA-Z]+", shown)
    assert page.evaluate("new FormData(document.getElementById('f')).get('day')") == day.isoformat()


def test_edits_of_what_is_stored_post_as_ever(officer):
    fill_in(officer)
    officer.click("button[name=draft]")
    officer.wait_for_url(LOGGED)
    edit = reverse("activities:edit", args=[Activity.objects.get().pk])
    officer.goto(edit)

    officer.fill("[name=venue]", "পূর্ব পাড়া")
    officer.click("button[name=draft]")
    officer.wait_for_url(LOGGED)

    assert Activity.objects.get().venue == "পূর্ব পাড়া"
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(("lang", "viewport"), [("bn", PHONE), ("en", LAPTOP)])
def test_axe_finds_nothing_in_what_the_page_shows_by_itself(visit, lang, viewport):
    page = visit("officer", lang=lang, viewport=viewport, service_workers="block")
    page.goto(NEW)
    page.fill("[name=venue]", VENUE)
    page.locator("[data-count=women]").first.fill("বারো")
    page.set_input_files("[name=photos]", [picture(400, 300)])
    wait_until_kept(page)
    cut_off(page)
    page.click("button[name=submit]")
    page.locator("#errors li").first.wait_for()
    found = faults(page)
    page.unroute_all()
    page.evaluate(
        "document.querySelectorAll('[data-say]').forEach((words) => words.hidden = false)"
    )

    assert found + faults(page) == []
