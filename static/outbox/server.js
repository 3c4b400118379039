// What the server says. Only a whole answer of the expected shape that names the right record is
// a success; everything else throws a Failure. Its codes: docs/capture.md.

const ADDRESS = "/outbox/";
const SLOWEST = 4000; // bytes a second
let token = "";

export class Failure extends Error {
  constructor(code, message = "", retryAfter = 0) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

async function ask(path, options = {}, patience = 30) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience * 1000);
  try {
    const answer = await fetch(ADDRESS + path, {
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    return understood(answer, await answer.text());
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(stop.signal.aborted ? "timeout" : "network");
  } finally {
    clearTimeout(timer);
  }
}

function understood(answer, text) {
  if (answer.type === "opaqueredirect") throw new Failure("redirected");
  const said = parsed(text);
  if (answer.status === 200 || answer.status === 201) return expected(said.constructor === Object, said);
  const known = answer.status === 429 ? "too_many" : "refused";
  const after = Number(answer.headers.get("Retry-After")) || 0;
  throw new Failure(isText(said.error) ? said.error : known, String(said.message || ""), after);
}

function parsed(text) {
  try { return JSON.parse(text) ?? ""; } catch { return ""; }
}

function expected(fits, said) {
  if (!fits) throw new Failure("unreadable");
  return said;
}

const isText = (...values) => values.every((value) => value && typeof value === "string");
const isReceipt = (said) => said && isText(said.uuid, said.sha256, said.receipt, said.state)
  && Array.isArray(said.missing);
const isOf = (record, said) => isReceipt(said)
  && said.uuid === record.uuid && said.sha256 === record.sha256;

// Who is signed in, and the key to seal with. The token it brings stays in memory alone.
export async function hello({ device, waiting }) {
  const said = await ask(`hello?device=${encodeURIComponent(device)}&waiting=${waiting}`);
  const { user, csrf, key } = said;
  expected(user && key && Number.isInteger(user.id) && isText(user.name, csrf, key.id, key.spki));
  token = csrf;
  return said;
}

export async function send(record) {
  const said = await ask("", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: record.body,
  }, 30 + record.body.length / SLOWEST);
  return expected(isOf(record, said), said);
}

// `file`: {uuid, sha256, bytes}.
export async function sendFile(record, file) {
  const said = await ask(`${record.uuid}/files/${file.uuid}`, {
    method: "PUT",
    headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token },
    body: file.bytes,
  }, 120 + file.bytes.byteLength / SLOWEST);
  const fits = isOf(record, said) && said.file === file.uuid && said.file_sha256 === file.sha256;
  return expected(fits, said);
}

export async function receipts() {
  const said = await ask("receipts");
  expected(Array.isArray(said.receipts), said);
  return said.receipts.filter(isReceipt);
}
