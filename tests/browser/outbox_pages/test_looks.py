"""The pages of the unsent have no fault that axe can find, whatever state they are in."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, faults
from tests.browser.outbox_pages.conftest import KEEP_A_DRAFT, KEEP_A_RECORD, OUTBOX, refuse, run

pytestmark = pytest.mark.browser


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
    run(page, "await shell.send({now: true});")
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
