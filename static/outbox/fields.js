// The form's fields out of it and into it again, and the days on its tiles.

import { latin } from "../log.js";

const NOT_OURS = ["csrfmiddlewaretoken", "photos"];
const ZONE = { timeZone: "Asia/Dhaka" };

// What the form would have sent, in its order.
export function fieldsOf(form) {
  return Array.from(new FormData(form)).filter(([name]) => !NOT_OURS.includes(name));
}

// Puts fields back that were taken out earlier. A day whose tile is gone is "another day".
export function fillIn(form, fields) {
  const waiting = new Map();
  for (const [name, value] of fields) waiting.set(name, [...(waiting.get(name) || []), value]);
  const [held] = waiting.get("day") || [];
  if (held && held !== "other" && !form.querySelector(`[name=day][value="${CSS.escape(held)}"]`)) {
    waiting.set("day", ["other"]).set("starts_on", [held]);
  }
  for (const input of form.elements) {
    if (!input.name || NOT_OURS.includes(input.name) || input.type === "submit") continue;
    const values = waiting.get(input.name) || [];
    if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
    else input.value = values.length ? values.shift() : "";
    const details = input.closest("details");
    if (details && input.value && !input.checked) details.open = true;
  }
}

// The kind as it is shown and the day (ISO): what the outbox calls a record by.
export function titleOf(form) {
  const type = form.querySelector("[name=activity_type]:checked");
  const day = form.querySelector("[name=day]:checked")?.value || "";
  return {
    kind: type ? type.nextElementSibling.textContent.trim() : "",
    day: day === "other" ? latin(form.elements.starts_on.value) : day,
  };
}

// A page that was kept yesterday calls yesterday "today": by the phone's clock it is made right.
export function renewDays(form) {
  const language = document.documentElement.lang === "bn" ? "bn-BD" : "en-GB";
  const now = new Date();
  const last = iso(now) < form.dataset.until ? now : new Date(`${form.dataset.until}T06:00:00Z`);
  form.querySelectorAll("[name=day]:not(.other)").forEach((radio, days) => {
    const date = new Date(last - days * 86_400_000);
    const label = radio.nextElementSibling;
    const part = (options) => new Intl.DateTimeFormat(language, { ...ZONE, ...options }).format(date);
    radio.value = iso(date);
    if (last !== now) label.firstChild.data = part({ weekday: "long" });
    label.querySelector("small").textContent = [
      part({ weekday: "short" }), part({ day: "numeric" }), part({ month: "short" }),
    ].join(" ");
  });
}

function iso(date) {
  return new Intl.DateTimeFormat("en-CA", ZONE).format(date);
}
