// What every page of somebody signed in has of the outbox. Without IndexedDB or cryptography: nothing.

import { destroyKey, drafts } from "./drafts.js";
import { flush, greet, records, unsent } from "./queue.js";
import { author, channel, isSupported, open } from "./store.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const NO_NETWORK = ["network", "timeout"];
const { body } = document;
const who = author();
const each = (name, act) => document.querySelectorAll(`[data-${name}]`).forEach(act);
let away = !navigator.onLine || "shell" in body.dataset;
let worker = null;

export const isPossible = Boolean(who && isSupported);

export function number(value) {
  const digits = document.documentElement.lang === "bn" ? "bn-BD" : "en-IN";
  return new Intl.NumberFormat(digits, { maximumFractionDigits: 1 }).format(value);
}

export function say(words, value) { return words.replace("#", number(value)); }

// Calls `act` whenever something of the outbox has changed, on this page or on another.
export function whenChanged(act) {
  window.addEventListener("outbox", act);
  channel.addEventListener("message", act);
}

async function showUnsent() {
  const rows = unsent(await records(who.id));
  const late = rows.filter((record) => Date.now() - Date.parse(record.keptAt) > DAY).length;
  each("unsent", (place) => {
    place.hidden = !rows.length;
    place.textContent = say(place.dataset.unsent, rows.length);
  });
  each("late", (place) => { place.textContent = late ? say(place.dataset.late, late) : ""; });
}

function showNetwork() {
  each("offline", (place) => { place.textContent = away ? place.dataset.offline : ""; });
}

// navigator.onLine is believed only where it says no: what counts is whether the server answers.
function learnt(error) {
  away = Boolean(error) && NO_NETWORK.includes(error.code);
  showNetwork();
  return error;
}

export async function isReachable() {
  await greet().then(() => learnt(null), learnt);
  return !away;
}

// Returns what stopped it, or null.
export async function send(options) {
  let error = away ? await greet().then(() => null, (failure) => failure) : null;
  if (!error) { ({ error } = await flush(options)); }
  takeOver();
  return learnt(error);
}

// A new version of the worker begins once no page has a form with something typed into it.
function takeOver() {
  if (!worker?.waiting) { return; }
  navigator.locks.request("dirty-form", { ifAvailable: true }, (lock) => {
    if (lock) { worker.waiting?.postMessage("take over"); }
  });
}

async function beginWorker() {
  worker = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  takeOver();
  const { user, project, shell } = body.dataset;
  if (shell) { return; }
  const used = performance.getEntriesByType("resource")
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(new URL("/static/", location).href));
  (worker.waiting || active).postMessage({ keep: { user, project, language: document.documentElement.lang, used } });
}

// Drafts and kept pages go, this one too if one comes back to it; what is unsent stays, sealed, until
// its author is back.
export async function wipe() {
  window.addEventListener("pagehide", () => body.replaceChildren());
  await destroyKey(who.id);
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function hasToAsk() {
  const held = [...unsent(await records(who.id)), ...await drafts(who.id)];
  return held.length || !await isReachable();
}

// Signing out from the menu: at once if nothing is lost by it, else the page that asks.
async function leave(event) {
  event.preventDefault();
  const form = event.target;
  const asks = await hasToAsk().catch(() => true);
  if (asks) {
    location.assign(form.action);
  } else {
    await wipe();
    form.submit();
  }
}

async function begin() {
  await open();
  whenChanged(showUnsent);
  each("leave", (form) => form.addEventListener("submit", leave));
  window.addEventListener("online", () => send());
  window.addEventListener("offline", () => { away = true; showNetwork(); });
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(send, MINUTE);
  showNetwork();
  await showUnsent();
  await send();
}

if (isPossible) {
  begin();
  if (navigator.serviceWorker) {
    if (document.readyState === "complete") { beginWorker(); }
    else { window.addEventListener("load", beginWorker); }
  }
}
