// The list of steps: what has changed in it since it was shown, and where its person stood. Without a script, links,
// boxes and buttons do the same; the keys are in `keys.js`, the step beside the list in `beside.js`.

import htmx from "htmx.org";

const EVERY_SECONDS = 30;
const KEPT = "worklist-row";

// What is watched for changes has `data-list`, what is only gone through by keyboard `data-rows`.
export const ROWS = "[data-list] tbody tr, [data-rows] tbody tr";
export const rows = () => [...document.querySelectorAll(ROWS)];
export const linkOf = (row) => row?.querySelector("a.row-link");
const list = () => document.querySelector("[data-list]");

export function watchList() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(ROWS);
    if (row && event.target.closest("a.row-link")) keep(row);
    if (event.target.closest("[data-list-changed] button")) showChanges();
    for (const popup of document.querySelectorAll("[data-popup][open]")) {
      if (!popup.contains(event.target)) popup.open = false;
    }
  });
  document.addEventListener("submit", (event) => {
    const row = event.target.closest?.(ROWS);
    if (row) keep(row);
  });
  document.addEventListener("DOMContentLoaded", restore);
  setInterval(look, EVERY_SECONDS * 1000);
}

// Whoever comes back from a step stands where they left: on its row, or on the one that took its place.
function keep(row) {
  sessionStorage.setItem(KEPT, JSON.stringify({ id: row.id, at: rows().indexOf(row) }));
}

function restore() {
  const open = document.querySelector("[data-list] tr.open");
  open?.scrollIntoView({ block: "nearest" });
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  if (!kept || !rows().length || document.querySelector("[data-task-place] [data-task]")) return;
  sessionStorage.removeItem(KEPT);
  const all = rows();
  linkOf(document.getElementById(kept.id) || all[Math.min(kept.at, all.length - 1)])?.focus();
}

async function fetched() {
  const address = new URL(location.href);
  address.searchParams.delete("task");
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
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
  const open = document.querySelector("[data-list] tr.open")?.id;
  const title = list().querySelector("[data-list-title]");
  list().replaceWith(fresh);
  fresh.querySelector("[data-list-title]").replaceWith(title);
  for (const box of fresh.querySelectorAll("[name=task]")) box.checked = ticked.has(box.value);
  htmx.process(fresh);
  if (open) document.getElementById(open)?.classList.add("open");
  else linkOf(rows()[0])?.focus();
}
