// A page of an application, or the form of a step, keeps itself while it is filled in, and says truly whether it could.
// One save at a time: the next begins when the answer to the one before is there, so what the server keeps is
// never older than what it kept before. A button waits until what was typed is kept: where the line breaks while
// the page is on its way, the draft has it. Without a script every button saves.

import { sameIn } from "./press.js";

const PAUSE = 1500; // milliseconds after the last change
const AGAIN = 10000; // until the next attempt where there was no connection
const ATTEMPTS = 3; // before a page is left

const waiting = new WeakMap(); // form → what is planned for it

export function saveForms() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form && event.target.type !== "file") plan(form, PAUSE);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-autosave]")) leave(event);
    else keepBefore(event, () => event.target.requestSubmit(event.submitter));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && leadsAway(link, event)) keepBefore(event, () => link.click());
  });
  window.addEventListener("online", () => unsaved((form) => save(form)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") unsaved((form) => save(form, true));
  });
}

function unsaved(act) {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (stateOf(form).isChanged || stateOf(form).running) act(form);
  }
}

function stateOf(form) {
  if (!waiting.has(form)) {
    waiting.set(form, { timer: 0, running: null, isChanged: false, isLeaving: false, hasFailed: false });
  }
  return waiting.get(form);
}

function plan(form, pause) {
  const state = stateOf(form);
  state.isChanged = true;
  state.hasFailed = false;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), pause);
}

// A page that is sent holds what is kept, so it can be sent at any time. What is typed and not kept yet is kept
// first: if that fails, the page stays as it is.
function leave(event) {
  const form = event.target;
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!state.isChanged && !state.running) return;
  event.preventDefault();
  if (!state.isLeaving) keepAndSend(form, event.submitter);
}

// A link that is followed before what was typed is kept would lead to a page that does not know it. If it can't be
// kept, the page stays and says so; pressed again, the link is followed.
async function keepBefore(event, goOn) {
  const forms = [];
  unsaved((form) => forms.push(form));
  const held = forms.filter((form) => !stateOf(form).hasFailed);
  if (!held.length || event.defaultPrevented) return;
  event.preventDefault();
  const kept = await Promise.all(held.map(keep));
  if (kept.every(Boolean)) return goOn();
  for (const form of held) stateOf(form).hasFailed = true;
}

// A save that was overtaken has kept nothing, and is sent once more with the version that it was told.
async function keep(form) {
  const state = stateOf(form);
  await state.running;
  for (let attempt = 0; state.isChanged && attempt < ATTEMPTS; attempt++) {
    if (!(await save(form))) return false;
  }
  return !state.isChanged;
}

function leadsAway(link, event) {
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const isElsewhere = link.origin !== location.origin || link.target || link.hasAttribute("download");
  const isHere = link.pathname === location.pathname && link.search === location.search && link.hash;
  return isPlain && !isElsewhere && !isHere;
}

async function keepAndSend(form, button) {
  const state = stateOf(form);
  state.isLeaving = true;
  const isKept = await keep(form);
  state.isLeaving = false;
  if (isKept) form.requestSubmit(sameIn(form, button));
}

// Says whether the page may be sent: not without a connection, and not where the server has said what is wrong.
function save(form, isLast = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.running && !isLast) return plan(form, PAUSE);
  state.isChanged = false;
  const sent = send(form, isLast).then((mayGo) => {
    if (state.running === sent) state.running = null;
    return mayGo;
  });
  state.running ??= sent;
  return sent;
}

async function send(form, isLast) {
  const answers = answersOf(form);
  if (isLast) answers.append("_last", "yes");
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: answers,
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: isLast,
    });
    if (answer.ok) return tell(form, await answer.json());
    if (answer.status >= 500) return failed(form);
    say(form, form.dataset.signedOut);
    return true; // what is sent without a session waits for its person to sign in again
  } catch {
    return failed(form);
  }
}

function failed(form) {
  say(form, form.dataset.unsaved);
  plan(form, AGAIN);
  return false;
}

function tell(form, { words, version, address, isOvertaken, isTaken, maySend }) {
  if (isTaken) showTaken(form.closest("[data-task]"));
  const field = form.elements[form.dataset.version ?? "_version"];
  // The form may have been shown anew meanwhile, with a later version.
  if (version && Number(field.value) < version) field.value = version;
  if (isOvertaken) plan(form, PAUSE);
  else say(form, words, address);
  return Boolean(version || address || maySend);
}

// Whoever answers a step that nobody has takes it by that: nothing offers to take it any more.
function showTaken(sheet) {
  const row = document.getElementById(`task-${sheet?.dataset.task}`);
  for (const place of [sheet, row]) {
    for (const offer of place?.querySelectorAll("[data-free], [data-claim-open], [data-claim]") ?? []) offer.hidden = true;
  }
}

function say(form, words, address) {
  const place = (form.closest("[data-task]") ?? form.parentElement).querySelector("[data-save-state]");
  if (!place || place.textContent === words) return;
  place.textContent = words;
  if (!address) return;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = form.dataset.choose;
  place.append(" ", link);
}

// Without files: those travel with the buttons.
function answersOf(form) {
  const answers = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") answers.append(name, value);
  }
  return answers;
}
