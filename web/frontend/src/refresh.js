// Some questions appear or vanish with an answer. The server alone knows which: it is asked for
// the form anew. What was typed while it answered stays. Without a script, a button beside the
// question does the same by loading the page.

import { released } from "./press.js";

let newest = null;

export function watchForms() {
  document.addEventListener("change", (event) => {
    const question = event.target.closest("[data-f-watch]");
    const form = event.target.closest("form.f-form");
    if (question && form && event.target.type !== "file") showAnew(form, question.dataset.fKey);
  });
  // What is sent brings a page of its own.
  document.addEventListener("submit", () => newest?.abort());
}

async function showAnew(form, key) {
  // A later answer makes the earlier question pointless.
  newest?.abort();
  const asking = (newest = new AbortController());
  const answer = await fetch(form.getAttribute("action") || location.href, {
    method: "POST",
    body: answersOf(form, key),
    signal: asking.signal,
  })
    .then((response) => (response.ok ? response.text() : ""))
    .catch(() => "");
  const page = new DOMParser().parseFromString(answer, "text/html");
  const fresh = form.id ? page.getElementById(form.id) : page.querySelector("form.f-form");
  await released();
  // Without an answer, or with the session over, the form as it stands can still be sent.
  if (!fresh || asking.signal.aborted) return;
  const focused = caret();
  for (const field of [...form.elements]) carry(field, fresh);
  form.replaceChildren(...fresh.childNodes);
  form.dispatchEvent(new CustomEvent("f-shown", { bubbles: true }));
  if (focused) restore(focused, form);
}

// Without files: a photograph need not travel for each answer.
function answersOf(form, key) {
  const answers = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") answers.append(name, value);
  }
  answers.append("__refresh__", key);
  return answers;
}

function carry(field, fresh) {
  if (!field.name || ["hidden", "submit", "button", "fieldset"].includes(field.type)) return;
  const same = [...fresh.querySelectorAll("[name]")].find(
    (one) => one.name === field.name && one.type === field.type && (!isTick(field) || one.value === field.value),
  );
  if (!same) return;
  if (field.type === "file") carryFiles(field, same);
  else if (isTick(field)) same.checked = field.checked;
  else same.value = field.value;
}

// What was chosen goes along with its list: a file may be on its way, or have arrived since the form was asked for.
function carryFiles(field, same) {
  const list = listBefore(field);
  listBefore(same)?.remove();
  same.replaceWith(field);
  if (list) field.closest(".f-choose").before(list);
}

function listBefore(field) {
  const before = field.closest(".f-choose").previousElementSibling;
  return before?.matches("ul.f-files") ? before : null;
}

function isTick(field) {
  return field.type === "radio" || field.type === "checkbox";
}

// Buttons have no id: they are known by their name and value, and the one that sends the form by having neither.
function caret() {
  const { id, name, value, type, selectionStart, selectionEnd } = document.activeElement;
  const selection = /^(text|tel|search|textarea)$/.test(type) ? [selectionStart, selectionEnd] : null;
  return id || name || type === "submit" ? { id, name, value, type, selection } : null;
}

function restore({ id, name, value, type, selection }, form) {
  const field = id
    ? document.getElementById(id)
    : [...form.elements].find(
        (one) => one.name === name && one.value === value && one.type === type && one.tabIndex >= 0,
      );
  if (!field) return;
  field.focus({ preventScroll: true });
  if (selection) field.setSelectionRange(...selection);
}
