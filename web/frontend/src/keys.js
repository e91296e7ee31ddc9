// Keys of the office: through the list, into a step, taking and finishing it. Letters act only while nothing is typed
// and no control of its own has them, and not at all where their person has turned them off (WCAG 2.2, 2.1.4).

import { sheet } from "./beside.js";
import { linkOf, rows, ROWS } from "./worklist.js";

export function watchKeys() {
  document.addEventListener("keydown", onKey);
}

const isOn = () => document.querySelector("[data-desk]")?.dataset.keys !== "off";

function onKey(event) {
  if (event.altKey && event.code === "KeyL" && !event.ctrlKey && !event.metaKey) return go(0, event);
  if (event.key === "Escape") return close(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
  const row = event.target.closest?.(ROWS);
  const at = rows().indexOf(row ?? document.querySelector("[data-list] tr.open"));
  const arrows = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows().length - 1 };
  if (row && event.code in arrows) return go(arrows[event.code], event);
  if (document.querySelector("[data-desk], [data-rows]") && isOn()) onLetter(event, row, at);
}

// By place, for the Georgian keyboard has other letters there.
function onLetter(event, row, at) {
  if (event.key === "?") return press(event, () => showSheet());
  if (event.shiftKey) return;
  const keys = {
    KeyJ: () => go(at + 1, event),
    KeyK: () => go(Math.max(at - 1, 0), event),
    KeyX: () => row?.querySelector("input[type=checkbox]")?.click(),
    KeyA: () => claim(row ?? rows()[at]),
    KeyE: () => document.querySelector("[data-finish]")?.click(),
    KeyM: () => press(event, () => showChosen()),
    Slash: () => press(event, () => document.querySelector("[data-seek]")?.focus()),
  };
  keys[event.code]?.();
}

function press(event, act) {
  event.preventDefault();
  act();
}

function isTyped(element) {
  return element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

function go(at, event) {
  const link = linkOf(rows()[at]);
  if (!link) return;
  event.preventDefault();
  link.focus();
  link.closest("tr").scrollIntoView({ block: "nearest" });
}

// The step whose row has the focus, else the one that is open.
function claim(row) {
  const ofRow = row?.querySelector("[data-claim] button");
  const ofSheet = document.querySelector("[data-claim-open] button");
  (sheet()?.contains(document.activeElement) ? (ofSheet ?? ofRow) : (ofRow ?? ofSheet))?.click();
}

// To what can be done with the steps that are ticked.
function showChosen() {
  const form = document.getElementById("chosen");
  if (!form) return;
  form.closest("details").open = true;
  form.querySelector("input:not([type=hidden]), select, button").focus();
}

function showSheet() {
  const keys = document.querySelector("[data-keys-sheet]");
  if (!keys) return;
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
}

function close(event) {
  const popup = document.querySelector("[data-popup][open], .work-me[open]");
  if (popup) {
    popup.open = false;
    return popup.querySelector("summary").focus();
  }
  const isFilling = isTyped(event.target) && sheet()?.contains(event.target);
  if (!isFilling) document.querySelector("[data-task-place] [data-close-task]")?.click();
}
