"""The golden payloads of this version of the form are what the form of today makes.

Where there are none yet, they are written here, and the test fails until they are committed.
"""

import base64
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from activities.forms import FORM_VERSION
from outbox.encryption import new_key
from outbox.envelope import Envelope
from outbox.tests.village import COMMITTEE, MATERIAL, village
from tests.browser.conftest import PHONE
from tests.browser.phone import NEW, inside, photo, sign_in

pytestmark = pytest.mark.browser
GOLDEN = Path(__file__).resolve().parents[2] / "outbox/tests/golden" / f"form-{FORM_VERSION}"
PEOPLE = [
    {
        "girls": "৯",
        "boys": "৮",
        "women": "১৯",
        "men": "১৪",
        "third_gender": "১",
        "first_time": "১২",
        "women_60": "২",
        "men_60": "৩",
        "with_disability": "৪",
        "women_unrecorded": "৫",
        "men_unrecorded": "৬",
        "unrecorded": "৭",
    },
    {
        "girls": "10",
        "boys": "11",
        "women": "1,012",
        "men": "13",
        "third_gender": "2",
        "first_time": "14",
        "women_60": "9",
        "men_60": "8",
        "with_disability": "7",
        "women_unrecorded": "6",
        "men_unrecorded": "5",
        "unrecorded": "4",
    },
]
MADE = """
const record = await store.read("records", asked);
const [file] = await store.all("files", asked);
return { body: record.body, photo: file ? sealing.base64(file.bytes) : "" };
"""


@pytest.fixture
def key(settings):
    settings.OUTBOX_KEYS = (GOLDEN / "key.pem").read_text() if GOLDEN.exists() else new_key(2048)
    return settings.OUTBOX_KEYS


@pytest.fixture
def officer(browser, live_server, transactional_db, key):
    village()
    options = {"viewport": PHONE, "base_url": live_server.url, "service_workers": "block"}
    context = browser.new_context(**options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    sign_in(page, "officer")
    yield page
    context.close()


def begin(page, kind):
    page.goto(NEW)
    expect(page.locator("#f")).to_have_attribute("autocomplete", "off")
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    page.click(f"label.choice:has-text('{kind}')")
    page.click("#id_day .other + label")
    page.fill("[name=starts_on]", "2025-06-22")
    page.fill("[name=ends_on]", "2025-06-23")
    page.click("label:has-text('ছাগলনাইয়া')")
    page.select_option("[name=union]", label="মহামায়া")
    page.fill("[name=venue]", "পশ্চিম পাড়া, স্কুলের পাশের উঠান")


def fill_in_a_meeting(page):
    """Everything that is asked of an activity that counts people."""
    begin(page, "উঠান বৈঠক")
    for group, boxes in enumerate(PEOPLE):
        for name, number in boxes.items():
            page.locator(f"[data-count={name}]").nth(group).fill(number)
    page.click("label:has-text('হাজিরা খাতা')")
    page.fill("[name=summary]", "পাচারের কৌশল নিয়ে কথা হয়েছে।\nসবাই শুনেছেন।")
    page.fill("[name=decisions]", "পরের মাসে আবার বসা হবে।")
    picked = {"name": "উঠান ১.jpg", "mimeType": "image/jpeg", "buffer": photo(320, 240)}
    page.set_input_files("[name=photos]", [picked])
    page.check("[name=has_consent]")
    expect(page.locator("[data-photos] li")).to_have_count(1)


def fill_in_a_sitting(page):
    """What is asked of a committee besides."""
    begin(page, "কমিটির সভা")
    page.select_option("[name=committee]", str(COMMITTEE))
    page.click("label[for=id_had_quorum_0]")
    page.locator("[data-count=women]").first.fill("৬")
    page.click("label:has-text('হাজিরা খাতা')")
    decided = (
        ("স্কুলে সভা করা হবে।", "প্রধান শিক্ষক", "2025-07-15"),
        ("হাটে লিফলেট দেওয়া হবে।", "ইউপি সদস্য", ""),
        ("তালিকা হালনাগাদ করা হবে।", "কমিটির সচিব", "2025-08-01"),
    )
    for row, decision in enumerate(decided):
        for box, text in zip(("text", "owner", "due_on"), decision, strict=True):
            page.fill(f"[name=d{row}-{box}]", text)


def fill_in_leaflets(page):
    """What was handed out instead of who came."""
    begin(page, "লিফলেট")
    page.fill(f"[name=m{MATERIAL}-quantity]", "১,২৫০")


def submitted(page):
    """The record as it lies on the phone: nothing of it is sent."""
    page.route(
        "**/outbox/",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )
    page.click("button[name=submit]")
    page.wait_for_url("**/outbox/?record=*")
    made = inside(page, MADE, page.url.partition("record=")[2])
    return made["body"].encode(), base64.b64decode(made["photo"])


def fields_of(body):
    """What was filled in, but for the number each record has of its own; and what is in clear."""
    read = Envelope.read(body)
    fields = [[name, value] for name, value in read.content.fields if name != "id"]
    return fields, sorted(json.loads(body)), list(read.content.names.values())


PAYLOADS = {
    "body": fill_in_a_meeting,
    "committee": fill_in_a_sitting,
    "materials": fill_in_leaflets,
}


def test_the_golden_payloads_are_what_the_form_of_today_makes(officer, key):
    new = []
    for name, fill_in in PAYLOADS.items():
        golden = GOLDEN / f"{name}.json"
        fill_in(officer)
        body, sealed = submitted(officer)
        if golden.exists():
            assert fields_of(body) == fields_of(golden.read_bytes())
            continue
        new.append(str(golden))
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / "key.pem").write_text(key)
        golden.write_bytes(body)
        if sealed:
            (GOLDEN / "photo.sealed").write_bytes(sealed)
    assert not new, "Look these over, tell test_golden.py of them, and commit them."
