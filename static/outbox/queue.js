// From a draft to a receipt. A record leaves the phone only for a receipt with its own hash.

import { all, asked, author, changed, person, read, write } from "./store.js";
import { erase } from "./drafts.js";
import { base64, byteLength, seal, sha256 } from "./sealing.js";
import { Failure, hello, receipts, send, sendFile } from "./server.js";

const MOST_BYTES = 256 * 1024;
const MOST_SECONDS = 300;
const MOST_ASKED = 3600;
const GREET_AFTER = 600_000;
const KEPT_RECEIPTS = 200;
const STOPS = ["network", "timeout", "redirected", "signed_out", "not_author", "too_many"];

export const isReceived = (record) => Boolean(record.receipt)
  && record.files.every((file) => file.sent);

export const unsent = (rows) => rows.filter((record) => !isReceived(record));

// Draft → queue in one transaction; the same draft twice is one record. Throws Failure no_key
// (never been online) or too_large.
export async function finalise({ draft, fields, photos }) {
  const { uuid, author: id, project, planned } = draft;
  const { serverKey } = await person(author());
  if (!serverKey) throw new Failure("no_key");
  const files = photos.map(({ uuid: file, name, type }) => ({ uuid: file, name, type }));
  const content = { author: id, project, planned, fields, files };
  const { parts, bytes } = await seal({ uuid, content, photos, serverKey });
  let record = null;
  while (!record) record = await queued(await enveloped(draft, parts), bytes);
  changed();
  return record;
}

async function enveloped({ uuid, kind, day, form, author: id }, parts) {
  const me = await read("me", id);
  const sequence = me.sequence + 1;
  const keptAt = new Date().toISOString();
  const head = { outbox: 1, uuid, author: id, device: me.device, sequence, form, kept_at: keptAt };
  const body = JSON.stringify({ ...head, ...parts });
  const files = parts.files.map(({ iv, ...file }) => ({ ...file, sent: false }));
  const size = files.reduce((sum, file) => sum + file.size, byteLength(body));
  if (byteLength(body) > MOST_BYTES) throw new Failure("too_large");
  return {
    uuid, author: id, authorName: me.name, kind, day, size, sequence, keptAt,
    body, sha256: await sha256(body), files,
    attempts: 0, error: null, retryAt: 0, receipt: "", state: "", status: "", note: "",
  };
}

// Null if another page took its number meanwhile.
function queued(record, files) {
  return write(["me", "records", "files", "drafts", "photos"], async (stores) => {
    const known = await asked(stores.records.get(record.uuid));
    if (known) return known;
    const me = await asked(stores.me.get(record.author));
    if (me.sequence + 1 !== record.sequence) return null;
    stores.me.put({ ...me, sequence: record.sequence });
    stores.records.add(record);
    for (const file of files) stores.files.add(file);
    stores.drafts.delete(record.uuid);
    await erase(stores.photos, record.uuid);
    return record;
  });
}

// Newest first.
export async function records(id) {
  return (await all("records", id)).sort((one, other) => other.sequence - one.sequence);
}

export async function waiting() {
  return unsent(await all("records")).length;
}

export async function othersWaiting(id) {
  const found = {};
  for (const record of unsent(await all("records"))) {
    if (record.author === id) continue;
    found[record.author] ||= { name: record.authorName, count: 0 };
    found[record.author].count += 1;
  }
  return Object.values(found);
}

// As sealed as it is here.
export async function copyOf({ uuid, body }) {
  const held = await all("files", uuid);
  const files = held.map((file) => ({ uuid: file.uuid, base64: base64(file.bytes) }));
  const copy = JSON.stringify({ sutro: 1, record: body, files });
  return new Blob([copy], { type: "application/json" });
}

async function alter(uuid, change) {
  const row = await write(["records", "files"], async (stores) => {
    const record = await asked(stores.records.get(uuid));
    if (record && change(record, stores) !== false) stores.records.put(record);
    return record;
  });
  changed();
  return row;
}

// What was not received stays, whoever asks.
export function forget({ uuid }) {
  return alter(uuid, (record, stores) => {
    if (isReceived(record)) stores.records.delete(uuid);
    return false;
  });
}

// Throws Failure not_author if somebody else is signed in by now.
export async function greet() {
  const who = author();
  const { device } = await person(who);
  const said = await hello({ device, waiting: unsent(await all("records", who.id)).length });
  if (said.user.id !== who.id) throw new Failure("not_author");
  const known = { name: said.user.name, serverKey: said.key, greetedAt: Date.now() };
  await write(["me"], async ({ me }) => { me.put({ ...await asked(me.get(who.id)), ...known }); });
  return said;
}

// Sends what is due; `now`: whatever the back-off says, and after another page's round. Returns {sent, left, error}: the error that ended the round.
export function flush({ now = false } = {}) {
  return navigator.locks.request("outbox-flush", { ifAvailable: !now }, (lock) => (
    lock ? sendAll(now) : outcome(0, null)));
}

async function outcome(sent, error) {
  return { sent, left: unsent(await all("records", author().id)).length, error };
}

async function sendAll(now) {
  const who = author();
  let sent = 0;
  try {
    const due = await dueOf(who, now);
    const { greetedAt = 0 } = await person(who);
    if (now || due.length || Math.abs(Date.now() - greetedAt) > GREET_AFTER) {
      await greet();
      for (const record of due) sent += await tried(record);
      await lookUp(who);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return outcome(sent, error);
  }
  return outcome(sent, null);
}

// Those that failed least often first: a bad one never holds up the others.
async function dueOf(who, now) {
  const rows = unsent(await all("records", who.id));
  // Further ahead than any wait: the clock was set back since.
  const isDue = (wait) => wait <= 0 || wait > 1000 * MOST_ASKED;
  return rows.filter((row) => now || isDue(row.retryAt - Date.now()))
    .sort((one, other) => one.attempts - other.attempts || one.sequence - other.sequence);
}

// Throws only what ends the round.
async function tried(record) {
  try {
    return isReceived(await deliver(record)) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, retryAfter } = error;
    await alter(record.uuid, (row) => {
      row.attempts += 1;
      const seconds = Math.min(MOST_SECONDS, 2 ** row.attempts) * (0.5 + Math.random() / 2);
      row.error = { code, message, at: Date.now() };
      row.retryAt = Date.now() + 1000 * Math.min(MOST_ASKED, Math.max(seconds, retryAfter));
      if (code === "unknown") row.receipt = ""; // next time the record goes first again
    });
    if (STOPS.includes(code)) throw error;
    return 0;
  }
}

async function deliver(record) {
  let row = record.receipt ? record : await acknowledged(await send(record));
  for (const { uuid, sha256: hash, sent } of row.files) {
    if (sent) continue;
    const { bytes } = await read("files", uuid);
    row = await acknowledged(await sendFile(record, { uuid, sha256: hash, bytes }));
  }
  return row;
}

// When no file is missing any more, the content goes.
function acknowledged(receipt) {
  return alter(receipt.uuid, (record, stores) => {
    tell(record, receipt);
    record.receipt = receipt.receipt;
    for (const file of record.files) file.sent = !receipt.missing.includes(file.uuid);
    if (!isReceived(record)) return;
    Object.assign(record, { body: null, error: null });
    for (const file of record.files) stores.files.delete(file.uuid);
  });
}

function tell(record, { state, status, note }) {
  Object.assign(record, { state, status: status || "", note: note || "" });
}

// The oldest lines go.
async function lookUp(who) {
  const received = (await records(who.id)).filter(isReceived);
  const open = received.filter((row) => row.status !== "approved" && row.state !== "rejected");
  for (const receipt of open.length ? await receipts() : []) {
    const row = open.find(({ uuid, sha256: hash }) => uuid === receipt.uuid && hash === receipt.sha256);
    const isNews = row && ["state", "status", "note"].some((name) => receipt[name] !== row[name]);
    if (isNews) await alter(row.uuid, (record) => tell(record, receipt));
  }
  for (const old of received.slice(KEPT_RECEIPTS)) await forget(old);
}
