"""The page of a new activity on a phone, and what tests do with it."""

import io
import re

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from tests.browser.phone import NEW, fill_in_boxes

LOGGED = re.compile(r"/activities/[0-9a-f-]{36}/$")
VENUE = "পশ্চিম পাড়া, স্কুলের পাশের উঠান"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(visit):
    """The page of a new activity, on a phone that has met the server; no worker in between."""
    page = visit("officer", service_workers="block")
    page.goto(NEW)
    expect(page.locator("#f")).to_have_attribute("autocomplete", "off")
    asked(page, "(await outbox.queue.greet()).user.id")
    return page


def asked(page, what):
    """The value of an expression in which the modules of the outbox can be asked."""
    return page.evaluate(
        f"""async () => {{
          const outbox = {{}};
          for (const name of ["queue", "drafts", "store"]) {{
            outbox[name] = await import(`/{settings.STATIC_URL.strip("/")}/outbox/${{name}}.js`);
          }}
          const me = outbox.store.author().id;
          return {what};
        }}"""
    )


def cut_off(page):
    """No network for what scripts ask; pages still open, as they do from the worker's cache."""
    page.route(
        "**/*",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.fallback(),
    )


def fill_in(page, venue=VENUE):
    fill_in_boxes(page, venue)


def wait_until_kept(page):
    page.wait_for_url("**draft=**")
    expect(page.locator("[data-kept]")).to_be_visible()
    page.wait_for_timeout(500)


def picture(width, height, orientation=1):
    """A photo as a phone's camera writes it, with where it was taken."""
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, "Nasrin's house"
    image = Image.new("RGB", (width, height), "teal")
    image.save(drawn, "JPEG", exif=exif)
    return {"name": "উঠান.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
