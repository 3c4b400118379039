"""Three meetings in a village: no server, a browser that is killed, and all three in the log."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from activities.models import Activity
from common.localisation import latin_digits
from outbox.models import Delivery
from tests.browser.phone import (
    NEW,
    OUTBOX,
    PHOTOS,
    fill_in,
    inside,
    kill,
    opened,
    photo,
    sign_in,
    wait_until_kept,
)
from tests.browser.site import Site

pytestmark = pytest.mark.browser
MEETINGS = [
    {"venue": "পশ্চিম পাড়া, স্কুলের পাশের উঠান", "girls": "৯", "women": "১৯", "summary": "পাচারের কৌশল।"},
    {"venue": "মাঝি বাড়ি", "girls": "", "women": "২১", "decisions": "আবার বসা হবে।"},
    {"venue": "Mohamaya bazar", "girls": "3", "women": "1,204", "summary": "Who  came\nand why."},
]
SIZES = [(2400, 1800), (900, 1600), (320, 240)]
LOGGED = [
    ("পশ্চিম পাড়া, স্কুলের পাশের উঠান", 9, 19, "পাচারের কৌশল।", "", (1600, 1200)),
    ("মাঝি বাড়ি", 0, 21, "", "আবার বসা হবে।", (900, 1600)),
    ("Mohamaya bazar", 3, 1204, "Who  came\nand why.", "", (320, 240)),
]


@pytest.fixture
def site(project, tmp_path):
    site = Site(tmp_path / "media")
    site.start()
    yield site
    site.stop()


def log(page, meeting, content):
    """Submit one on the page as it opens: its number, and the hash of its photo as it is kept."""
    page.goto(NEW)
    fill_in(page, **meeting)
    picked = {"name": "উঠান.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.set_input_files("[name=photos]", [picked])
    expect(page.locator("[data-photos] li")).to_have_count(1)
    page.wait_for_url("**draft=**")
    uuid = page.input_value("[name=id]")
    [sha256] = inside(page, PHOTOS, uuid)
    page.click("button[name=submit]")
    page.wait_for_url(f"**{OUTBOX}?record={uuid}")
    expect(page.locator("[data-part=records] li")).not_to_have_count(0)
    return uuid, sha256


def as_logged(activity):
    row, kept = activity.participations.get(), activity.evidence.get()
    with Image.open(io.BytesIO(kept.file.read())) as image:
        assert not image.getexif()
        size = image.size
    texts = activity.summary, activity.decisions
    return (activity.venue, row.female_0_17, row.female_18_59, *texts, size)


def test_three_meetings_arrive_once_though_the_server_was_away_and_the_browser_killed(
    browser, site, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path / "media"
    profile = tmp_path / "profile"
    with opened(browser, profile, site.url) as page:
        sign_in(page, "officer", remember=True)
        page.goto(NEW)
        wait_until_kept(page)
    site.stop()
    with opened(browser, profile, site.url) as page:
        photos = [photo(*size, seed=number) for number, size in enumerate(SIZES)]
        kept = dict(map(lambda *each: log(page, *each), MEETINGS, photos))
        assert inside(page, "return queue.waiting();") == 3
        assert kill(profile)
    assert not Delivery.objects.exists()

    site.start()
    with opened(browser, profile, site.url) as page:
        page.goto(OUTBOX)
        expect(page.locator("[data-part=received] li, li[data-received]")).to_have_count(3)
        expect(page.locator("[data-part=records]")).to_be_hidden()
        shown = page.locator(".code").all_inner_texts()
        page.reload()
        again = inside(page, "return queue.flush({ now: true });")
        left = inside(page, "return (await store.all('files')).length;")

    arrived = Activity.objects.order_by("delivery__sequence")
    assert [as_logged(activity) for activity in arrived] == LOGGED
    assert {str(activity.pk): activity.evidence.get().sha256 for activity in arrived} == kept
    assert {activity.status for activity in arrived} == {"submitted"}
    receipts = [re.sub(r"\D", "", latin_digits(code)) for code in shown]
    assert sorted(receipts) == sorted(Delivery.objects.values_list("receipt", flat=True))
    assert (again["sent"], again["left"], left) == (0, 0, 0)
