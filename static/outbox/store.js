// IndexedDB "sutro", and who is at the page.

// Each store's key, and its index.
const STORES = {
  me: ["author"],
  drafts: ["uuid", "author"],
  photos: ["uuid", "draft"],
  records: ["uuid", "author"],
  files: ["uuid", "record"],
};
const CHUNK = 65_536;
const CHUNKS = 80; // 5 MB
let opening = null;

export const isSupported = Boolean(window.isSecureContext && window.crypto?.subtle
  && crypto.randomUUID && window.indexedDB && navigator.locks);

export function open() {
  opening ||= new Promise((resolve, reject) => {
    const request = indexedDB.open("sutro", 1);
    request.onupgradeneeded = () => {
      for (const [name, [keyPath, index]] of Object.entries(STORES)) {
        const store = request.result.createObjectStore(name, { keyPath });
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

// All rows, or those with that value in the index.
export async function all(store, value) {
  const rows = (await open()).transaction(store).objectStore(store);
  return asked(value === undefined ? rows.getAll() : rows.index(STORES[store][1]).getAll(value));
}

// One transaction, on the disk when it resolves. `work` gets the stores by name and may wait for
// `asked()` alone. What it throws undoes all of it.
export async function write(names, work) {
  const transaction = (await open()).transaction(names, "readwrite", { durability: "strict" });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  let refusal = null;
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error || refusal);
  });
  const result = Promise.resolve(work(stores)).catch((error) => {
    refusal = error;
    try { transaction.abort(); } catch { /* it is over: onabort has said why */ }
  });
  await done;
  return result;
}

// What cannot be noted on a full phone is left out: what is sent and deleted makes room.
export function despiteFull(error) {
  if (error.name !== "QuotaExceededError") throw error;
}

// Whether some photos fit; what the browser estimates of the room is no answer to that.
export async function hasRoom() {
  const noise = crypto.getRandomValues(new Uint8Array(CHUNK));
  try {
    await write(["photos"], ({ photos }) => {
      photos.put({ uuid: "room", bytes: new Blob(Array(CHUNKS).fill(noise)) });
    });
    await write(["photos"], ({ photos }) => { photos.delete("room"); });
    return true;
  } catch (error) {
    despiteFull(error);
    return false;
  }
}

// Whom the page was made for.
export function author() {
  const { user, userName } = document.body.dataset;
  return user ? { id: Number(user), name: userName } : null;
}

export function person({ id, name }) {
  return write(["me"], async ({ me }) => {
    const known = await asked(me.get(id));
    const row = known || { author: id, name, device: crypto.randomUUID(), sequence: 0 };
    if (!known) me.put(row);
    return row;
  });
}

// A Web Lock for as long as the page is there; false if another page has it.
export function holdUntilGone(name, options) {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, options, (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise(() => {});
    }).catch(reject);
  });
}

// Tells all pages of this phone.
export const channel = new BroadcastChannel("sutro");
export function changed(what = "outbox") {
  channel.postMessage(what);
  window.dispatchEvent(new Event("outbox"));
}
