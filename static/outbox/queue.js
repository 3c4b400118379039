// From a draft to a receipt. A record leaves the phone only for a receipt with its own hash.

import { all, asked, author, changed, person, read, write } from "./store.js";
import { erase } from "./drafts.js";
import { base64, byteLength, seal, sha256 } from "./sealing.js";
import { Failure, hello, receipts, send, sendFile } from "./server.js";

const MOST_BYTES = 256 * 1024;
const MOST_SECONDS = 300;
const GREET_AFTER = 10 * 60 * 1000;
const KEPT_RECEIPTS = 200;
const STOPS = ["network", "timeout", "redirected", "signed_out", "not_author", "too_many"];

export const isReceived = (record) => Boolean(record.receipt)
  && record.files.every((file) => file.sent);

// Draft → queue in one transaction: the record is there and the draft is gone, or neither. The
// same draft twice is one record. Throws Failure no_key (never been online) or too_large.
// draft: {uuid, author, project, planned, kind, day, form}; photos: [{uuid, name, type, bytes}].
export async function finalise({ draft, fields, photos }) {
  const { uuid, project, planned, kind, day, form } = draft;
  const { serverKey } = await person(author());
  if (!serverKey) throw new Failure("no_key");
  const files = photos.map(({ uuid: id, name, type }) => ({ uuid: id, name, type }));
  const content = { project, planned, fields, files };
  const sealed = await seal({ uuid, content, photos, serverKey });
  for (;;) {
    const me = await read("me", draft.author);
    const record = await enveloped({ me, uuid, form, sealed });
    const kept = await queued({ ...record, kind, day }, sealed.files, me.sequence);
    if (kept) {
      changed();
      return kept;
    }
  }
}

async function enveloped({ me, uuid, form, sealed }) {
  const keptAt = new Date().toISOString();
  const { author: id, name, device } = me;
  const sequence = me.sequence + 1;
  const { key, wrapped, iv, files } = sealed;
  const listed = files.map(({ uuid: file, sha256: hash, size, iv: its }) => (
    { uuid: file, sha256: hash, size, iv: its }));
  const body = JSON.stringify({
    outbox: 1, uuid, author: id, device, sequence, form, kept_at: keptAt,
    key, wrapped, iv, sealed: sealed.sealed, files: listed,
  });
  const bytes = byteLength(body);
  if (bytes > MOST_BYTES) throw new Failure("too_large");
  return {
    uuid, author: id, authorName: name, sequence, keptAt, body,
    size: files.reduce((sum, file) => sum + file.size, bytes), sha256: await sha256(body),
    files: listed.map(({ uuid: file, sha256: hash, size }) => ({ uuid: file, sha256: hash, size, sent: false })),
    attempts: 0, error: null, retryAt: 0, receipt: "", state: "", status: "", note: "",
  };
}

// The record as it is kept; null if another page took the number meanwhile.
function queued(record, files, sequence) {
  return write(["me", "records", "files", "drafts", "photos"], async (stores) => {
    const known = await asked(stores.records.get(record.uuid));
    if (known) return known;
    const me = await asked(stores.me.get(record.author));
    if (me.sequence !== sequence) return null;
    stores.me.put({ ...me, sequence: record.sequence });
    stores.records.add(record);
    for (const { uuid, bytes } of files) stores.files.add({ uuid, record: record.uuid, bytes });
    stores.drafts.delete(record.uuid);
    await erase(stores.photos, record.uuid);
    return record;
  });
}

// Newest first.
export async function records(id) {
  const rows = await all("records", id);
  return rows.sort((one, other) => other.sequence - one.sequence);
}

const unsent = (rows) => rows.filter((record) => !isReceived(record));

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

// As a file that a manager can upload. It stays as sealed as it is here.
export async function copyOf(record) {
  const files = await all("files", record.uuid);
  const held = files.map(({ uuid, bytes }) => ({ uuid, base64: base64(bytes) }));
  const copy = { sutro: 1, record: record.body, files: held };
  return new Blob([JSON.stringify(copy)], { type: "application/json" });
}

// Takes the line of something received away. What was not received stays whoever asks.
export async function forget({ uuid }) {
  await write(["records"], async (stores) => {
    const record = await asked(stores.records.get(uuid));
    if (record && isReceived(record)) stores.records.delete(uuid);
  });
  changed();
}

// Asks the server who is signed in. Throws Failure not_author if it is not whom the page is for.
export async function greet() {
  const who = author();
  if (!who) throw new Failure("signed_out");
  const { device } = await person(who);
  const said = await hello({ device, waiting: unsent(await all("records", who.id)).length });
  if (said.user.id !== who.id) throw new Failure("not_author");
  await write(["me"], async ({ me }) => {
    const row = await asked(me.get(who.id));
    me.put({ ...row, name: said.user.name, serverKey: said.key, greetedAt: Date.now() });
  });
  return said;
}

// Sends what is due of whom the page is for; `now`: whatever the back-off says, and after another
// page's round if there is one. Returns {sent, left, error}; the error of the round, if it stopped.
export async function flush({ now = false } = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 20_000);
  const way = now ? { signal: patience.signal } : { ifAvailable: true };
  try {
    return await navigator.locks.request("outbox-flush", way, (lock) => {
      clearTimeout(timer);
      return lock ? round(now) : outcome(0, null);
    });
  } catch (error) {
    if (error.name === "AbortError") return outcome(0, null);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function outcome(sent, error) {
  const who = author();
  return { sent, left: who ? unsent(await all("records", who.id)).length : 0, error };
}

async function round(now) {
  const who = author();
  if (!who) return outcome(0, null);
  const me = await person(who);
  const due = await isDue(who, now);
  if (!now && !due.length && Date.now() - (me.greetedAt || 0) < GREET_AFTER) return outcome(0, null);
  let sent = 0;
  let stopped = null;
  try {
    await greet();
    for (const record of due) {
      stopped = await tried(record);
      if (stopped) break;
      sent += isReceived(await read("records", record.uuid)) ? 1 : 0;
    }
    if (!stopped) await lookUp(who);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    stopped = error;
  }
  return outcome(sent, stopped);
}

// Those that failed least often first: a bad one never holds up the others.
async function isDue(who, now) {
  const rows = unsent(await all("records", who.id)).filter((row) => now || row.retryAt <= Date.now());
  return rows.sort((one, other) => one.attempts - other.attempts || one.sequence - other.sequence);
}

// Returns the failure that ends the round, if it is one of those.
async function tried(record) {
  try {
    await deliver(record);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const attempts = record.attempts + 1;
    const seconds = Math.min(MOST_SECONDS, 2 ** attempts) * (0.5 + Math.random() / 2);
    const { code, message, retryAfter } = error;
    await note(record.uuid, {
      attempts,
      error: { code, message, at: Date.now() },
      retryAt: Date.now() + 1000 * Math.max(seconds, retryAfter),
      ...(code === "unknown" ? { receipt: "" } : {}),
    });
    return STOPS.includes(code) ? error : null;
  }
  return null;
}

async function deliver(record) {
  let row = record.receipt ? record : await acknowledged(record.uuid, await send(record));
  for (const { uuid, sha256: hash, sent } of row.files) {
    if (sent) continue;
    const { bytes } = await read("files", uuid);
    row = await acknowledged(record.uuid, await sendFile(record, { uuid, sha256: hash, bytes }));
  }
}

// What the receipt says; when no file is missing any more, the content goes.
async function acknowledged(uuid, receipt) {
  const row = await write(["records", "files"], async (stores) => {
    const record = await asked(stores.records.get(uuid));
    told(record, receipt);
    record.receipt = receipt.receipt;
    for (const file of record.files) file.sent = !receipt.missing.includes(file.uuid);
    if (isReceived(record)) {
      Object.assign(record, { body: null, error: null });
      for (const file of record.files) stores.files.delete(file.uuid);
    }
    stores.records.put(record);
    return record;
  });
  changed();
  return row;
}

function told(record, { state, status, note: words }) {
  Object.assign(record, { state, status: status || "", note: words || "" });
}

async function note(uuid, changes) {
  await write(["records"], async (stores) => {
    stores.records.put({ ...await asked(stores.records.get(uuid)), ...changes });
  });
  changed();
}

// What has become of those the server has, and an end to the oldest lines.
async function lookUp(who) {
  const received = (await records(who.id)).filter(isReceived);
  const open = received.filter((row) => row.status !== "approved" && row.state !== "rejected");
  if (!open.length) return;
  const said = new Map((await receipts()).map((receipt) => [receipt.uuid, receipt]));
  await write(["records"], async (stores) => {
    for (const { uuid, sha256: hash } of open) {
      const receipt = said.get(uuid);
      const record = await asked(stores.records.get(uuid));
      if (!record || receipt?.sha256 !== hash) continue;
      told(record, receipt);
      stores.records.put(record);
    }
    for (const { uuid } of received.slice(KEPT_RECEIPTS)) stores.records.delete(uuid);
  });
  changed();
}
