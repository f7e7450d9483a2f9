// Comfort for the prison's pages; everything works without it (a page then reloads itself).
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

// Alerts: every ten seconds the open ones are asked for. Only a change of which are open
// redraws them, so nothing is read aloud twice and a form keeps what was typed. Two answers
// missed in a row are said aloud too: a silent page would look like a quiet evening.
const PERIOD = 10000;
const place = document.getElementById("alerts");
const lost = document.getElementById("alerts-lost");
let missed = 0;

const alarms = (root) => Array.from(root.querySelectorAll("[data-alert]"));
const ids = (root) => alarms(root).map((alarm) => alarm.dataset.alert).join(" ");

function address() {
  // Only what somebody has before their eyes counts as watched.
  const hidden = document.visibilityState === "hidden" ? "&hidden=1" : "";
  return place.dataset.poll + "?here=" + place.dataset.here + hidden;
}

// The one place where text becomes markup: a piece of our own page.
const markup = window.trustedTypes
  ? window.trustedTypes.createPolicy("reitti", { createHTML: (html) => html })
  : { createHTML: (html) => html };

function redraw(html) {
  const piece = new DOMParser().parseFromString(markup.createHTML(html), "text/html").body;
  const count = alarms(piece).length;
  if (ids(piece) !== ids(place)) {
    const more = count > alarms(place).length;
    while (place.firstChild) place.removeChild(place.firstChild);
    while (piece.firstChild) place.appendChild(piece.firstChild);
    if (more) window.scrollTo(0, 0);
  } else {
    const fresh = piece.querySelectorAll("[data-ago]");
    place.querySelectorAll("[data-ago]").forEach((old, n) => { old.textContent = fresh[n].textContent; });
  }
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = count > 0 ? "(" + count + ") " + title : title;
}

async function look() {
  const late = new AbortController();
  const timer = window.setTimeout(() => late.abort(), PERIOD);
  try {
    const answer = await fetch(address(), { cache: "no-store", signal: late.signal });
    if (answer.redirected) {
      // The session is over: the page reloads to the sign-in form.
      window.location.reload();
      return;
    }
    missed = answer.ok ? 0 : missed + 1;
    if (answer.ok) redraw(await answer.text());
  } catch (error) {
    missed += 1;
  }
  window.clearTimeout(timer);
  lost.hidden = missed < 2;
  window.setTimeout(look, PERIOD);
}

if (place) window.setTimeout(look, PERIOD);
