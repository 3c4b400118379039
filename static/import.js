// Checks the rows step by step by itself. Without this file a button goes on.
(function () {
  "use strict";
  var form = document.getElementById("check");
  var bar = document.querySelector("progress");
  var said = document.getElementById("said");

  function step() {
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .then(function (response) {
        if (!response.ok) { throw new Error(response.status); }
        return response.json();
      })
      .then(function (found) {
        bar.value = found.checked;
        said.textContent = found.said;
        if (found.checked < found.rows) { step(); } else { window.location.reload(); }
      })
      .catch(function () { form.hidden = false; });
  }

  form.hidden = true;
  step();
}());
