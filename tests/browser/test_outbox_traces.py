"""After signing out, nothing that was typed is left in the folder of the browser."""

import contextlib
import re
import zlib

import pytest
from playwright.sync_api import expect

from activities.models import Activity
from outbox.models import Delivery
from tests.browser.phone import (
    NEW,
    OUTBOX,
    fill_in,
    inside,
    opened,
    photo,
    sign_in,
    wait_until_kept,
)

pytestmark = pytest.mark.browser
PIECES = ("Qzvx7731", "wombat-44", "কাকাতুয়া", "jmkpw")
CANARY = " ".join(PIECES)
IN_CLEAR = "Kestrel-90210"
LOGGED = re.compile(r"/activities/[0-9a-f-]{36}/$")


def unpacked(content):
    """What stands in it, and what stands compressed in it: a cache keeps pages as they came."""
    yield content
    for packed in re.finditer(rb"\x1f\x8b\x08", content):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(content[packed.start() :])


def found_in(folder, pieces):
    """Which of the pieces stand in which files, in the encodings browsers write."""
    encoded = [(piece, piece.encode(way)) for piece in pieces for way in ("utf-8", "utf-16-le")]
    found = set()
    for path in folder.rglob("*"):
        for content in unpacked(path.read_bytes() if path.is_file() else b""):
            found |= {(piece, path.name) for piece, looked_for in encoded if looked_for in content}
    return sorted(found)


def write(page, picture, about=""):
    """Everything that can be typed, and a photo whose name tells too much."""
    page.goto(NEW)
    texts = {"summary": f"{CANARY} {about}", "decisions": CANARY}
    fill_in(page, f"{CANARY} {about}", **texts)
    page.set_input_files("[name=photos]", picture)
    expect(page.locator("[data-photos] li")).to_have_count(1)
    page.wait_for_url("**draft=**")


def leave_through_the_page(page):
    page.click(".topbar summary")
    page.click(".menu form[data-leave] button")
    page.wait_for_url("**/accounts/logout/")
    expect(page.locator("#leave button")).to_be_enabled()
    page.click("#leave button")
    page.wait_for_url("**/accounts/login/**")


def test_what_was_typed_is_found_nowhere_after_signing_out(
    browser, line, project, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path / "media"
    profile, picture = tmp_path / "profile", tmp_path / f"{PIECES[0]} {PIECES[2]}.jpg"
    picture.write_bytes(photo())
    with opened(browser, profile, line.url) as page:
        sign_in(page, "officer", remember=True)
        page.goto(NEW)
        wait_until_kept(page)

        write(page, picture, "sent, after the server found something missing")
        page.fill("[data-count=girls] >> nth=0", CANARY[:5])
        page.click("button[name=submit]")
        page.locator("#errors").wait_for()
        page.fill("[data-count=girls] >> nth=0", "৯")
        page.click("button[name=submit]")
        page.wait_for_url(LOGGED)
        assert CANARY in page.inner_text("main")
        write(page, picture, "a draft")
        write(page, picture, "handed in without a server")
        line.cut()
        page.click("button[name=submit]")
        page.wait_for_url(f"**{OUTBOX}?record=*")
        held = "return [await queue.waiting(), (await store.all('drafts')).length];"
        assert inside(page, held) == [1, 1]
        page.evaluate("(text) => localStorage.setItem('clear', text)", IN_CLEAR)

        line.mend()
        page.route(
            f"**{OUTBOX}",
            lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
        )
        page.goto("/home/")
        leave_through_the_page(page)
        assert inside(page, held) == [1, 0]

    assert (Activity.objects.count(), Delivery.objects.count()) == (1, 1)
    assert found_in(profile, [IN_CLEAR])
    assert found_in(profile, PIECES) == []
