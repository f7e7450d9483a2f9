// Comfort for the social worker's pages; everything works without it.
"use strict";

// Printing needs script, so its button stays hidden without it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// A second press while the first is under way would only cost time.
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", () => {
    window.setTimeout(() => {
      form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    }, 0);
  });
});

// Back to a page that was kept in memory: its buttons work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// Whoever writes a long note is not away: the session must not end under their hands.
const QUIET = 5 * 60 * 1000;
let told = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - told < QUIET) return;
  told = Date.now();
  fetch("/staff/alive", { cache: "no-store" }).catch(() => { told = 0; });
});
