// What the form does by itself, only better: sums as one types, unions of the chosen upazila,
// tiles that fold. Without this file the form works all the same.

let form = null;

const all = (selector, root = form) => Array.from(root.querySelectorAll(selector));
const named = (name) => all(`[data-count="${name}"]`);
const chosenType = () => form.querySelector("[name=activity_type]:checked");

export function countsPeople() {
  const type = chosenType();
  return !type || type.dataset.counts === "people";
}

// 125,000 in thousands; 1,25,000 in lakhs: as common/numbers.py reads them, whose tests hold both.
const GROUPED = /^(?:[1-9]\d{0,2}([, \xa0\u2009\u202f])\d{3}(?:\1\d{3})*|[1-9]\d?([, \xa0\u2009\u202f])(?:\d{2}\2)+\d{3})$/;

export function latin(text) {
  return text.replace(/[০-৯]/g, (digit) => digit.charCodeAt(0) - 0x9e6);
}

// The whole number that was written; null if that is none, or could be two.
export function readNumber(text) {
  const written = latin(text.trim()).replace(/(\d)\.00?$/, "$1");
  const whole = GROUPED.test(written) ? written.replace(/\D/g, "") : written;
  return /^\d{1,40}$/.test(whole) ? Number(whole) : null;
}

export function write(number) {
  const language = document.documentElement.lang === "bn" ? "bn-BD" : "en-IN";
  return new Intl.NumberFormat(language).format(number);
}
export function say(words, number) { return form.dataset[words].replace("#", write(number)); }

function sum(inputs) {
  return inputs.reduce((total, input) => total + (readNumber(input.value) || 0), 0);
}

export function total() {
  return sum(all(countsPeople() ? "[data-adds]" : "[data-material]"));
}

function count() {
  all("[data-group]").forEach((group) => {
    const people = sum(all("[data-adds]", group));
    group.querySelector("output").textContent = people ? say("people", people) : "";
  });
  all("[data-sum]").forEach((cell) => { cell.textContent = write(sum(named(cell.dataset.sum))); });
  const bar = form.querySelector("[data-total]");
  if (!bar) return;
  const words = countsPeople() ? "totalPeople" : "totalPieces";
  bar.hidden = false;
  bar.querySelector("[data-number=total]").textContent = say(words, total());
  bar.querySelector("[data-number=first]").textContent = write(sum(named("first_time")));
}

// Shows the groups that are of the place, and lets go of a choice that is not.
function narrow(select, isMine) {
  const groups = all("optgroup", select);
  groups.forEach((group) => {
    group.hidden = group.disabled = !isMine(group);
    const chosen = select.selectedOptions[0];
    if (group.hidden && chosen && chosen.parentNode === group) select.value = "";
  });
  return groups.some((group) => !group.hidden);
}

function narrowPlaces() {
  const upazila = form.querySelector("[name=upazila]:checked");
  const name = upazila && upazila.nextElementSibling.textContent;
  narrow(form.elements.union, (group) => !upazila || group.label === name);
  const { committee } = form.elements;
  if (!upazila || !committee) return;
  // P-codes nest: that of an upazila begins with its district's.
  const isServed = narrow(committee, (group) => upazila.value.startsWith(group.dataset.place));
  form.querySelector("[data-none]").hidden = isServed;
}

function showKind() {
  const type = chosenType();
  form.classList.toggle("counts-materials", !countsPeople());
  form.classList.toggle("of-committee", Boolean(type && "committee" in type.dataset));
}

function fold(folded) {
  form.querySelector(".types").classList.toggle("folded", folded);
}

function listFiles(input) {
  form.querySelector("[data-chosen]").replaceChildren(...Array.from(input.files, (file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${say("size", Math.ceil(file.size / 1024))}`;
    return item;
  }));
}

export function show() {
  fold(Boolean(chosenType()));
  showKind();
  narrowPlaces();
  count();
}

export function start() {
  form = document.getElementById("f");
  // "Go" on a phone's keyboard would press the first button: a press of a button it shall be.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) event.preventDefault();
  });
  form.addEventListener("input", count);
  form.addEventListener("change", ({ target }) => {
    if (target.name === "upazila") narrowPlaces();
    if (target.name === "activity_type") { showKind(); count(); }
    if (target.type === "file") listFiles(target);
  });
  form.querySelector(".choices").addEventListener("click", (event) => {
    if (!event.target.closest("label")) return;
    if (form.querySelector(".types").classList.contains("folded")) {
      event.preventDefault();
      fold(false);
    } else {
      window.setTimeout(fold, 0, true);
    }
  });
  all(".sums").forEach((sums) => { sums.hidden = false; });
  show();
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
}

start();
