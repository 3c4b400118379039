// IndexedDB "sutro", and who is at the page. Nothing here knows what a record or a draft is.

const STORES = {
  me: { key: "author" },
  drafts: { key: "uuid", index: "author" },
  photos: { key: "uuid", index: "draft" },
  records: { key: "uuid", index: "author" },
  files: { key: "uuid", index: "record" },
};
let opening = null;

// Whether this browser can seal and keep; where it cannot, forms post as any form does.
export const isSupported = Boolean(
  window.isSecureContext && window.crypto?.subtle && crypto.randomUUID && window.indexedDB
  && navigator.locks,
);

export function open() {
  opening ||= new Promise((resolve, reject) => {
    const request = indexedDB.open("sutro", 1);
    request.onupgradeneeded = () => {
      for (const [name, { key, index }] of Object.entries(STORES)) {
        const store = request.result.createObjectStore(name, { keyPath: key });
        if (index) store.createIndex(index, index);
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      const leave = () => { database.close(); opening = null; };
      database.onversionchange = leave;
      database.onclose = leave;
      resolve(database);
    };
    request.onerror = () => { opening = null; reject(request.error); };
  });
  return opening;
}

export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function read(store, key) {
  return asked((await open()).transaction(store).objectStore(store).get(key));
}

// All rows of a store; with a value, those that have it in the store's index.
export async function all(store, value) {
  const rows = (await open()).transaction(store).objectStore(store);
  return asked(value === undefined ? rows.getAll() : rows.index(STORES[store].index).getAll(value));
}

// One transaction, on the disk when it resolves. `work` is given the stores by name; it may wait
// for `asked()` requests of them and for nothing else. What it throws undoes all of it.
export async function write(names, work) {
  const transaction = (await open()).transaction(names, "readwrite", { durability: "strict" });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  let refusal = null;
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(refusal || transaction.error);
  });
  const result = Promise.resolve(work(stores)).catch((error) => {
    refusal = error;
    try { transaction.abort(); } catch { refusal ||= transaction.error; }
  });
  await done;
  return result;
}

// Whom the page was made for: base.html writes it as <body data-user="7" data-user-name="…">.
export function author() {
  const { user, userName } = document.body.dataset;
  return user ? { id: Number(user), name: userName } : null;
}

// The row of that person on this phone, made at the first sight of them.
export function person({ id, name }) {
  return write(["me"], async ({ me }) => {
    const known = await asked(me.get(id));
    const row = known || { author: id, name, device: crypto.randomUUID(), sequence: 0 };
    if (!known) me.put(row);
    return row;
  });
}

// Tells this page and all others of this phone that something of the outbox is otherwise now.
export const channel = new BroadcastChannel("sutro");
export function changed(what = "outbox") {
  channel.postMessage(what);
  window.dispatchEvent(new Event("outbox"));
}
