"""Photos are made small and say nothing of where; one that cannot be kept is named."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.outbox_form.conftest import (
    VENUE,
    asked,
    cut_off,
    fill_in,
    picture,
    wait_until_kept,
)

pytestmark = pytest.mark.browser


def test_a_photo_is_turned_upright_and_stripped_before_it_is_kept(officer):
    officer.set_input_files("[name=photos]", [picture(2000, 1000, orientation=6)])
    expect(officer.locator("[data-photos] li")).to_have_count(1)

    kept = asked(
        officer,
        "Array.from(new Uint8Array((await outbox.drafts.photosOf("
        "(await outbox.drafts.drafts(me))[0]))[0].bytes))",
    )

    with Image.open(io.BytesIO(bytes(kept))) as image:
        assert image.size == (800, 1600)
        assert not image.getexif()
    assert b"Nasrin" not in bytes(kept)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}, "photo_unreadable"),
        (
            {
                "name": "a.pdf",
                "mimeType": "application/pdf",
                "buffer": b"%PDF-1.4" + b"0" * 10 * 1024 * 1024,
            },
            "photo_large",
        ),
    ],
    ids=["unreadable", "large"],
)
def test_a_photo_that_cannot_be_kept_is_named(officer, file, says):
    officer.set_input_files("[name=photos]", [file])

    expect(officer.locator(f"[data-say={says}]")).to_contain_text(f"“{file['name']}”")
    expect(officer.locator("[data-photos] li")).to_have_count(0)


def test_a_photo_is_taken_away_again(officer):
    officer.set_input_files("[name=photos]", [picture(400, 300), picture(300, 400)])
    expect(officer.locator("[data-photos] li")).to_have_count(2)

    officer.locator("[data-take-away]").first.click()

    expect(officer.locator("[data-photos] li")).to_have_count(1)
    assert asked(officer, "(await outbox.store.all('photos')).length") == 1


def test_a_full_phone_is_told_of_and_nothing_is_lost(officer):
    officer.fill("[name=venue]", VENUE)
    wait_until_kept(officer)
    officer.evaluate(
        """() => {
          const { put } = IDBObjectStore.prototype;
          window.makeRoom = () => { IDBObjectStore.prototype.put = put; };
          IDBObjectStore.prototype.put = () => {
            throw new DOMException("full", "QuotaExceededError");
          };
        }"""
    )

    officer.set_input_files("[name=photos]", [picture(400, 300)])

    expect(officer.locator("[data-say=full]")).to_be_visible()
    officer.evaluate("() => window.makeRoom()")
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    expect(officer.locator("[data-photos] li")).to_have_count(1)
    assert officer.input_value("[name=venue]") == VENUE


def test_a_phone_that_has_no_room_for_more_photos_says_so_before_it_is_full(officer):
    officer.evaluate(
        """() => {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (row) {
            if (row.bytes instanceof Blob && row.bytes.size > 4 * 1024 * 1024) {
              throw new DOMException("full", "QuotaExceededError");
            }
            return put.call(this, row);
          };
        }"""
    )

    officer.set_input_files("[name=photos]", [picture(400, 300)])

    expect(officer.locator("[data-say=nearly_full]")).to_be_visible()
    expect(officer.locator("[data-photos] li")).to_have_count(1)


def test_looking_for_room_leaves_nothing_behind(officer):
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    expect(officer.locator("[data-photos] li")).to_have_count(1)
    officer.fill("[name=venue]", VENUE)
    wait_until_kept(officer)

    assert asked(officer, "await outbox.store.hasRoom()") is True
    assert asked(officer, "(await outbox.store.all('photos')).length") == 1
    expect(officer.locator("[data-say=nearly_full]")).to_be_hidden()


def test_a_photo_that_was_chosen_just_before_the_button_goes_along(officer):
    cut_off(officer)
    fill_in(officer)
    wait_until_kept(officer)
    officer.evaluate(
        """() => {
          const real = createImageBitmap;
          window.createImageBitmap = async (...given) => {
            await new Promise((done) => setTimeout(done, 1000));
            return real(...given);
          };
        }"""
    )

    officer.set_input_files("[name=photos]", [picture(400, 300)])
    officer.click("button[name=submit]")
    officer.wait_for_url("**/outbox/?record=*")

    assert asked(officer, "(await outbox.store.all('records'))[0].files.length") == 1
