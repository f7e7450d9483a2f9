// Comfort for the prison's pages; everything works without it (the page then reloads itself).
"use strict";

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Browsers that don't know <details name>: opening one closes the others of its group.
document.querySelectorAll("details[name]").forEach((one) => {
  one.addEventListener("toggle", () => {
    if (!one.open) return;
    document.querySelectorAll("details[open]").forEach((other) => {
      if (other !== one && other.getAttribute("name") === one.getAttribute("name")) {
        other.open = false;
      }
    });
  });
});

// Alerts: ask every ten seconds for the open ones. Only a change of which are open touches
// the page, so nothing is read aloud twice and a form keeps what was typed.
const place = document.getElementById("alerts");
const PERIOD = 10000;
const shown = (root) =>
  Array.from(root.querySelectorAll("[data-alert]"), (a) => a.dataset.alert).join(" ");

async function look() {
  try {
    const answer = await fetch(place.dataset.poll, { credentials: "same-origin", cache: "no-store" });
    if (answer.status === 401 || answer.redirected) {
      window.location.reload();
      return;
    }
    if (answer.ok) {
      const piece = document.createElement("div");
      piece.innerHTML = await answer.text();
      const count = piece.querySelectorAll("[data-alert]").length;
      if (shown(piece) !== shown(place)) {
        place.innerHTML = piece.innerHTML;
        if (count > 0) window.scrollTo(0, 0);
      }
      document.title = (count > 0 ? "(" + count + ") " : "") + document.title.replace(/^\(\d+\) /, "");
    }
  } catch {
    // The connection is away: the next look tells.
  }
  window.setTimeout(look, PERIOD);
}

if (place) window.setTimeout(look, PERIOD);
