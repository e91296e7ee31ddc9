// What the pages gain with a script. Every page works without it: nothing here is needed to
// read, to fill in or to send.
import "htmx.org";
import { offerCamera } from "./camera.js";
import { offerListening } from "./listen.js";
import { offerCards } from "./card_sign_in.js";
import { offerSigning } from "./sign.js";
import { offerTogether } from "./sign_together.js";
import { prepareFields } from "./fields.js";
import { holdAnswers, watchAnswers } from "./answer.js";
import { openBeside } from "./beside.js";
import { watchKeys } from "./keys.js";
import { watchList } from "./worklist.js";
import { watchPresses } from "./press.js";
import { watchForms } from "./refresh.js";
import { saveForms } from "./autosave.js";
import { watchSession } from "./session.js";
import { watchFiles } from "./uploads.js";

// The browser's "back" brings the page as it was left: it may be sent again, the key protects.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

watchPresses();
watchList();
watchFiles();
watchForms();
saveForms();
openBeside();
watchKeys();
watchAnswers();

// A second press while the first is on its way does nothing. The server would answer both with
// the same result; this spares the person the doubt. Listens last: a form that is kept first is not sent yet.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

function start() {
  prepareFields();
  holdAnswers();
  offerCamera();
  offerCards();
  offerSigning();
  offerTogether();
  offerListening();
  watchSession();
  const summary = document.querySelector(".f-errors, [data-focus]");
  if (summary) {
    if (!summary.hasAttribute("tabindex")) summary.tabIndex = -1;
    summary.focus();
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
