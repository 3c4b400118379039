// From a draft to a receipt. A record leaves the phone only for a receipt with its own hash.

import { all, asked, author, changed, despiteFull, person, read, write } from "./store.js";
import { erase } from "./drafts.js";
import { base64, byteLength, seal, sha256 } from "./sealing.js";
import { Failure, hello, receipts, send, sendFile } from "./server.js";

const MOST_BYTES = 256 * 1024;
const MOST_SECONDS = 300;
const MOST_ASKED = 3600;
const GREET_AFTER = 600_000;
const KEPT_RECEIPTS = 200;
const STOPS = ["network", "timeout", "redirected", "signed_out", "not_author", "too_many"];

// A photo that is lost is waited for by a reviewer, not by the phone.
export const isReceived = (record) => Boolean(record.receipt)
  && record.files.every((file) => file.sent || file.lost);

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
    attempts: 0, error: null, retryAt: 0, receipt: "", state: "", status: "",
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
    found[record.author] ||= { name: record.authorName, records: [] };
    found[record.author].records.push(record);
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
  let isChanged = true;
  const row = await write(["records", "files"], async (stores) => {
    const record = await asked(stores.records.get(uuid));
    isChanged = record && change(record, stores) !== false;
    if (isChanged) stores.records.put(record);
    return record;
  });
  if (isChanged) changed();
  return row;
}

// Throws Failure not_author if somebody else is signed in by now.
export async function greet() {
  const who = author();
  const { device } = await person(who);
  const said = await hello({ device, waiting: unsent(await all("records", who.id)).length });
  if (said.user.id !== who.id) throw new Failure("not_author");
  const known = { name: said.user.name, serverKey: said.key, greetedAt: Date.now() };
  await write(["me"], async ({ me }) => { me.put({ ...await asked(me.get(who.id)), ...known }); })
    .catch(despiteFull);
  return said;
}

// Sends what is due; `now`: whatever the back-off says, and after another page's round. Returns
// {sent, left, error}: the error that ended the round.
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
  const due = await dueOf(who, now);
  try {
    const { greetedAt = 0 } = await person(who);
    if (now || due.length || Math.abs(Date.now() - greetedAt) > GREET_AFTER) {
      await greet();
      while (due.length) sent += await tried(due.shift());
      await lookUp(who);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    for (const { uuid } of due) await note(uuid, error);
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
    const isFailure = error instanceof Failure;
    if (!isFailure) console.error(error);
    const { code, retryAfter } = isFailure ? error : new Failure("broken");
    await note(record.uuid, { code, message: error.message }, (row) => {
      row.attempts += 1;
      const seconds = Math.min(MOST_SECONDS, 2 ** row.attempts) * (0.5 + Math.random() / 2);
      row.retryAt = Date.now() + 1000 * Math.min(MOST_ASKED, Math.max(seconds, retryAfter));
      if (code === "unknown") row.receipt = ""; // next time the record goes first again
    });
    if (STOPS.includes(code)) throw error;
    return 0;
  }
}

// Why it was not sent; what is said already, or sent meanwhile, is not written to.
function note(uuid, { code, message }, count) {
  return alter(uuid, (row) => {
    if (isReceived(row) || (row.error?.code === code && !count)) return false;
    row.error = { code, message, at: Date.now() };
    count?.(row);
    return true;
  }).catch(despiteFull);
}

async function deliver(record) {
  let row = record.receipt ? record : await acknowledged(record, await send(record));
  for (const { uuid, sha256: hash, sent } of row.files) {
    if (sent) continue;
    const held = await read("files", uuid);
    if (held) row = await acknowledged(row, await sendFile(record, { uuid, sha256: hash, bytes: held.bytes }));
    else row = await settled(row, (file) => { file.lost ||= file.uuid === uuid; });
  }
  return row;
}

function acknowledged(record, receipt) {
  const { uuid, missing, receipt: code } = receipt;
  return settled(record, (file) => { file.sent = !missing.includes(file.uuid); }, (row) => {
    tell(row, receipt);
    row.receipt = code;
  });
}

// When no file is waited for any more, the content goes. On a full phone so does the whole line:
// the server's list has it.
async function settled(record, ofFile, ofRecord) {
  const { uuid } = record;
  const settle = (row) => {
    ofRecord?.(row);
    row.files.forEach(ofFile);
    if (isReceived(row)) Object.assign(row, { body: null, error: null });
  };
  const drop = (row, { files }) => row.files.forEach((file) => files.delete(file.uuid));
  try {
    return await alter(uuid, (row, stores) => {
      settle(row);
      if (isReceived(row)) drop(row, stores);
    });
  } catch (error) {
    despiteFull(error);
    settle(record);
    if (isReceived(record)) {
      await write(["records", "files"], (stores) => {
        drop(record, stores);
        stores.records.delete(uuid);
      });
      changed();
    }
    return record;
  }
}

function tell(record, { state, status }) {
  Object.assign(record, { state, status: status || "" });
}

// The oldest lines go.
async function lookUp(who) {
  const received = (await records(who.id)).filter(isReceived);
  const open = received.filter((row) => row.status !== "approved" && row.state !== "rejected");
  for (const receipt of open.length ? await receipts() : []) {
    const row = open.find(({ uuid, sha256: hash }) => uuid === receipt.uuid && hash === receipt.sha256);
    const isNews = row && (receipt.state !== row.state || receipt.status !== row.status);
    if (isNews) await alter(row.uuid, (record) => tell(record, receipt)).catch(despiteFull);
  }
  for (const old of received.slice(KEPT_RECEIPTS)) await forget(old);
}

// What was not received stays, whoever asks.
function forget({ uuid }) {
  return write(["records"], async (stores) => {
    const row = await asked(stores.records.get(uuid));
    if (row && isReceived(row)) stores.records.delete(uuid);
  });
}
