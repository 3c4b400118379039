// A record and its photos under one new AES key, which only the server can unwrap.

const AES = "AES-GCM";
const encode = (text) => new TextEncoder().encode(text);

export function base64(bytes) {
  const view = new Uint8Array(bytes);
  let binary = "";
  for (let at = 0; at < view.length; at += 0x8000) {
    binary += String.fromCharCode(...view.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export async function sha256(data) {
  const bytes = typeof data === "string" ? encode(data) : data;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const byteLength = (text) => encode(text).length;

// Under that key, bound to the id of what is sealed: {iv, sealed}, both bytes.
export async function sealWith(key, id, data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const way = { name: AES, iv, additionalData: encode(id) };
  const bytes = typeof data === "string" ? encode(data) : data;
  return { iv, sealed: await crypto.subtle.encrypt(way, key, bytes) };
}

export function openWith(key, id, { iv, sealed }) {
  const way = { name: AES, iv, additionalData: encode(id) };
  return crypto.subtle.decrypt(way, key, sealed);
}

// A key for drafts: nothing can read it out of the browser, destroying it destroys them.
export function newDraftKey() {
  return crypto.subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

// The sealed parts of an envelope as docs/capture.md writes it, and the files to send after it.
export async function seal({ uuid, content, photos, serverKey }) {
  const rsa = { name: "RSA-OAEP", hash: "SHA-256" };
  const lock = await crypto.subtle.importKey(
    "spki", fromBase64(serverKey.spki), rsa, false, ["wrapKey"],
  );
  const key = await crypto.subtle.generateKey({ name: AES, length: 256 }, true, ["encrypt"]);
  const { iv, sealed } = await sealWith(key, uuid, JSON.stringify(content));
  const files = [];
  for (const photo of photos) {
    const kept = await sealWith(key, photo.uuid, photo.bytes);
    const size = kept.sealed.byteLength;
    const hash = await sha256(kept.sealed);
    files.push({ uuid: photo.uuid, sha256: hash, size, iv: base64(kept.iv), bytes: kept.sealed });
  }
  const wrapped = base64(await crypto.subtle.wrapKey("raw", key, lock, rsa));
  return { key: serverKey.id, wrapped, iv: base64(iv), sealed: base64(sealed), files };
}
