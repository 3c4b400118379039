"""The page of a new activity keeps what is typed, seals it, and sends it exactly once."""

import datetime
import io
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from activities.models import Activity, ActivityType
from outbox.models import Delivery
from trafficking_program.tests.browser.conftest import LAPTOP, PHONE, faults
from trafficking_program.tests.factories import ActivityFactory

pytestmark = pytest.mark.browser
NEW = "/activities/new/"
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
    page.click("label.choice:has-text('উঠান বৈঠক')")
    page.click("label:has-text('ছাগলনাইয়া')")
    page.select_option("[name=union]", label="মহামায়া")
    page.fill("[name=venue]", venue)
    page.locator("[data-count=girls]").first.fill("৯")
    page.locator("[data-count=women]").first.fill("১৯")
    page.click("label:has-text('মাথা গুনে')")


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


def test_what_is_submitted_arrives_with_every_field_and_its_photo(officer):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(3000, 2000)])
    expect(officer.locator("[data-photos] .t")).to_have_text("উঠান.jpg")

    officer.click("button[name=submit]")
    officer.wait_for_url(LOGGED)

    activity = Activity.objects.get()
    row = activity.participations.get()
    assert officer.url.endswith(activity.get_absolute_url())
    assert (activity.status, activity.venue, activity.union.name_en) == (
        "submitted",
        VENUE,
        "Mohamaya",
    )
    assert (row.female_0_17, row.female_18_59, activity.count_method) == (9, 19, "head_count")
    assert Delivery.objects.get().state == "logged"
    with Image.open(activity.evidence.get().file) as kept:
        assert kept.size == (1600, 1067)
        assert not kept.getexif()
    assert asked(officer, "(await outbox.drafts.drafts(me)).length") == 0
    assert officer.complaints == []


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


def test_without_a_network_it_is_kept_and_sent_once_there_is_one(officer):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    wait_until_kept(officer)
    cut_off(officer)

    officer.click("button[name=submit]")
    officer.wait_for_url("**/outbox/?record=*")
    [record] = asked(officer, "await outbox.queue.records(me)")
    waiting = asked(officer, "await outbox.queue.waiting()")
    before = Activity.objects.count()
    officer.unroute_all()
    outcome = asked(officer, "await outbox.queue.flush({now: true})")
    again = asked(officer, "await outbox.queue.flush({now: true})")

    assert (waiting, before) == (1, 0)
    assert VENUE not in record["body"]
    assert (record["sequence"], record["kind"]) == (1, "উঠান বৈঠক")
    assert (outcome["left"], outcome["error"], again["sent"]) == (0, None, 0)
    activity = Activity.objects.get()
    assert (str(activity.pk), activity.venue) == (record["uuid"], VENUE)
    assert activity.evidence.count() == 1
    [after] = asked(officer, "await outbox.queue.records(me)")
    assert (after["body"], after["state"], after["receipt"]) == (
        None,
        "logged",
        Delivery.objects.get().receipt,
    )
    assert asked(officer, "(await outbox.store.all('files')).length") == 0


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


def sign_in(page):
    page.goto("/accounts/login/")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", "courtyard-2010")
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


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
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => {
            IDBObjectStore.prototype.put = put;
            throw new DOMException("full", "QuotaExceededError");
          };
          navigator.storage.estimate = async () => ({usage: 9, quota: 10});
        }"""
    )

    officer.set_input_files("[name=photos]", [picture(400, 300)])

    expect(officer.locator("[data-say=full]")).to_be_visible()
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    expect(officer.locator("[data-photos] li")).to_have_count(1)
    assert officer.input_value("[name=venue]") == VENUE


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


ANSWERS = {
    "redirect": {"status": 302, "headers": {"Location": "/accounts/login/"}},
    **{
        str(status): {"status": status, "json": {"error": "some", "message": "কিছু"}}
        for status in (400, 401, 403, 404, 405, 409, 413, 415, 422, 429)
    },
    **{
        f"{status} in HTML": {"status": status, "body": "<h1>No</h1>", "content_type": "text/html"}
        for status in (200, 403, 500, 502, 503, 504)
    },
    "half a JSON": {"status": 201, "body": '{"uuid": "', "content_type": "application/json"},
    "an empty answer": {"status": 200, "body": ""},
    "a list": {"status": 201, "json": []},
    "another record": {
        "status": 201,
        "json": {
            "uuid": "00000000-0000-4000-8000-000000000000",
            "sha256": "0" * 64,
            "receipt": "472903158",
            "state": "logged",
            "missing": [],
        },
    },
    "reset": None,
}


@pytest.mark.parametrize("committed", [False, True], ids=["not stored", "stored"])
def test_whatever_is_answered_the_record_stays_until_its_receipt(officer, committed):
    fill_in(officer)
    officer.set_input_files("[name=photos]", [picture(400, 300)])
    wait_until_kept(officer)
    cut_off(officer)
    officer.click("button[name=submit]")
    officer.wait_for_url("**/outbox/?record=*")
    now = {"at": "hello", "name": "redirect"}

    def answer(route):
        if now["at"] not in (route.request.method, route.request.url.split("?")[0].split("/")[-1]):
            return route.fallback()
        if committed and now["at"] != "hello":
            route.fetch()
        said = ANSWERS[now["name"]]
        return route.fulfill(**said) if said else route.abort("connectionreset")

    officer.route(re.compile("/outbox/."), answer)
    officer.route(re.compile("/outbox/$"), answer)
    officer.unroute("**/*")
    whole = []
    for at in ("hello", "POST", "PUT"):
        for name in ANSWERS:
            now.update({"name": name, "at": at})
            asked(officer, "await outbox.queue.flush({now: true})")
            [row] = asked(officer, "await outbox.queue.records(me)")
            files = asked(officer, "(await outbox.store.all('files')).length")
            whole.append((at, name, bool(row["body"]), files, bool(row["receipt"])))
    officer.unroute_all()
    outcome = asked(officer, "await outbox.queue.flush({now: true})")

    assert whole == [
        (at, name, True, 1, at == "PUT") for at in ("hello", "POST", "PUT") for name in ANSWERS
    ]
    assert (outcome["left"], outcome["error"]) == (0, None)
    assert Activity.objects.get().evidence.count() == 1


def test_one_bad_record_does_not_hold_up_the_others(officer):
    cut_off(officer)
    for venue in ("পূর্ব পাড়া", "উত্তর পাড়া"):
        officer.goto(NEW)
        fill_in(officer, venue)
        wait_until_kept(officer)
        officer.click("button[name=submit]")
        officer.wait_for_url("**/outbox/?record=*")
    first = asked(officer, "(await outbox.queue.records(me))[1].uuid")
    officer.unroute_all()
    officer.route(
        "**/outbox/",
        lambda route: (
            route.fulfill(status=500, body="")
            if first in (route.request.post_data or "")
            else route.fallback()
        ),
    )

    outcome = asked(officer, "await outbox.queue.flush({now: true})")

    assert (outcome["left"], outcome["error"]) == (1, None)
    assert Activity.objects.get().venue == "উত্তর পাড়া"
    [_, bad] = asked(officer, "await outbox.queue.records(me)")
    assert bad["error"]["code"] == "refused"
    assert bad["attempts"] > 0
    assert bad["retryAt"] > bad["error"]["at"]


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
