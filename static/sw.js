// The service worker: what opens without a network. It touches GET alone and keeps nothing about
// people: static files, the blank form and the empty outbox, of one user at a time. The server
// writes SHELL above this: {version, static, files, form, outbox}.
"use strict";
const FILES = `files-${SHELL.version}`;
const PAGES = `pages-${SHELL.version}-`; // the id of the user whose pages they are comes after it
const PATIENCE = 4_000;
const FRESH = 600_000;
const OUT_OF_ORDER = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") { self.skipWaiting(); }
  if (event.data.keep) { event.waitUntil(keep(event.data.keep)); }
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) { return; }
  if (url.pathname.startsWith(SHELL.static)) {
    event.respondWith(file(event));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request, url));
  }
});

async function file(event) {
  const { request } = event;
  const kept = await caches.match(request, { cacheName: FILES, ignoreVary: true }).catch(nothing);
  if (kept) { return kept; }
  const answer = await fetch(request);
  if (answer.status === 200) { event.waitUntil(keepFile(request, answer.clone()).catch(nothing)); }
  return answer;
}

// On a full phone, or one that has lost what it kept, a page is what the network brings.
function nothing() { return undefined; }

async function keepFile(request, answer) {
  return (await caches.open(FILES)).put(request, answer);
}

async function page(request, url) {
  const kept = await keptPage(url).catch(nothing);
  try {
    if (!kept) { return await fetch(request); }
    const answer = await Promise.race([fetch(request), tooLate()]);
    return OUT_OF_ORDER.includes(answer.status) ? kept : answer;
  } catch {
    if (kept) { return kept; }
    const outbox = await keptPage(new URL(SHELL.outbox, location)).catch(nothing);
    return outbox ? Response.redirect(SHELL.outbox) : Response.error();
  }
}

function tooLate() {
  return new Promise((_, reject) => { setTimeout(reject, PATIENCE); });
}

async function keptPage(url) {
  if (url.pathname !== SHELL.form && url.pathname !== SHELL.outbox) { return undefined; }
  const mine = (await caches.keys()).find((name) => name.startsWith(PAGES));
  const project = url.pathname === SHELL.form && url.searchParams.get("project");
  return mine && (await caches.open(mine)).match(project ? ofProject(project) : url.pathname);
}

function ofProject(slug) { return `${SHELL.form}?project=${encodeURIComponent(slug)}`; }

// `used`: static files that the page has loaded, such as a font.
async function keep({ user, project, language, used }) {
  const mine = PAGES + user;
  for (const name of await caches.keys()) {
    if (name.startsWith("pages-") && !name.endsWith(`-${user}`)) { await caches.delete(name); }
  }
  await add([...SHELL.files, ...used]);
  const pages = await caches.open(mine);
  for (const key of project ? [ofProject(project), SHELL.outbox] : [SHELL.outbox]) {
    const had = await pages.match(key);
    const { at, language: spoken } = had ? JSON.parse(had.headers.get("X-Kept")) : {};
    if (spoken !== language || Math.abs(Date.now() - at) > FRESH) { await renew(pages, key, user); }
  }
  const form = await pages.match(ofProject(project));
  if (form) { await pages.put(SHELL.form, form); }
}

async function add(addresses) {
  const files = await caches.open(FILES);
  const missing = new Set(addresses.map((address) => new URL(address, location).href));
  for (const { url } of await files.keys()) { missing.delete(url); }
  await files.addAll([...missing]);
}

// Only the whole page of this user, project and version is kept. An answer that says neither yes nor
// no (a redirect, a fault) is an error: what was kept before stays.
async function renew(pages, key, user) {
  const asked = new URL(key, location);
  const project = asked.searchParams.get("project");
  asked.searchParams.set("shell", "1");
  const answer = await fetch(asked, { redirect: "manual", cache: "no-store" });
  if (answer.status === 0 || answer.status >= 500) { throw new Error(key); }
  const text = await answer.text();
  const whose = `data-shell="${user} ${project ? `${project}"` : ""}`;
  if (answer.status !== 200 || !text.includes(whose)) { return pages.delete(key); }
  if (!text.includes(`data-version="${SHELL.version}"`)) { throw new Error(key); }
  const headers = new Headers(answer.headers);
  headers.set("X-Kept", JSON.stringify({ at: Date.now(), language: headers.get("Content-Language") }));
  return pages.put(key, new Response(text, { headers }));
}

// With the files come the pages that name them, or the old version stays whole.
async function install() {
  await add(SHELL.files);
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-") || name.startsWith(PAGES)) { continue; }
    const user = name.slice(name.lastIndexOf("-") + 1);
    const pages = await caches.open(PAGES + user);
    for (const { url } of await (await caches.open(name)).keys()) {
      await renew(pages, url.slice(location.origin.length), user);
    }
  }
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name !== FILES && !name.startsWith(PAGES)) { await caches.delete(name); }
  }
  await self.clients.claim();
}
