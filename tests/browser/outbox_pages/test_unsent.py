"""What a page says of what is unsent."""

import json
import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from activities.models import Activity
from outbox.models import Delivery
from tests.browser.outbox_pages.conftest import (
    BADGE,
    KEEP_A_DRAFT,
    KEEP_A_RECORD,
    OUTBOX,
    holds,
    refuse,
    run,
)
from tests.browser.phone import wait_until_offline

pytestmark = pytest.mark.browser


def test_the_badge_counts_what_is_unsent_until_there_is_a_receipt(officer):
    refuse(officer)
    run(officer, KEEP_A_RECORD)
    expect(officer.locator(BADGE)).to_have_text("১টি পাঠানো বাকি")
    officer.click(BADGE)
    row = officer.locator("[data-part=records] li")
    expect(row).to_contain_text("২২ নভেম্বর ২০২৬")
    expect(row).to_contain_text("এই ফোনে আছে")
    wait_until_offline(officer)

    officer.unroute(f"**{OUTBOX}")
    officer.click("[data-send]")

    expect(officer.locator("[data-said]")).to_have_text("সব পাঠানো হয়েছে।")
    expect(officer.locator(BADGE)).to_be_hidden()
    activity = Activity.objects.get()
    delivery = Delivery.objects.get()
    shown = re.sub(r"\D", "", officer.inner_text("[data-part=received] .code"))
    assert "".join(str(int(digit)) for digit in shown) == delivery.receipt
    assert delivery.activity == activity
    assert officer.get_attribute("[data-part=received] a", "href") == delivery.get_absolute_url()
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
