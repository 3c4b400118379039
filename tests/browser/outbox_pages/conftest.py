"""The officer's phone and what it holds: what tests keep on it, refuse it and ask of it."""

import pytest

OUTBOX = "/outbox/"
BADGE = ".topbar .unsent"

# Modules of the page; `await` may be used in what is asked of them.
MODULES = """
const [store, queue, drafts, shell] = await Promise.all(
  ["store", "queue", "drafts", "shell"].map((name) => import(`/static/outbox/${name}.js`)));
"""
KEEP_A_RECORD = """
const text = await (await fetch("/activities/new/")).text();
const form = new DOMParser().parseFromString(text, "text/html").getElementById("f");
const asBegun = (name) => [name, form.querySelector(`[name=${name}]`).value];
await queue.greet();
await queue.finalise({
  draft: {uuid: crypto.randomUUID(), author: store.author().id, project: form.dataset.project,
          planned: null, kind: "উঠান বৈঠক", day: "2026-11-22", form: 1},
  fields: [asBegun("activity_type"), asBegun("day"), asBegun("upazila"), ["union", "none"],
           ["venue", "পশ্চিম পাড়া"], ["count_method", "head_count"], ["is_another", "on"],
           [form.querySelector("[data-count=women]").name, "১২"], ["submit", "1"]],
  photos: [],
});
"""
KEEP_A_DRAFT = """
await drafts.keep({uuid: crypto.randomUUID(), author: store.author().id, planned: null, photos: [],
  project: document.body.dataset.project, kind: "বাজার সভা", day: "2026-11-23", fields: []});
"""
HELD = """
const held = {};
for (const name of ["records", "files", "drafts", "photos"]) {
  held[name] = (await store.all(name)).length;
}
held.keys = (await store.all("me")).filter((row) => row.draftKey).length;
held.pages = (await caches.keys()).filter((name) => name.startsWith("pages-")).length;
return held;
"""


def run(page, *scripts):
    return page.evaluate(f"async () => {{ {MODULES} {''.join(scripts)} }}")


def holds(page):
    return run(page, HELD)


def until(page, condition):
    """Wait for what only a promise can tell; half a minute at most."""
    met = page.evaluate(
        f"""async () => {{
          for (let tries = 0; tries < 600; tries += 1) {{
            if (await ({condition})) return true;
            await new Promise((done) => setTimeout(done, 50));
          }}
          return false;
        }}"""
    )
    assert met, condition


def wait_until_kept(page):
    """The worker has the form and the outbox."""
    for address in ("/activities/new/", OUTBOX):
        until(page, f"caches.match('{address}')")


def refuse(page, status=None, said=None):
    """Until `page.unroute`, no record gets through."""

    def answer(route):
        if route.request.method != "POST":
            route.fallback()
        elif status is None:
            route.abort()
        else:
            route.fulfill(status=status, json=said)

    page.route(f"**{OUTBOX}", answer)


@pytest.fixture
def officer(visit):
    return visit("officer", at="/home/")
