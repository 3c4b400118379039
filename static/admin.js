/* What Django's administration leaves without a name, or out of reach of the keyboard. */
"use strict";
function mend() {
  for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const field = select.nextElementSibling?.querySelector(".select2-search__field");
    if (label && field) field.setAttribute("aria-label", label.textContent.trim());
  }
  for (const head of document.querySelectorAll(".inline-group th:empty")) head.setAttribute("role", "presentation");
  for (const group of document.querySelectorAll(".inline-group")) group.tabIndex = 0;
}
/* Counts that Django writes, the first time or as boxes are ticked, in the digits of the page. */
function inDigits(place) {
  const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.replace(/\d/g, digit => "০১২৩৪৫৬৭৮৯"[digit]);
    if (text !== texts.currentNode.data) texts.currentNode.data = text;
  }
}
if (document.documentElement.lang === "bn") {
  for (const place of document.querySelectorAll("#changelist-search .quiet, .actions span")) {
    inDigits(place);
    new MutationObserver(() => inDigits(place)).observe(place, { childList: true, characterData: true, subtree: true });
  }
}
// After Django's own, which waits for jQuery's "ready".
window.django?.jQuery ? window.django.jQuery(mend) : mend();
