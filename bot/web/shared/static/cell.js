// Comfort for the person in the cell. Every page works without it; it keeps nothing.
(function () {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  // The one place where text becomes markup: pages of our own, read by poll().
  const markup = window.trustedTypes
    ? window.trustedTypes.createPolicy("reitti", { createHTML: (html) => html })
    : { createHTML: (html) => html };
  const replace = (place, fresh) => {
    while (place.firstChild) place.removeChild(place.firstChild);
    while (fresh.firstChild) place.appendChild(fresh.firstChild);
  };

  // How much room is left, said only when it runs short.
  all("textarea[data-limit]").forEach((box) => {
    const line = box.parentElement.querySelector(".left");
    const limit = Number(box.dataset.limit);
    box.addEventListener("input", () => {
      const left = limit - box.value.length;
      const near = left < limit / 10;
      line.hidden = !near;
      line.textContent = near ? box.dataset.left.replace("{count}", String(Math.max(left, 0))) : "";
    });
  });

  // Without a connection nothing is sent into the void: what was typed stays in its box.
  function online() {
    const note = one("#offline");
    if (note) note.hidden = navigator.onLine !== false;
  }
  window.addEventListener("offline", online);
  window.addEventListener("online", online);

  // A form goes once: the second click of a double click does nothing.
  all("form[method=post]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.gone) {
        event.preventDefault();
        return;
      }
      if (navigator.onLine === false) {
        event.preventDefault();
        online();
        return;
      }
      form.dataset.gone = "yes";
      const saved = one("[data-saving]");
      if (saved) saved.textContent = saved.dataset.saving;
      setTimeout(() => { delete form.dataset.gone; }, 5000);
    });
  });

  // Fetch the page anew now and then, and put in the part that is waited for.
  function poll(selector, seconds) {
    const part = one(selector);
    if (!part) return;
    const timer = setInterval(() => {
      fetch(location.pathname, { credentials: "same-origin", headers: { "X-Reitti-Poll": "1" } })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer)))
        .then((html) => {
          const fresh = new DOMParser().parseFromString(markup.createHTML(html), "text/html").querySelector(selector);
          const typing = one("#words") && one("#words").value;
          if (!fresh && !typing) location.reload();
          if (fresh && fresh.innerHTML !== part.innerHTML) replace(part, fresh);
        })
        .catch((answer) => {
          if (answer && answer.redirected) { clearInterval(timer); location.reload(); }
        });
    }, seconds * 1000);
  }
  poll("[data-alert]", 10);
  poll("[data-waiting]", 5);

  // Reading aloud, only with a voice on this machine in the language of the page.
  const synth = window.speechSynthesis;
  const lang = document.documentElement.lang;
  const voice = () => synth.getVoices().find((v) => v.localService && v.lang.toLowerCase().startsWith(lang));
  function offerVoice() {
    const found = Boolean(voice());
    all("[data-aloud]").forEach((place) => { place.hidden = !found; });
  }
  if (synth && typeof SpeechSynthesisUtterance === "function") {
    offerVoice();
    if (synth.addEventListener) synth.addEventListener("voiceschanged", offerVoice);
    const button = one("[data-read-aloud]");
    if (button) {
      const label = button.querySelector("span");
      const start = label.textContent;
      const rest = () => { label.textContent = start; };
      button.addEventListener("click", () => {
        if (synth.speaking) {
          synth.cancel();
          rest();
          return;
        }
        const source = one("#question") || one("main");
        const words = new SpeechSynthesisUtterance(source.innerText.replace(/\u00ad/g, ""));
        words.lang = lang;
        words.voice = voice();
        words.onend = rest;
        label.textContent = button.dataset.stop;
        synth.speak(words);
      });
      window.addEventListener("pagehide", () => synth.cancel());
    }
  }

  // Ask before the session ends; then leave the page so that nobody else reads it.
  const idle = one("#idle");
  if (idle) {
    const seconds = Number(idle.dataset.idle);
    const warn = Math.min(120, Math.floor(seconds / 4));
    let seen = Date.now();
    let told = Date.now();
    const alive = () => {
      seen = Date.now();
      idle.hidden = true;
      // The server hears of long typing too, at most once a minute.
      if (seen - told > 60000) {
        told = seen;
        fetch("/alive", { credentials: "same-origin" }).catch(() => undefined);
      }
    };
    ["keydown", "pointerdown", "touchstart"].forEach((kind) => {
      document.addEventListener(kind, () => { if (idle.hidden) alive(); }, { passive: true });
    });
    one("[data-stay]").addEventListener("click", () => { told = 0; alive(); });
    let leaving = false;
    // What stands in the box is kept first, for the very same person.
    const leave = () => {
      if (leaving) return;
      leaving = true;
      const box = one("#words");
      const away = () => location.replace("/idle");
      if (!box || !box.value.trim()) {
        away();
        return;
      }
      const form = new URLSearchParams({ csrf: box.form.elements.csrf.value, text: box.value });
      fetch("/draft", { method: "POST", body: form, credentials: "same-origin" }).then(away, away);
    };
    setInterval(() => {
      const still = (Date.now() - seen) / 1000;
      if (still > seconds) {
        leave();
      } else if (still > seconds - warn && idle.hidden) {
        idle.hidden = false;
      }
    }, 1000);
  }

  // What the browser kept of a page of somebody who has left must not come back.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
