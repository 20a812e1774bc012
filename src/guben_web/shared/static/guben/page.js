"use strict";
// What the frame of a page does. Without it every page still works: menus are <details>, forms are forms.
(function () {
  var side = document.getElementById("side");
  var sideSwitch = document.getElementById("side-switch");
  if (side && sideSwitch) {
    sideSwitch.addEventListener("click", function () {
      showSide(!side.classList.contains("is-open"));
    });
  }

  function showSide(isOpen) {
    side.classList.toggle("is-open", isOpen);
    sideSwitch.setAttribute("aria-expanded", String(isOpen));
  }

  function closeMenus(but) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!but || !menu.contains(but)) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) { closeMenus(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (side && sideSwitch && side.classList.contains("is-open")) { showSide(false); sideSwitch.focus(); }
  });

  // A list chosen from takes effect at once where its form says so.
  document.addEventListener("change", function (event) {
    if (event.target.matches("form[data-send-on-change] select")) event.target.form.requestSubmit();
  });

  // What was sent is not sent twice. Once the browser has taken the form, its buttons rest until the page is shown
  // again, or for a while: the answer may be a file, which leaves the page where it is.
  var RESTING_MS = 8000;
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    window.setTimeout(function () { rest(form, true); }, 0);
    window.setTimeout(function () { rest(form, false); }, RESTING_MS);
  });
  window.addEventListener("pageshow", function () { document.querySelectorAll("form").forEach(function (form) { rest(form, false); }); });

  function rest(form, isResting) {
    form.querySelectorAll(isResting ? "button:not([type=button]):not(:disabled)" : "button[data-resting]").forEach(function (button) {
      button.disabled = isResting;
      button.toggleAttribute("data-resting", isResting);
    });
  }

  // A slider moves the number field that it is of, and follows it. Without this there is the field alone.
  function slidersIn(root) {
    root.querySelectorAll("input[type=range][data-slides]").forEach(function (slider) { slider.hidden = false; });
  }
  slidersIn(document);
  document.addEventListener("input", function (event) {
    var moved = event.target;
    if (moved.matches("input[type=range][data-slides]")) {
      var field = document.getElementById(moved.dataset.slides);
      field.value = moved.value + (moved.dataset.unit || "");
    } else if (moved.id) {
      var slider = document.querySelector("input[type=range][data-slides='" + moved.id + "']");
      if (slider) slider.value = parseFloat(moved.value) || 0;
    }
  });

  // Work in the background whose progress cannot be asked for: say so, and go on asking.
  var RETRY_MS = 3000;
  function askAgain(event) {
    var block = event.detail.elt;
    if (!block.matches(".progress-block[hx-get]")) return;
    if (event.detail.xhr && event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) return;
    block.querySelector(".lost").hidden = false;
    window.setTimeout(function () { window.htmx.trigger(block, "again"); }, RETRY_MS);
  }
  document.addEventListener("htmx:sendError", askAgain);
  document.addEventListener("htmx:responseError", askAgain);

  // Print buttons, and everything folded is unfolded on paper; what would have to be asked for first stays folded.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
    var fold = event.target.closest("[data-open-all]");
    if (fold) {
      document.querySelectorAll("#" + fold.dataset.openAll + " details").forEach(function (part) { part.open = true; });
    }
  });
  var unfolded = [];
  window.addEventListener("beforeprint", function () {
    unfolded = Array.prototype.slice.call(document.querySelectorAll("main details:not([open]):not([hx-get])"));
    unfolded.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    unfolded.forEach(function (part) { part.open = false; });
    unfolded = [];
  });
})();
