"use strict";
// Fields to choose one of many in: the server fills the list below as one types, arrows go through it, Enter takes one.
// Without this a field is one to type a code or a whole name into.
(function () {
  function partsOf(target) {
    var picker = target && target.closest ? target.closest(".picker") : null;
    if (!picker) return null;
    return {
      input: picker.querySelector("[role=combobox]"),
      list: picker.querySelector("[role=listbox]"),
      said: picker.querySelector("[role=status]")
    };
  }

  function optionsOf(parts) {
    return Array.prototype.slice.call(parts.list.querySelectorAll("[role=option]:not([aria-disabled])"));
  }

  function show(parts, isOpen) {
    parts.list.hidden = !isOpen;
    parts.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(parts, null);
  }

  function mark(parts, option) {
    optionsOf(parts).forEach(function (each) { each.setAttribute("aria-selected", String(each === option)); });
    if (option) {
      parts.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      parts.input.removeAttribute("aria-activedescendant");
    }
  }

  function marked(parts) {
    return parts.list.hidden ? null : parts.list.querySelector("[aria-selected=true]");
  }

  function take(parts, option) {
    parts.input.value = option.dataset.value;
    show(parts, false);
    parts.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function ask(parts) { window.htmx.trigger(parts.input, "pick"); }

  function move(parts, step) {
    var options = optionsOf(parts);
    if (parts.list.hidden || !options.length) { ask(parts); return; }
    var at = options.indexOf(marked(parts)) + step;
    mark(parts, options[(at + options.length) % options.length] || options[0]);
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    var parts = partsOf(event.detail.target);
    if (!parts || event.detail.target !== parts.list) return;
    Array.prototype.forEach.call(parts.list.querySelectorAll("[role=option]"), function (each, place) {
      each.id = parts.list.id + "-" + place;
    });
    var words = parts.list.querySelector("[data-said]");
    parts.said.textContent = words ? words.dataset.said : "";
    show(parts, document.activeElement === parts.input);
  });

  document.addEventListener("keydown", function (event) {
    var parts = partsOf(event.target);
    if (!parts || event.target !== parts.input || event.isComposing) return;
    var option = marked(parts);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(parts, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && option) take(parts, option);
    else if (event.key === "Escape" && !parts.list.hidden) show(parts, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // The field keeps the focus while one clicks into the list.
  document.addEventListener("mousedown", function (event) {
    if (event.target.closest(".picker [role=listbox]")) event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    var parts = partsOf(event.target);
    if (!parts) return;
    var option = event.target.closest("[role=option]:not([aria-disabled])");
    if (option) take(parts, option);
    else if (event.target === parts.input && parts.list.hidden) ask(parts);
  });
  document.addEventListener("focusout", function (event) {
    var parts = partsOf(event.target);
    if (parts) show(parts, false);
  });
})();
