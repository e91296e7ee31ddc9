// A page of an application keeps itself while it is filled in, and says truly whether it could.
// One save at a time: the next begins when the answer to the one before is there, so what the server keeps is
// never older than what it kept before. Without a script every button saves.

const PAUSE = 1500; // milliseconds after the last change
const AGAIN = 10000; // until the next attempt where there was no connection

const waiting = new WeakMap(); // form → what is planned for it

export function saveForms() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form && event.target.type !== "file") plan(form, PAUSE);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-autosave]")) stop(event.target);
  });
  window.addEventListener("online", () => unsaved((form) => save(form)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") unsaved((form) => save(form, true));
  });
}

function unsaved(act) {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (stateOf(form).isChanged) act(form);
  }
}

function stateOf(form) {
  if (!waiting.has(form)) waiting.set(form, { timer: 0, running: null, isChanged: false });
  return waiting.get(form);
}

function plan(form, pause) {
  const state = stateOf(form);
  state.isChanged = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), pause);
}

function stop(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.isChanged = false;
  state.running?.abort();
}

async function save(form, isLast = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.running) return plan(form, PAUSE);
  state.isChanged = false;
  const asking = (state.running = new AbortController());
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: answersOf(form),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: isLast,
      signal: asking.signal,
    });
    if (answer.ok) tell(form, await answer.json());
    else if (answer.status < 500) say(form, form.dataset.signedOut);
    else failed(form);
  } catch {
    if (!asking.signal.aborted) failed(form);
  } finally {
    state.running = null;
  }
}

function failed(form) {
  say(form, form.dataset.unsaved);
  plan(form, AGAIN);
}

function tell(form, { words, version, address, isOvertaken }) {
  const field = form.elements._version;
  // The form may have been shown anew meanwhile, with a later version.
  if (version && Number(field.value) < version) field.value = version;
  if (isOvertaken) return plan(form, PAUSE);
  say(form, words, address);
}

function say(form, words, address) {
  const place = form.parentElement.querySelector("[data-save-state]");
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
