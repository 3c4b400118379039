// A photo as it is kept: upright, at most 1600 px, drawn anew so that nothing but the picture stays.

import { Failure } from "./server.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const MOST_BYTES = 10 * 1024 * 1024 - 16; // sealing adds 16

// {name, type, bytes}. Throws Failure photo_large or photo_unreadable.
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
