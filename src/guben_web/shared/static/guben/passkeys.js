"use strict";
// Forms that a passkey fills in. The page brings the options as JSON; the device's answer goes back in a hidden field.
// Without this, or where the browser knows no passkeys, the buttons stay hidden and codes are typed.
(function () {
  // Browsers of the floor cannot read or write these as JSON by themselves.
  function bytesOf(text) {
    var plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function textOf(buffer) {
    var letters = Array.prototype.map.call(new Uint8Array(buffer), function (each) { return String.fromCharCode(each); });
    return window.btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(held) {
    return (held || []).map(function (each) { return Object.assign({}, each, { id: bytesOf(each.id) }); });
  }

  function ask(kind, options) {
    options.challenge = bytesOf(options.challenge);
    if (kind === "get") {
      options.allowCredentials = withBytes(options.allowCredentials);
      return navigator.credentials.get({ publicKey: options });
    }
    options.user.id = bytesOf(options.user.id);
    options.excludeCredentials = withBytes(options.excludeCredentials);
    return navigator.credentials.create({ publicKey: options });
  }

  function answerOf(credential) {
    var response = { clientDataJSON: textOf(credential.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature"].forEach(function (name) {
      if (credential.response[name]) response[name] = textOf(credential.response[name]);
    });
    return JSON.stringify({ id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response: response });
  }

  // The page has a sentence for each of these, and one for everything else.
  var KNOWN = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "there", NotSupportedError: "unfit", SecurityError: "site" };

  function say(form, which) {
    form.querySelectorAll("[data-when]").forEach(function (each) { each.hidden = each.dataset.when !== which; });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !navigator.credentials) { say(form, "unknown"); return; }
    var button = form.querySelector("button[type=submit]");
    form.querySelectorAll("[data-with-passkeys]").forEach(function (each) { each.hidden = false; });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      say(form, "waiting");
      button.disabled = true;
      ask(form.dataset.passkey, JSON.parse(form.dataset.options)).then(function (credential) {
        form.elements.passkey.value = answerOf(credential);
        form.submit();
      }).catch(function (error) {
        button.disabled = false;
        say(form, KNOWN[error.name] || "failed");
      });
    });
  });
})();
