// The outbox's page: what this phone holds, from IndexedDB. The words are the template's.

import { addressOf, drafts, drop } from "./drafts.js";
import { copyOf, isReceived, othersWaiting, records, unsent } from "./queue.js";
import { isPossible, number, say, send, whenChanged } from "./shell.js";
import { author, hasRoom } from "./store.js";

const KILO = 1024;
const phone = document.getElementById("phone");
const words = phone.dataset;
const who = author();
const part = (name) => phone.querySelector(`[data-part=${name}]`);
const said = phone.querySelector("[data-said]");
const months = words.months.split("|");
let shown = "";

// A line of the page: the text of each `data-<name>` in it.
function line(template, texts) {
  const item = document.getElementById(template).content.cloneNode(true).firstElementChild;
  for (const [name, text] of Object.entries(texts)) {
    item.querySelectorAll(`[data-${name}]`).forEach((place) => { place.textContent = text; });
  }
  return item;
}

function fill(name, items) {
  part(name).hidden = !items.length;
  part(name).querySelector("[data-rows]").replaceChildren(...items);
}

const digits = (text) => text.replace(/\d/g, (digit) => number(Number(digit)));
const title = (row) => row.kind || words.record;
const size = (bytes) => say(words.size, Math.ceil(bytes / KILO));
const code = (receipt) => words.receipt.replace("#", digits(receipt.replace(/...(?=.)/g, "$& ")));

function day(iso) {
  const [year, month, date] = iso.split("-");
  return digits(`${Number(date)} ${months[month - 1]} ${year}`);
}

// In Bangladesh, whatever the phone's own zone.
function until(at) {
  const [date, time] = new Date(at).toLocaleString("sv", { timeZone: "Asia/Dhaka" }).split(" ");
  return words.changed.replace("#", `${day(date)}, ${digits(time.slice(0, 5))}`);
}

function facts(...found) { return found.filter(Boolean).join(" · "); }

function stateOf(record) {
  const { receipt, state, status } = record;
  if (!receipt) { return "phone"; }
  if (!isReceived(record)) { return "partly"; }
  if (state === "quarantined" || state === "rejected") { return state; }
  return ["draft", "approved", "returned"].includes(status) ? status : "received";
}

function showState(item, record) {
  const states = document.getElementById("t-states").content;
  const state = states.querySelector(`.is-${stateOf(record)}`);
  item.querySelector("[data-state]").replaceWith(state.cloneNode(true));
}

function plainly({ code: asked, message }) {
  const errors = document.getElementById("t-errors").content;
  const known = errors.querySelector(`[data-for~="${asked}"]`);
  return known ? known.textContent : message || errors.querySelector("[data-for=other]").textContent;
}

function waitingLine(record) {
  const tried = record.attempts && say(words.attempts, record.attempts);
  const item = line("t-record", {
    title: title(record),
    facts: facts(record.day && day(record.day), size(record.size), tried),
    code: record.receipt && code(record.receipt),
    error: record.error ? plainly(record.error) : "",
  });
  showState(item, record);
  item.querySelector("[data-keep]").addEventListener("click", () => download(record));
  return item;
}

// They are sealed: whoever takes the copies along cannot read them either.
function othersLine({ name, records: waiting }) {
  const item = line("t-other", { name, count: number(waiting.length) });
  item.querySelector("[data-keep]").addEventListener("click", async () => {
    for (const record of waiting) { await download(record); }
  });
  return item;
}

function receivedLine(record) {
  const item = line("t-received", {
    title: title(record),
    facts: facts(record.day && day(record.day), record.files.some(({ lost }) => lost) && words.lost),
    code: code(record.receipt),
  });
  showState(item, record);
  item.firstElementChild.href = `/outbox/receipts/${record.receipt}/`;
  return item;
}

function draftLine(draft) {
  const held = draft.photos.reduce((sum, photo) => sum + photo.size, 0);
  const item = line("t-draft", {
    title: title(draft),
    facts: facts(draft.day && day(draft.day), held && size(held), until(draft.changedAt)),
  });
  item.querySelector("[data-continue]").href = addressOf(draft);
  item.querySelector("[data-delete]").addEventListener("click", async () => {
    if (!await drop(draft.uuid)) { said.textContent = said.dataset.elsewhere; }
  });
  return item;
}

async function download(record) {
  const copy = await copyOf(record).catch(console.error);
  if (!copy) {
    said.textContent = plainly({ code: "broken" });
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(copy);
  link.download = `${words.copy}-${record.day}-${record.uuid.slice(0, 8)}.sutro`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function show() {
  const [mine, others, begun] = await Promise.all([
    records(who.id), othersWaiting(who.id), drafts(who.id)]);
  const now = JSON.stringify([mine, others, begun], (name, value) => (name === "body" ? "" : value));
  if (now === shown) { return; }
  shown = now;
  const waiting = unsent(mine);
  const known = mine.filter((record) => isReceived(record)
    && !document.querySelector(`[data-received="${record.uuid}"]`));
  fill("records", waiting.map(waitingLine));
  fill("others", others.map(othersLine));
  fill("drafts", begun.map(draftLine));
  fill("received", known.map(receivedLine));
  part("nothing").hidden = Boolean(waiting.length || others.length || begun.length);
}

async function sendNow({ currentTarget: button }) {
  button.disabled = true;
  said.textContent = said.dataset.sending;
  const error = await send({ now: true }).catch((failure) => {
    console.error(failure);
    return { code: "broken" };
  });
  await show();
  const left = unsent(await records(who.id)).length;
  said.textContent = facts(error && plainly(error), left ? say(said.dataset.left, left) : said.dataset.done);
  button.disabled = false;
}

async function showRoom() {
  phone.querySelector("[data-full]").hidden = !unsent(await records(who.id)).length || await hasRoom();
}

// From the page of a new activity one comes here with what was just kept.
async function welcome() {
  await show();
  const asked = new URLSearchParams(location.search);
  const record = (await records(who.id)).find(({ uuid }) => uuid === asked.get("record"));
  if (record) { said.textContent = isReceived(record) ? said.dataset.received : said.dataset.kept; }
  if (asked.has("draft")) { said.textContent = said.dataset.draft; }
}

if (isPossible) {
  whenChanged(show);
  welcome();
  showRoom();
  phone.querySelector("[data-send]").addEventListener("click", sendNow);
} else {
  const notice = phone.querySelector("[data-unable]");
  notice.hidden = false;
  notice.textContent = notice.dataset.unable;
}
