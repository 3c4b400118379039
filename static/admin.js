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
// After Django's own, which waits for jQuery's "ready".
window.django?.jQuery ? window.django.jQuery(mend) : mend();
