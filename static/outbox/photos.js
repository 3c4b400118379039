// Photos: upright, at most 1600 px, drawn anew so that nothing but the picture is kept.

import { say as sayNumber } from "../log.js";
import { keep } from "./drafts.js";
import { say } from "./fields.js";
import { Failure } from "./server.js";
import { hasRoom } from "./store.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const MOST_BYTES = 10 * 1024 * 1024;

export async function reduced(file) {
  const isPdf = await file.slice(0, 5).text().catch(() => "") === "%PDF-";
  const kept = isPdf ? file : await redrawn(file);
  if (kept.size > MOST_BYTES) throw new Failure("photo_large", file.name);
  const type = isPdf ? "application/pdf" : "image/jpeg";
  const name = file.name.replace(/(\.[^.]*)?$/, isPdf ? ".pdf" : ".jpg");
  return { name, type, bytes: await kept.arrayBuffer().catch(() => unreadable(file)) };
}

function unreadable(file) {
  throw new Failure("photo_unreadable", file.name);
}

async function redrawn(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" })
    .catch(() => unreadable(file));
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * shrink));
  canvas.height = Math.max(1, Math.round(bitmap.height * shrink));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white"; // JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const drawn = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
  return drawn || unreadable(file);
}

export function choosePhotos(input, { inTurn, draft }) {
  const files = Array.from(input.files);
  const most = Number(input.dataset.most);
  input.value = ""; // they are kept here; the form itself sends none
  say("");
  for (const file of files) {
    inTurn(async () => {
      try {
        if (draft().photos.length >= most) throw new Failure("too_many_photos");
        const photo = await reduced(file);
        await keep(draft(), { uuid: crypto.randomUUID(), ...photo });
        if (file === files.at(-1) && !await hasRoom()) say("nearly_full");
      } finally {
        listPhotos(draft().photos);
      }
    });
  }
}

export function takeAway(uuid, { inTurn, draft }) {
  inTurn(async () => {
    draft().photos = draft().photos.filter((photo) => photo.uuid !== uuid);
    await keep(draft());
    listPhotos(draft().photos);
  });
}

export function listPhotos(photos) {
  const row = document.getElementById("photo").content.firstElementChild;
  document.querySelector("[data-chosen]").replaceChildren();
  document.querySelector("[data-photos]").replaceChildren(...photos.map((photo) => {
    const item = row.cloneNode(true);
    const size = sayNumber("size", Math.ceil(photo.size / 1024));
    item.querySelectorAll("[data-name]").forEach((place) => { place.textContent = photo.name; });
    item.querySelector("[data-size]").textContent = size;
    item.querySelector("[data-take-away]").dataset.takeAway = photo.uuid;
    return item;
  }));
}
