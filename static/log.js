// What the form does by itself, only better: sums as one types, unions of the chosen upazila,
// type tiles that fold once one is chosen. Without this file the form works all the same.
(function () {
  "use strict";
  var form = document.getElementById("f");
  var bangla = document.documentElement.lang === "bn";
  var all = function (selector, root) { return Array.from((root || form).querySelectorAll(selector)); };

  function read(input) {
    var text = input.value.replace(/[০-৯]/g, function (d) { return d.charCodeAt(0) - 0x9e6; });
    var value = parseInt(text.replace(/[,\s]/g, ""), 10);
    return value > 0 ? value : 0;
  }
  function write(number) {
    return new Intl.NumberFormat(bangla ? "bn-BD" : "en-IN").format(number);
  }
  function say(words, number) { return form.dataset[words].replace("#", write(number)); }
  function sum(inputs) {
    return inputs.reduce(function (total, input) { return total + read(input); }, 0);
  }
  var BESIDES = ["girls", "boys", "women", "men", "third_gender", "women_unrecorded", "men_unrecorded", "unrecorded"];
  var named = function (names, root) {
    return all(names.map(function (name) { return '[data-count="' + name + '"]'; }).join(","), root);
  };
  function chosenType() { return form.querySelector("[name=activity_type]:checked"); }
  function countsPeople() {
    var type = chosenType();
    return !type || type.dataset.counts === "people";
  }

  function count() {
    all("[data-group]").forEach(function (group) {
      var total = sum(named(BESIDES, group));
      var output = group.querySelector("output");
      output.textContent = total ? say("people", total) : "";
    });
    all("[data-sum]").forEach(function (cell) {
      cell.textContent = write(sum(named([cell.dataset.sum])));
    });
    var people = countsPeople();
    var total = people ? sum(named(BESIDES)) : sum(all("[data-material]"));
    var bar = form.querySelector("[data-total]");
    if (!bar) { return; }
    bar.hidden = false;
    bar.querySelector("[data-number=total]").textContent = say(people ? "totalPeople" : "totalPieces", total);
    bar.querySelector("[data-number=first]").textContent = write(sum(named(["first_time"])));
  }

  function narrowUnions() {
    var upazila = form.querySelector("[name=upazila]:checked");
    var select = form.elements.union;
    var name = upazila ? upazila.nextElementSibling.textContent : "";
    all("optgroup", select).forEach(function (group) {
      var mine = !upazila || group.label === name;
      group.hidden = group.disabled = !mine;
      if (!mine && select.selectedOptions[0] && select.selectedOptions[0].parentNode === group) {
        select.value = "";
      }
    });
  }

  // P-codes nest: that of an upazila begins with its district's.
  function narrowCommittees() {
    var upazila = form.querySelector("[name=upazila]:checked");
    var select = form.elements.committee;
    if (!upazila || !select) { return; }
    var groups = all("optgroup", select);
    groups.forEach(function (group) {
      var mine = upazila.value.indexOf(group.dataset.place) === 0;
      group.hidden = group.disabled = !mine;
      if (!mine && select.selectedOptions[0] && select.selectedOptions[0].parentNode === group) {
        select.value = "";
      }
    });
    form.querySelector("[data-none]").hidden = groups.some(function (group) { return !group.hidden; });
  }

  function showKind() {
    var type = chosenType();
    form.classList.toggle("counts-materials", !countsPeople());
    form.classList.toggle("of-committee", Boolean(type && "committee" in type.dataset));
  }

  function fold(folded) {
    form.querySelector(".types").classList.toggle("folded", folded);
  }

  // "Go" on a phone's keyboard would press the first button: a press of a button it shall be.
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) { event.preventDefault(); }
  });
  form.addEventListener("input", count);
  form.addEventListener("change", function (event) {
    if (event.target.name === "upazila") { narrowUnions(); narrowCommittees(); }
    if (event.target.name === "activity_type") { showKind(); count(); }
    if (event.target.type === "file") { listFiles(event.target); }
  });
  form.querySelector(".choices").addEventListener("click", function (event) {
    if (!event.target.closest("label")) { return; }
    var types = form.querySelector(".types");
    if (types.classList.contains("folded")) {
      event.preventDefault();
      fold(false);
    } else {
      window.setTimeout(fold, 0, true);
    }
  });

  function listFiles(input) {
    var list = form.querySelector("[data-chosen]");
    list.textContent = "";
    Array.from(input.files).forEach(function (file) {
      var item = document.createElement("li");
      item.textContent = file.name + " · " + say("size", Math.ceil(file.size / 1024));
      list.append(item);
    });
  }

  all(".sums").forEach(function (sums) { sums.hidden = false; });
  if (chosenType()) { fold(true); }
  showKind();
  narrowUnions();
  narrowCommittees();
  count();
  var errors = document.getElementById("errors");
  if (errors) { errors.focus(); }
}());
