// Signing out: send first, say what stays and what goes, and only then wipe and leave.

import { drafts } from "./drafts.js";
import { records, unsent } from "./queue.js";
import { isPossible, isReachable, say, send, wipe } from "./shell.js";
import { author } from "./store.js";

const PATIENCE = 8_000;
const form = document.getElementById("leave");
const status = document.getElementById("phone");
const button = form.querySelector("button");
const words = status.dataset;

const left = async () => unsent(await records(author().id)).length;

async function prepare() {
  if (await left()) {
    button.disabled = true;
    status.textContent = words.sending;
    await Promise.race([
      send({ now: true }).catch(console.error),
      new Promise((done) => { setTimeout(done, PATIENCE); }),
    ]);
    button.disabled = false;
  }
  const counts = { stays: await left(), goes: (await drafts(author().id)).length };
  const told = Object.keys(counts).filter((name) => counts[name]);
  status.replaceChildren(...told.map((name) => paragraph(say(words[name], counts[name]))));
  document.getElementById("look").hidden = !told.length;
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

// A page that cannot tell the server would leave one signed in with everything wiped.
async function leave(event) {
  event.preventDefault();
  button.disabled = true;
  if (await isReachable()) {
    await wipe();
    form.submit();
  } else {
    status.replaceChildren(paragraph(words.away));
    button.disabled = false;
  }
}

if (isPossible) {
  prepare();
  form.addEventListener("submit", leave);
}
