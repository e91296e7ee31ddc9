// The step beside the list it was chosen from, where the screen has room for both: its page is fetched and its sheet
// shown, and the address names the list and the step. Without a script, or on a narrow screen, its link opens the page.

import htmx from "htmx.org";
import { ANSWER, holdAnswers } from "./answer.js";
import { prepareFields } from "./fields.js";
import { rows } from "./worklist.js";

const WIDE = "(min-width: 68.75rem)";
let newest = null;

const place = () => document.querySelector("[data-task-place]");
const desk = () => document.querySelector("[data-desk]");
export const sheet = () => document.querySelector("[data-task]");

export function openBeside() {
  document.addEventListener("click", (event) => {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented || !place() || !matchMedia(WIDE).matches) return;
    const link = event.target.closest("[data-list] a.row-link");
    const close = event.target.closest("[data-close-task]");
    if (!link && !close) return;
    event.preventDefault();
    if (link) open(link);
    else shut(close.href);
  });
  // What is sent from a row or from the sheet comes back to the two of them, without loading the page. A button with a
  // name of its own (saving without finishing) asks for the page, unless it answers the step.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const name = event.submitter?.name;
    if (event.defaultPrevented || (name && name !== ANSWER) || !place() || !matchMedia(WIDE).matches) return;
    if (!form.matches("[data-claim]") && !sheet()?.contains(form)) return;
    event.preventDefault();
    if (!form.dataset.sent) send(form, name ? event.submitter : null);
  });
  window.addEventListener("popstate", () => {
    if (place()) location.reload();
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (place()?.firstElementChild && !document.querySelector(".f-errors, [data-focus]")) sheet()?.focus();
  });
}

function withBeside(address) {
  const url = new URL(address);
  url.searchParams.set("beside", "1");
  return url.href;
}

async function open(link) {
  newest?.abort();
  const asking = (newest = new AbortController());
  mark(link.closest("tr"));
  place().setAttribute("aria-busy", "true");
  const answer = await fetch(withBeside(link.href), { signal: asking.signal }).catch(() => null);
  if (asking.signal.aborted) return;
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.querySelector("[data-task]");
  if (asking.signal.aborted) return;
  if (!fresh) return location.assign(link.href); // signed out, gone: the page says so
  title("h2");
  desk().classList.add("has-task");
  place().replaceChildren(fresh);
  place().removeAttribute("aria-busy");
  htmx.process(place());
  prepareFields();
  document.title = page.title;
  history.pushState(null, "", addressOf(link));
  place().scrollTop = 0;
  fresh.focus({ preventScroll: true });
}

// A form carries its key, so one that is sent again because its answer was lost is done once.
async function send(form, button) {
  form.dataset.sent = "yes";
  const action = withBeside(form.action);
  const answer = await fetch(action, { method: "POST", body: new FormData(form, button) }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page?.getElementById("work-desk");
  if (fresh) return show(page, fresh, answer.redirected ? answer.url : location.href);
  if (answer?.redirected) return location.assign(answer.url);
  form.action = action;
  if (button) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: ANSWER, value: button.value }));
  form.submit();
}

function show(page, fresh, address) {
  const scrolled = desk().querySelector("[data-scroll]").scrollTop;
  for (const notice of document.querySelectorAll("main > .notice")) notice.remove();
  desk().before(...page.querySelectorAll("main > .notice"));
  desk().replaceWith(fresh);
  fresh.querySelector("[data-scroll]").scrollTop = scrolled;
  fresh.querySelector("tr.open")?.scrollIntoView({ block: "nearest" });
  htmx.process(fresh);
  prepareFields();
  holdAnswers();
  document.title = page.title;
  if (address === location.href) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  (fresh.querySelector(".f-errors, [data-focus]") ?? sheet() ?? fresh.querySelector("a.row-link"))?.focus();
}

function addressOf(link) {
  const address = new URL(location.href);
  address.searchParams.set("tab", new URL(link.href).searchParams.get("tab"));
  address.searchParams.set("task", link.closest("tr").id.replace("task-", ""));
  return address.href;
}

function shut(address) {
  const row = document.querySelector("[data-list] tr.open");
  mark(null);
  place().replaceChildren();
  desk().classList.remove("has-task");
  title("h1");
  history.pushState(null, "", address);
  row?.querySelector("a.row-link")?.focus();
}

function mark(row) {
  for (const one of rows()) {
    one.classList.toggle("open", one === row);
    if (one === row) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  row?.scrollIntoView({ block: "nearest" });
}

// The page has one main heading: that of the step while one is open, else that of the list.
function title(level) {
  const before = document.querySelector("[data-list-title]");
  const after = document.createElement(level);
  for (const { name, value } of before.attributes) after.setAttribute(name, value);
  after.textContent = before.textContent;
  before.replaceWith(after);
}
