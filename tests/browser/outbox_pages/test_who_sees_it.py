"""Who may see what is unsent, and what stays on the phone when its author signs out."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from outbox.models import Delivery
from tests.browser.conftest import PASSWORD
from tests.browser.outbox_pages.conftest import (
    BADGE,
    KEEP_A_DRAFT,
    KEEP_A_RECORD,
    OUTBOX,
    holds,
    refuse,
    run,
    wait_until_kept,
)
from tests.browser.phone import opened
from tests.factories import ActivityFactory

pytestmark = pytest.mark.browser


def sign_in(page, username):
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


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
    expect(officer.locator("[data-part=received] li, li[data-received]")).to_have_count(1)
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
    page = visit("officer", at="/home/", base_url=line.url)
    wait_until_kept(page)
    page.goto(reverse("account_logout"))
    run(page, KEEP_A_DRAFT)
    page.reload()
    line.cut()

    page.click("#leave button")

    expect(page.locator("#phone")).to_contain_text("ইন্টারনেট নেই")
    assert holds(page)["drafts"] == 1


def test_signing_out_of_the_administration_wipes_as_well(visit):
    page = visit("admin", at="/home/")
    wait_until_kept(page)
    run(page, KEEP_A_DRAFT)

    page.goto(reverse("admin:index"))
    page.click("#user-tools a[href='/accounts/logout/']")
    expect(page.locator("#phone")).to_contain_text("১টি খসড়া আছে। বের হলে মুছে যাবে।")
    page.click("#leave button")
    page.wait_for_url("**/accounts/login/**")

    held = holds(page)
    assert (held["drafts"], held["keys"], held["pages"]) == (0, 0, 0)


def test_the_way_back_shows_nothing_after_signing_out(
    browser, live_server, project, rest, tmp_path
):
    """As in a browser of people's own, which keeps the pages one left."""
    officer = User.objects.get(username="officer")
    activity = ActivityFactory(
        project=project, officer=officer, upazila=None, upazila_id="BD20300029", venue="কামারপাড়া"
    )
    with opened(
        browser,
        tmp_path / "profile",
        live_server.url,
        ignore_default_args=["--disable-back-forward-cache"],
    ) as page:
        sign_in(page, "officer")
        page.goto(activity.get_absolute_url())
        expect(page.locator("main")).to_contain_text("কামারপাড়া")
        page.click(".topbar summary")
        page.click(".menu form[data-leave] button")
        page.wait_for_url("**/accounts/login/**")

        page.go_back(wait_until="commit")
        page.wait_for_timeout(1000)

        assert "কামারপাড়া" not in page.content()


def test_what_waits_of_somebody_else_can_be_taken_along_sealed(officer):
    refuse(officer)
    run(officer, KEEP_A_RECORD)
    officer.context.clear_cookies()
    sign_in(officer, "manager")
    officer.goto(OUTBOX)

    with officer.expect_download() as download:
        officer.locator("[data-part=others] [data-keep]").click()

    copy = json.loads(download.value.path().read_text())
    assert json.loads(copy["record"])["author"] == User.objects.get(username="officer").pk
    assert "পশ্চিম পাড়া" not in copy["record"]
    assert holds(officer)["records"] == 1
