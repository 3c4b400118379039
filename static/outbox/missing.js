// What is plainly missing, where the server cannot be asked. The words stand in the page's
// <template id="missing">: a line for each rule, as the server would say it.

import { countsPeople, latin, total, write } from "../log.js";

const isReadable = (input) => /^\d*$/.test(latin(input.value));
const isFilled = (form, name) => Boolean(new FormData(form).get(name));

// Pairs of the rule and the input that breaks it, if it is one.
export function plainlyMissing(form, submitting) {
  const people = countsPeople();
  const counted = Array.from(form.querySelectorAll(people ? "[data-count]" : "[data-material]"));
  const wrong = counted.filter((input) => !isReadable(input));
  const other = new FormData(form).get("day") === "other";
  const rules = {
    activity_type: isFilled(form, "activity_type"),
    starts_on: isFilled(form, other ? "starts_on" : "day"),
    upazila: isFilled(form, "upazila"),
    union: !submitting || isFilled(form, "union"),
    venue: !submitting || form.elements.venue.value.trim(),
    count_method: !submitting || !people || isFilled(form, "count_method"),
    [people ? "people" : "pieces"]: !submitting || wrong.length || total(),
  };
  const broken = Object.keys(rules).filter((rule) => !rules[rule]).map((rule) => [rule]);
  return [...broken, ...wrong.map((input) => ["number", input])];
}

export function showMissing(form, found) {
  const panel = document.getElementById("missing").content.firstElementChild.cloneNode(true);
  const list = panel.querySelector("ul");
  const lines = new Map(Array.from(list.children, (line) => [line.dataset.rule, line]));
  const { one, many } = panel.dataset;
  panel.querySelector("h2").textContent = (found.length === 1 ? one : many).replace("#", write(found.length));
  form.querySelectorAll("[aria-invalid]").forEach((input) => mark(input, false));
  list.replaceChildren(...found.map(([rule, input]) => {
    const line = lines.get(rule).cloneNode(true);
    const field = input || form.elements[rule];
    if (field instanceof Element) mark(field, true);
    if (input) {
      const link = line.querySelector("a");
      link.href = `#${input.id}`;
      link.prepend(`${nameOf(input)}: `);
    }
    return line;
  }));
  document.getElementById("errors")?.remove();
  form.before(panel);
  panel.focus();
}

function mark(field, isWrong) {
  field.classList.toggle("is-invalid", isWrong);
  field.toggleAttribute("aria-invalid", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
}

// "Women at risk · Girls": the group and the box, without its ages.
function nameOf(input) {
  const group = input.closest("[data-group]")?.querySelector("legend span").textContent;
  const words = Array.from(input.labels[0].childNodes).filter((node) => node.nodeName !== "SMALL");
  const label = words.map((node) => node.textContent).join("").trim();
  return group ? `${group} · ${label}` : label;
}
