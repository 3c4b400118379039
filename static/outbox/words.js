// What the page says while it works. All words stand in its template, hidden; here one is shown.

// A code of docs/capture.md or of _outbox.html, or an error; "" is silence again.
export function say(what) {
  const isError = what instanceof Error;
  if (isError && !what.code?.length && what.name !== "QuotaExceededError") console.error(what);
  const said = Array.from(document.querySelectorAll("[data-say]"));
  let code = isError ? what.code : what;
  if (what.name === "QuotaExceededError") code = "full";
  if (isError && !said.some((words) => words.dataset.say === code)) code = "broken";
  for (const words of said) {
    words.hidden = words.dataset.say !== code;
    const name = words.querySelector("[data-name]");
    if (name && isError) name.textContent = what.message;
  }
}

export function sayKept(at) {
  const line = document.querySelector("[data-kept]");
  if (!line || !at) return;
  const language = document.documentElement.lang === "bn" ? "bn-BD" : "en-GB";
  const way = { hour: "2-digit", minute: "2-digit", hour12: false };
  line.querySelector("[data-name]").textContent = new Date(at).toLocaleTimeString(language, way);
  line.hidden = false;
}

// Takes a Web Lock for as long as the page is there; false if another page has it.
export function holdUntilGone(name, options) {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, options, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : null;
    }).catch(reject);
  });
}
