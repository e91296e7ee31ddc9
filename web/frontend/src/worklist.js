// The list of work by keyboard, and what has changed in it since it was shown. Letters act only while a step of the
// list has the focus, so they get in nobody's way. Without a script, links, boxes and buttons do the same.

import htmx from "htmx.org";

const EVERY_SECONDS = 30;
const KEPT = "worklist-row";

export function watchList() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(ROWS);
    if (row && event.target.closest("a.row-link")) keep(row);
    if (event.target.closest("[data-list-changed] button")) showChanges();
  });
  document.addEventListener("DOMContentLoaded", restore);
  setInterval(look, EVERY_SECONDS * 1000);
}

const list = () => document.querySelector("[data-list]");
// What is watched for changes has `data-list`, what is only gone through by keyboard `data-rows`.
const ROWS = "[data-list] tbody tr, [data-rows] tbody tr";
const rows = () => [...document.querySelectorAll(ROWS)];
const linkOf = (row) => row?.querySelector("a.row-link");

function onKey(event) {
  if (event.altKey && event.code === "KeyL" && !event.ctrlKey && !event.metaKey) return go(0, event);
  const row = event.target.closest?.(ROWS);
  if (!row || event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
  const at = rows().indexOf(row);
  // By place, for the Georgian keyboard has other letters there.
  const keys = {
    ArrowDown: () => go(at + 1, event),
    KeyJ: () => go(at + 1, event),
    ArrowUp: () => go(at - 1, event),
    KeyK: () => go(at - 1, event),
    Home: () => go(0, event),
    End: () => go(rows().length - 1, event),
    KeyX: () => row.querySelector("input[type=checkbox]")?.click(),
    KeyT: () => take(row),
    KeyA: () => act(event),
  }[event.code];
  keys?.();
}

function isTyped(element) {
  return element.matches("input:not([type=checkbox]), textarea, select");
}

function go(at, event) {
  const link = linkOf(rows()[at]);
  if (!link) return;
  event.preventDefault();
  link.focus();
}

// To what can be done with the steps that are ticked.
function act(event) {
  const form = document.getElementById("chosen");
  if (!form) return;
  event.preventDefault();
  form.closest("details")?.setAttribute("open", "");
  form.querySelector("input:not([type=hidden]), select, button").focus();
}

function take(row) {
  keep(row);
  row.querySelector("form button")?.click();
}

// Whoever comes back from a step stands where they left: on its row, or on the one that took its place.
function keep(row) {
  sessionStorage.setItem(KEPT, JSON.stringify({ id: row.id, at: rows().indexOf(row) }));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  if (!kept || !rows().length) return;
  sessionStorage.removeItem(KEPT);
  const all = rows();
  linkOf(document.getElementById(kept.id) || all[Math.min(kept.at, all.length - 1)])?.focus();
}

async function fetched() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-list]");
}

async function look() {
  if (document.hidden || !list()) return;
  const fresh = await fetched();
  if (!fresh || !list()) return;
  const before = new Set(rows().map((row) => row.id));
  const now = new Set([...fresh.querySelectorAll("tbody tr")].map((row) => row.id));
  const more = [...now].filter((id) => !before.has(id)).length;
  const gone = [...before].filter((id) => !now.has(id)).length;
  const told = list().querySelector("[data-list-changed]");
  told.hidden = more + gone === 0;
  told.firstElementChild.textContent = list().dataset.changed.replace("{more}", more).replace("{gone}", gone);
}

async function showChanges() {
  const fresh = await fetched();
  if (!fresh || !list()) return;
  const ticked = new Set([...list().querySelectorAll("[name=task]:checked")].map((box) => box.value));
  list().replaceWith(fresh);
  for (const box of fresh.querySelectorAll("[name=task]")) box.checked = ticked.has(box.value);
  htmx.process(fresh);
  linkOf(rows()[0])?.focus();
}
