"use strict";
// Runs before the page is drawn: with scripts, the navigation of a phone starts closed.
document.documentElement.classList.add("js");
