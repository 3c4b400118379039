const AES = "AES-GCM";
const encode = (text) => new TextEncoder().encode(text);
const bytesOf = (data) => (typeof data === "string" ? encode(data) : data);

export function base64(bytes) {
  const view = new Uint8Array(bytes);
  let binary = "";
  for (let at = 0; at < view.length; at += 0x8000) {
    binary += String.fromCharCode(...view.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export async function sha256(data) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(data)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const byteLength = (text) => encode(text).length;

// Bytes, bound to the id.
export async function sealWith(key, id, data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const way = { name: AES, iv, additionalData: encode(id) };
  return { iv, sealed: await crypto.subtle.encrypt(way, key, bytesOf(data)) };
}

export function openWith(key, id, { iv, sealed }) {
  const way = { name: AES, iv, additionalData: encode(id) };
  return crypto.subtle.decrypt(way, key, sealed);
}

// Nothing can read it out of the browser.
export function newDraftKey() {
  return crypto.subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

// One new AES key, which only the server can unwrap: the parts of an envelope (docs/capture.md),
// and the bytes of its files.
export async function seal({ uuid, content, photos, serverKey }) {
  const rsa = { name: "RSA-OAEP", hash: "SHA-256" };
  const spki = fromBase64(serverKey.spki);
  const lock = await crypto.subtle.importKey("spki", spki, rsa, false, ["wrapKey"]);
  const key = await crypto.subtle.generateKey({ name: AES, length: 256 }, true, ["encrypt"]);
  const { iv, sealed } = await sealWith(key, uuid, JSON.stringify(content));
  const files = [];
  const bytes = [];
  for (const photo of photos) {
    const kept = await sealWith(key, photo.uuid, photo.bytes);
    const hash = await sha256(kept.sealed);
    files.push({ uuid: photo.uuid, sha256: hash, size: kept.sealed.byteLength, iv: base64(kept.iv) });
    bytes.push({ uuid: photo.uuid, record: uuid, bytes: kept.sealed });
  }
  const wrapped = base64(await crypto.subtle.wrapKey("raw", key, lock, rsa));
  return { parts: { key: serverKey.id, wrapped, iv: base64(iv), sealed: base64(sealed), files }, bytes };
}
