"""What a test does with a phone: fill in the form, look into what is kept, put it in a pocket."""

import base64
import contextlib
import io
import os
import random

import psutil
from PIL import Image
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import FLAGS, PASSWORD, PHONE, chromium

NEW = "/activities/new/"
OUTBOX = "/outbox/"
ARTIST, DESCRIPTION = 0x013B, 0x010E

TAPS = ("উঠান বৈঠক", "ছাগলনাইয়া", "মাথা গুনে")
# At once, since most tests begin so; with the events that the page's scripts listen to.
FILL_IN = """
({ taps, union, counts, texts }) => {
  const form = document.getElementById("f");
  const says = (words) => (one) => one.textContent.trim().startsWith(words);
  const found = (what, words) => Array.from(form.querySelectorAll(what)).find(says(words));
  const named = (name) => form.querySelector(`[name=${name}]`);
  const told = (box, value) => {
    box.value = value;
    for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
  };
  for (const words of taps) found(".btn-check + label", words).click();
  told(named("union"), found("[name=union] option", union).value);
  for (const [group, count] of Object.entries(counts)) {
    told(form.querySelector(`[data-count=${group}]`), count);
  }
  for (const [name, text] of Object.entries(texts)) told(named(name), text);
}
"""
MODULES = """
const [store, queue, drafts, sealing] = await Promise.all(
  ["store", "queue", "drafts", "sealing"].map((name) => import(`/static/outbox/${name}.js`)));
"""
# Records as the form's own script makes them: its fields, with what `asked` changes of each.
KEEP = """
const form = document.getElementById("f");
const { fieldsOf } = await import("/static/outbox/fields.js");
const kept = [];
for (const { venue, photo, rename } of asked) {
  const uuid = crypto.randomUUID();
  const changed = { id: uuid, venue };
  const fields = fieldsOf(form).map(
    ([name, value]) => [rename?.[name] || name, changed[name] ?? value]);
  const photos = photo ? [{ uuid: crypto.randomUUID(), name: "উঠান.jpg", type: "image/jpeg",
                            bytes: Uint8Array.from(atob(photo), (one) => one.charCodeAt(0)) }] : [];
  kept.push(await queue.finalise({
    draft: { uuid, author: store.author().id, project: form.dataset.project, planned: null,
             kind: "উঠান বৈঠক", day: "2026-11-24", form: Number(form.dataset.version) },
    fields: [...fields, ["is_another", "on"], ["submit", "1"]],
    photos,
  }));
}
return kept;
"""
# How a record lies there: whether what was kept of it is as it was, and what became of it.
HELD = """
const { body, sha256, files, error, attempts, receipt, state } = await store.read("records", asked);
const held = new Map((await store.all("files", asked)).map((file) => [file.uuid, file.bytes]));
const isWhole = await Promise.all(files.map(async (file) =>
  held.has(file.uuid) && await sealing.sha256(held.get(file.uuid)) === file.sha256));
return {
  body: body === null ? "gone" : await sealing.sha256(body) === sha256 ? "kept" : "changed",
  files: files.length && isWhole.every(Boolean) ? "kept" : held.size ? "changed" : "gone",
  error: error && error.code, attempts, receipt, state,
};
"""
# The photos of the draft that is asked for: the hash of what was kept of each.
PHOTOS = """
const draft = await drafts.draftOf(asked, store.author().id);
const photos = await drafts.photosOf(draft);
return Promise.all(photos.map((photo) => sealing.sha256(photo.bytes)));
"""


def inside(page: Page, script: str, asked=None):
    """What the script returns; the modules of the outbox and `asked` are at its hand."""
    return page.evaluate(f"async (asked) => {{ {MODULES} {script} }}", asked)


def sign_in(page: Page, username: str, *, remember: bool = False) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.set_checked("[name=remember]", remember)
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


def begin(visit, venue: str, **texts: str) -> Page:
    """An officer's page at a form that is filled in; nothing is sent but what the test sends."""
    page = visit("officer", service_workers="block")
    page.route("**/outbox/shell.js", lambda route: route.abort())
    page.goto(NEW)
    fill_in(page, venue, **texts)
    inside(page, "await queue.greet();")
    return page


def wait_until_offline(page: Page) -> None:
    """The page has tried by itself and failed: what is sent from now on, the test sends."""
    expect(page.locator("[data-offline]").first).not_to_be_empty()


def fill_in(page: Page, venue: str, **values: str) -> None:
    expect(page.locator("#f")).to_have_attribute("autocomplete", "off")
    fill_in_boxes(page, venue, **values)


def fill_in_boxes(
    page: Page, venue: str, *, girls: str = "৯", women: str = "১৯", **texts: str
) -> None:
    """Where the outbox's script is not waited for. A thumb fills it in in test_story.py."""
    counts = {"girls": girls, "women": women}
    boxes = {"taps": TAPS, "union": "মহামায়া", "counts": counts, "texts": {"venue": venue, **texts}}
    page.evaluate(FILL_IN, boxes)


def wait_until_kept(page: Page) -> None:
    """The service worker has the form and the outbox."""
    is_kept = page.evaluate(
        """async (addresses) => {
          for (let tries = 0; tries < 400; tries += 1) {
            const kept = await Promise.all(addresses.map((address) => caches.match(address)));
            if (kept.every(Boolean)) return true;
            await new Promise((done) => setTimeout(done, 50));
          }
          return false;
        }""",
        [NEW, OUTBOX],
    )
    assert is_kept, "The service worker keeps nothing."


def photo(width: int = 320, height: int = 240, seed: int = 0) -> bytes:
    """As a phone's camera writes it: with somebody's name in it. Another seed, another picture."""
    noise = random.Random(seed).randbytes(width * height // 64 * 3)
    image = Image.frombytes("RGB", (width // 8, height // 8), noise).resize((width, height))
    exif = Image.Exif()
    exif[ARTIST], exif[DESCRIPTION] = "Nasrin", "Nasrin's house"
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def as_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


@contextlib.contextmanager
def opened(browser, folder, url: str, **options):
    """A page of a browser that keeps what it knows in a folder; closed as people close one."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium(), args=FLAGS, viewport=PHONE, base_url=url, **options
    )
    context.set_default_timeout(30_000)
    try:
        yield context.pages[0]
    finally:
        with contextlib.suppress(Error):  # it was killed
            context.close()


def kill(folder) -> int:
    """SIGKILL every process of the browser that keeps what it knows there; how many there were."""
    mine = f"--user-data-dir={folder}"
    ours = [one for one in psutil.process_iter(["cmdline"]) if mine in (one.info["cmdline"] or ())]
    family = {process for one in ours for process in (one, *one.children(recursive=True))}
    for process in family:
        if process.pid != os.getpid():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
    psutil.wait_procs(family, timeout=10)
    return len(family)
