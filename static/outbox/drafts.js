// What is being written, under a key that sign-out destroys. A draft: {uuid, author, project,
// planned, form, kind, day, fields, photos: [{uuid, name, type, size}], changedAt}.

import { all, asked, author, changed, despiteFull, person, read, write } from "./store.js";
import { Failure } from "./server.js";
import { newDraftKey, openWith, sealWith } from "./sealing.js";

// What was begun before a sign-out in another tab is not brought back; but if the browser lost all
// that it kept, what stands in the form is kept anew.
async function keyFor(draft) {
  const known = await read("me", draft.author);
  if (known && !known.draftKey && draft.changedAt) throw new Failure("wiped");
  const me = known || await person(author());
  if (me.draftKey) return me.draftKey;
  const made = await newDraftKey();
  return write(["me"], async ({ me: people }) => {
    const row = await asked(people.get(draft.author));
    row.draftKey ||= made;
    people.put(row);
    return row.draftKey;
  });
}

// `photo`: one more, {uuid, name, type, bytes}.
export async function keep(draft, photo) {
  const key = await keyFor(draft);
  const next = { ...draft, changedAt: Date.now() };
  if (photo) {
    const { uuid, name, type, bytes } = photo;
    next.photos = [...draft.photos, { uuid, name, type, size: bytes.byteLength }];
  }
  const content = await sealWith(key, draft.uuid, JSON.stringify(next));
  const picture = photo && await sealWith(key, photo.uuid, photo.bytes);
  await write(["me", "drafts", "photos"], async ({ me, drafts: rows, photos }) => {
    if (!(await asked(me.get(draft.author))).draftKey) throw new Failure("wiped");
    rows.put({ uuid: draft.uuid, author: draft.author, ...content });
    if (picture) photos.put({ uuid: photo.uuid, draft: draft.uuid, ...picture });
    const held = await asked(photos.index("draft").getAllKeys(draft.uuid));
    const wanted = next.photos.map(({ uuid }) => uuid);
    held.filter((uuid) => !wanted.includes(uuid)).forEach((uuid) => photos.delete(uuid));
  });
  Object.assign(draft, next);
  changed();
  return draft;
}

async function opened(row, key) {
  return JSON.parse(new TextDecoder().decode(await openWith(key, row.uuid, row)));
}

// Newest first; without any that cannot be opened.
export async function drafts(id) {
  const key = (await read("me", id))?.draftKey;
  if (!key) return [];
  const rows = await all("drafts", id);
  const found = await Promise.all(rows.map((row) => opened(row, key).catch(() => null)));
  return found.filter(Boolean).sort((one, other) => other.changedAt - one.changedAt);
}

// One's own, or null.
export async function draftOf(uuid, id) {
  const [row, me] = await Promise.all([read("drafts", uuid), read("me", id)]);
  return row && row.author === id && me?.draftKey ? opened(row, me.draftKey) : null;
}

export async function photosOf(draft) {
  const key = (await read("me", draft.author))?.draftKey;
  return Promise.all(draft.photos.map(async (photo) => {
    const row = await read("photos", photo.uuid);
    return { ...photo, bytes: await openWith(key, photo.uuid, row) };
  }));
}

export function addressOf(draft) {
  const query = new URLSearchParams({ project: draft.project, draft: draft.uuid });
  if (draft.planned) query.set("planned", draft.planned);
  return `/activities/new/?${query}`;
}

// False if another page is writing it.
export function drop(uuid) {
  return navigator.locks.request(`draft:${uuid}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await write(["drafts", "photos"], ({ drafts: rows, photos }) => {
      rows.delete(uuid);
      return erase(photos, uuid);
    });
    changed();
    return true;
  });
}

export async function erase(photos, uuid) {
  (await asked(photos.index("draft").getAllKeys(uuid))).forEach((key) => photos.delete(key));
}

// At sign-out. Pages that are writing hear it, and stop. A full phone, where nothing can be written,
// forgets with the key which device it was.
export async function destroyKey(id) {
  await destroy(id, (me, row) => me.put({ ...row, draftKey: undefined })).catch((error) => {
    despiteFull(error);
    return destroy(id, (me) => me.delete(id));
  });
  changed("wiped");
}

function destroy(id, forget) {
  return write(["me", "drafts", "photos"], async ({ me, drafts: rows, photos }) => {
    const row = await asked(me.get(id));
    if (row) forget(me, row);
    for (const uuid of await asked(rows.index("author").getAllKeys(id))) {
      rows.delete(uuid);
      await erase(photos, uuid);
    }
  });
}
