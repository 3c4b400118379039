// The form's fields, what is plainly missing of them, and what the page says.

import { countsPeople, latin, readNumber, total, write } from "../log.js";

const NOT_OURS = ["csrfmiddlewaretoken", "photos"];
const ZONE = { timeZone: "Asia/Dhaka" };
const LANGUAGE = document.documentElement.lang === "bn" ? "bn-BD" : "en-GB";

export function fieldsOf(form) {
  return Array.from(new FormData(form)).filter(([name]) => !NOT_OURS.includes(name));
}

// A day whose tile is gone is "another day". Returns how many of the fields that were filled in
// have no box any more.
export function fillIn(form, fields) {
  const held = fields.find(([name]) => name === "day")?.[1];
  const isGone = held && !form.querySelector(`[name=day][value="${CSS.escape(held)}"]`);
  const given = isGone ? [...fields, ["day", "other"], ["starts_on", held]] : fields;
  const values = new Map(given);
  for (const input of form.elements) {
    const { name, type } = input;
    if (!name || NOT_OURS.includes(name) || type === "submit") continue;
    const isTick = type === "radio" || type === "checkbox";
    if (isTick) input.checked = values.get(name) === input.value;
    else input.value = values.get(name) || "";
    const more = input.closest("details");
    if (more && input.value && !isTick) more.open = true;
  }
  return fields.filter(([name, value]) => value && !form.elements[name]).length;
}

export function titleOf(form) {
  const type = form.querySelector("[name=activity_type]:checked");
  const day = form.querySelector("[name=day]:checked")?.value || "";
  return {
    kind: type ? type.nextElementSibling.textContent.trim() : "",
    day: day === "other" ? latin(form.elements.starts_on.value) : day,
  };
}

const iso = (date) => new Intl.DateTimeFormat("en-CA", ZONE).format(date);

// A page that was kept yesterday calls yesterday "today": by the phone's clock it is made right.
export function renewDays(form) {
  const now = new Date();
  const { until } = form.dataset;
  const last = iso(now) < until ? now : new Date(`${until}T06:00Z`);
  form.querySelectorAll("[name=day]:not(.other)").forEach((radio, days) => {
    const date = new Date(last - days * 86_400_000);
    const part = (name, way) => new Intl.DateTimeFormat(LANGUAGE, { ...ZONE, [name]: way }).format(date);
    const [words, small] = radio.nextElementSibling.childNodes;
    radio.value = iso(date);
    if (last !== now) words.data = part("weekday", "long");
    small.textContent = [part("weekday", "short"), part("day", "numeric"), part("month", "short")].join(" ");
  });
}

// Pairs of a rule of <template id="missing"> and the input that breaks it, if it is one.
export function plainlyMissing(form) {
  const people = countsPeople();
  const fields = new FormData(form);
  const counted = Array.from(form.querySelectorAll(people ? "[data-count]" : "[data-material]"));
  const wrong = counted.filter(({ value }) => value.trim() && readNumber(value) === null);
  const rules = {
    activity_type: fields.get("activity_type"),
    starts_on: fields.get("day") === "other" ? fields.get("starts_on") : fields.get("day"),
    upazila: fields.get("upazila"),
    union: fields.get("union"),
    venue: fields.get("venue").trim(),
    count_method: !people || fields.get("count_method"),
    [people ? "people" : "pieces"]: wrong.length || total(),
  };
  const broken = Object.keys(rules).filter((rule) => !rules[rule]);
  return [...broken.map((rule) => [rule]), ...wrong.map((input) => ["number", input])];
}

export function showMissing(form, found) {
  const panel = document.getElementById("missing").content.firstElementChild.cloneNode(true);
  const { one, many } = panel.dataset;
  panel.querySelector("h2").textContent = (found.length === 1 ? one : many).replace("#", write(found.length));
  form.querySelectorAll(".is-invalid").forEach((field) => mark(field, false));
  const lines = found.map(([rule, input]) => {
    const line = panel.querySelector(`[data-rule=${rule}]`).cloneNode(true);
    const field = input || form.elements[rule];
    if (field instanceof Element) mark(field, true);
    if (input) {
      const link = line.querySelector("a");
      link.href = `#${input.id}`;
      link.prepend(`${nameOf(input)}: `);
    }
    return line;
  });
  panel.querySelector("ul").replaceChildren(...lines);
  document.getElementById("errors")?.remove();
  form.before(panel);
  panel.focus();
}

function mark(field, isWrong) {
  field.classList.toggle("is-invalid", isWrong);
  field.setAttribute("aria-invalid", isWrong);
}

// "Women at risk · Girls": the group and the box, without its ages.
function nameOf(input) {
  const group = input.closest("[data-group]")?.querySelector("legend span").textContent;
  const words = Array.from(input.labels[0].childNodes).filter((node) => node.nodeName !== "SMALL");
  const label = words.map((node) => node.textContent).join("").trim();
  return group ? `${group} · ${label}` : label;
}

// Shows one of the hidden [data-say]: by its code, or by an error.
export function say(what) {
  const said = Array.from(document.querySelectorAll("[data-say]"));
  const isError = what instanceof Error;
  let code = isError ? what.code : what;
  if (what.name === "QuotaExceededError") code = "full";
  if (isError && !said.some((words) => words.dataset.say === code)) {
    console.error(what);
    code = "broken";
  }
  for (const words of said) {
    words.hidden = words.dataset.say !== code;
    const name = words.querySelector("[data-name]");
    if (name && isError) name.textContent = what.message;
  }
}

export function sayKept(at) {
  const line = document.querySelector("[data-kept]");
  if (!line || !at) return;
  const way = { ...ZONE, hour: "2-digit", minute: "2-digit", hour12: false };
  line.querySelector("[data-name]").textContent = new Date(at).toLocaleTimeString(LANGUAGE, way);
  line.hidden = false;
}
