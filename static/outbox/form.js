// The page of a new activity: kept as one types, sealed when it is submitted. Where a browser
// cannot do that, the form posts as any form does.

import { show, start } from "../log.js";
import { addressOf, draftOf, keep, photosOf } from "./drafts.js";
import { fieldsOf, fillIn, plainlyMissing, renewDays, say, sayKept, showMissing, titleOf } from "./fields.js";
import { choosePhotos, listPhotos, takeAway } from "./photos.js";
import { finalise, flush, greet } from "./queue.js";
import { author, channel, holdUntilGone, isSupported, open, read } from "./store.js";

const PAUSE = 400;
const PATIENCE = 8_000;
const SENDING = 20_000;
const main = document.getElementById("main");
const formOf = () => document.getElementById("f");
let draft = null;
let isDirty = false;
let isDone = false; // in the queue, or given up: nothing more is kept
let isBusy = false;
let isFrozen = false;
let hasFailed = false; // the last that was to be kept, was not
let failures = 0;
let timer = 0;
let saving = Promise.resolve();

const ours = () => formOf()?.hasAttribute("data-outbox");

async function begin() {
  await open();
  const search = new URLSearchParams(window.location.search);
  const asked = search.get("draft");
  const isShell = Boolean(document.body.dataset.shell);
  const form = formOf();
  if (isShell) renewDays(form);
  form.autocomplete = "off"; // or the browser would keep a copy of what is typed
  const known = asked && await draftOf(asked, author().id);
  if (known) return goOn(known);
  if (asked && await read("records", asked)) return window.location.replace(`/outbox/?record=${asked}`);
  const { project } = form.dataset;
  const planned = isShell ? search.get("planned") : form.dataset.planned;
  draft = {
    uuid: crypto.randomUUID(), author: author().id, project, planned: Number(planned) || null, photos: [],
  };
  form.elements.id.value = draft.uuid;
}

async function goOn(known) {
  const form = formOf();
  if (known.project !== form.dataset.project) {
    if (window.location.search.includes("project=")) return refuse("other_project");
    return window.location.replace(addressOf(known));
  }
  if (!await holdUntilGone(`draft:${known.uuid}`, { ifAvailable: true })) return refuse("elsewhere");
  draft = known;
  if (fillIn(form, draft.fields)) say("boxes_gone");
  show();
  listPhotos(draft.photos);
  sayKept(draft.changedAt);
}

function refuse(words) {
  isDone = true;
  say(words);
  formOf().hidden = true;
}

const isPossible = ours() && isSupported && author();
const ready = isPossible ? begin().then(() => true, () => false) : null;

function touched({ target }) {
  if (!target.form || target.form !== formOf() || !ours() || isDone) return;
  if (!isDirty) holdUntilGone("dirty-form", { mode: "shared" });
  isDirty = true;
  timer ||= setTimeout(save, PAUSE);
}

function save() {
  clearTimeout(timer);
  timer = 0;
  if (isDirty) inTurn(() => keep(gathered()));
  return saving;
}

// One after the other; a failure is said, and does not end the rest.
function inTurn(work) {
  saving = saving.then(async () => {
    if (!await ready || isDone) return;
    const isNew = !draft.changedAt;
    await work();
    if (isNew) kept();
    sayKept(draft.changedAt);
    if (hasFailed) say("");
    hasFailed = false;
  }).catch((error) => {
    failures += 1;
    hasFailed = !/photo/.test(error.code); // a photo that is refused loses nothing that was kept
    say(error);
  });
  return saving;
}

function gathered() {
  const form = formOf();
  if (isFrozen) return draft;
  return Object.assign(draft, titleOf(form), { fields: fieldsOf(form), form: Number(form.dataset.version) });
}

const turns = { inTurn, draft: gathered };

// The first time: the page is now that draft's.
function kept() {
  holdUntilGone(`draft:${draft.uuid}`, { ifAvailable: true });
  const address = new URL(window.location);
  address.searchParams.set("draft", draft.uuid);
  window.history.replaceState(null, "", address);
  navigator.storage?.persist?.();
}

async function submitted(event) {
  if (event.target !== formOf() || !ours()) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  const button = event.submitter?.name === "draft" ? "draft" : "submit";
  try {
    if (!await ready) return document.body.dataset.shell ? say("broken") : post(button);
    if (isDone) return;
    isDirty = true;
    const before = failures;
    await save();
    if (failures > before) return;
    say("checking");
    freeze(true);
    const verdict = await lookedOver(button);
    freeze(false);
    if (verdict === "wrong") return;
    if (verdict !== "fine" && !goesOnAlone(button)) return;
    await handIn(button);
  } catch (error) {
    isDone = false;
    freeze(false);
    say(error);
  } finally {
    isBusy = false;
  }
}

// What is typed meanwhile would be lost.
function freeze(frozen) {
  isFrozen = frozen;
  formOf().querySelectorAll("fieldset.panel").forEach((part) => { part.disabled = frozen; });
}

// Not before the event that called for it is over: until then the browser sends nothing.
function post(button) {
  main.removeEventListener("submit", submitted);
  setTimeout(() => formOf().requestSubmit(formOf().querySelector(`button[name=${button}]`)));
}

// "fine", "wrong" (the page says what), or null where nobody answered.
async function lookedOver(button) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await asked(button, stop.signal);
    if (answer.status === 204) return "fine";
    if (answer.status !== 422 && answer.status !== 409) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("f")) return null;
    showAnswer(page);
    return "wrong";
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

// Without the photos. A kept page has no token, and asks for one.
async function asked(button, signal) {
  const body = new FormData();
  for (const [name, value] of [...draft.fields, [button, "1"], ["check", "1"]]) body.append(name, value);
  const gaveUp = new Promise((resolve, reject) => { signal.addEventListener("abort", reject); });
  const token = formOf().elements.csrfmiddlewaretoken?.value
    || (await Promise.race([greet(), gaveUp])).csrf;
  const query = new URLSearchParams({ project: draft.project });
  if (draft.planned) query.set("planned", draft.planned);
  return fetch(`?${query}`, {
    method: "POST", body, signal, headers: { "X-CSRFToken": token },
    redirect: "manual", credentials: "same-origin", cache: "no-store",
  });
}

function showAnswer(page) {
  main.replaceChildren(...page.getElementById("main").childNodes);
  if (ours()) {
    formOf().autocomplete = "off";
    listPhotos(draft.photos);
    sayKept(draft.changedAt);
  }
  start();
}

function goesOnAlone(button) {
  if (button === "draft") {
    leave(`/outbox/?draft=${draft.uuid}`);
    return false;
  }
  const found = plainlyMissing(formOf());
  if (!found.length) return true;
  say("");
  showMissing(formOf(), found);
  return false;
}

async function handIn(button) {
  isDone = true; // from here on the record is kept, not the draft
  freeze(true);
  const fields = [...draft.fields, [button, "1"]];
  const whole = { draft, fields, photos: await photosOf(draft) };
  await finalise(whole).catch(async (error) => {
    if (error.code !== "no_key") throw error;
    await greet().catch(() => { throw error; });
    return finalise(whole);
  });
  say("sending");
  const enough = new Promise((resolve) => { setTimeout(resolve, SENDING); });
  await Promise.race([flush({ now: true }).catch(() => null), enough]);
  const record = await read("records", draft.uuid).catch(() => null);
  leave(record?.state === "logged" ? `/activities/${draft.uuid}/` : `/outbox/?record=${draft.uuid}`);
}

function leave(address) {
  isDone = true;
  window.location.replace(address);
}

if (isPossible) {
  main.addEventListener("submit", submitted);
  main.addEventListener("input", touched);
  main.addEventListener("change", (event) => {
    const { target } = event;
    if (target.name === "photos") ready.then((isReady) => isReady && choosePhotos(target, turns));
    else touched(event);
  });
  main.addEventListener("click", ({ target }) => {
    const uuid = target.closest("[data-take-away]")?.dataset.takeAway;
    if (uuid) takeAway(uuid, turns);
  });
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save();
    else if (draft && !draft.changedAt && !isDirty) renewDays(formOf()); // it lay open overnight
  });
  channel.addEventListener("message", ({ data }) => {
    if (data !== "wiped") return;
    isDone = true;
    window.location.reload();
  });
}
