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

// From row to row with the arrows, while one of them has the focus.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = Array.from(document.querySelectorAll("a[data-row]"));
  const here = rows.indexOf(document.activeElement);
  if (here < 0) return;
  const next = rows[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// Who else has this referral open: asked twice a minute while somebody looks at the page.
const also = document.querySelector("[data-presence]");
if (also) {
  window.setInterval(() => {
    if (document.hidden) return;
    fetch(also.dataset.presence, { cache: "no-store" })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .then((words) => {
        also.textContent = words.trim();
        also.hidden = !also.textContent;
      })
      .catch(() => {});
  }, 30 * 1000);
}

// Whoever writes a long note is not away: the session must not end under their hands.
const QUIET = 5 * 60 * 1000;
let told = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - told < QUIET) return;
  told = Date.now();
  fetch("/staff/alive", { cache: "no-store" }).catch(() => { told = 0; });
});
