// One ceremony for many documents: each is prepared by the server, the card signs all that are ticked, and each signature
// is sent by itself, so that what was signed is signed, whatever happens to the rest. The rows say how far each is.
import { tell } from "./card.js";
import { offerDemoCard } from "./sign.js";
import { cardAndCertificate, prepared, refusal, signed } from "./signing_steps.js";

export function offerTogether() {
  offerTickAll();
  const form = document.querySelector("[data-sign-together]");
  if (!form || !window.crypto?.subtle) return;
  const table = document.querySelector("[data-documents]");
  const rows = [...table.querySelectorAll("[data-document]")].map((element) => new Row(element, table.dataset));
  const page = { form, rows, said: document.querySelector("[data-sign-said]"), button: form.querySelector("button"), isBusy: false };
  document.querySelector("[data-sign-unable]").hidden = true;
  form.hidden = false;
  const hashing = hashAll(rows);
  watchSeen(rows, () => count(page));
  table.addEventListener("change", () => count(page));
  count(page);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (page.isBusy) return;
    page.isBusy = true;
    count(page);
    try {
      await hashing;
      await hold(page);
    } catch (problem) {
      for (const row of rows) row.rest();
      tell(page.said, problem);
    } finally {
      page.isBusy = false;
      count(page);
    }
  });
  offerDemoCard(page.said, page.button);
}

class Row {
  constructor(element, words) {
    this.element = element;
    this.words = words;
    this.box = element.querySelector("input");
    this.place = element.querySelector("[data-state]");
    this.isSeen = false;
    this.digest = ""; // of the file, as this browser was given it
    this.unsent = null; // what the card has signed and the server could not take yet
  }

  get isTicked() {
    return Boolean(this.box?.checked);
  }

  say(state, words = this.words[state]) {
    this.element.dataset.is = state;
    this.place.textContent = words;
    this.place.title = words;
  }

  rest() {
    if (["preparing", "waiting", "sending"].includes(this.element.dataset.is)) this.say("seen", this.isSeen ? this.words.seen : "");
  }

  /** Fetch the file and show its digest: what is signed is this file and no other. */
  async hash() {
    const answer = await fetch(this.element.dataset.file, { cache: "no-store" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
    this.digest = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const place = this.element.querySelector("[data-digest]");
    place.textContent = `${this.digest.slice(0, 4)} ${this.digest.slice(4, 8)}`;
    place.title = this.digest;
    document.querySelector(`#${this.element.dataset.document} .digest`).textContent = this.digest;
  }

  see() {
    this.isSeen = true;
    if (!this.element.dataset.is) this.say("seen");
  }

  fail(problem) {
    const words = problem.what?.[document.documentElement.lang] ?? this.words.failed;
    this.say("failed", words);
  }

  end() {
    this.box.remove();
    this.box = null;
    this.say("signed");
  }
}

async function hold({ form, rows, said }) {
  const chosen = rows.filter((row) => row.isTicked);
  const stopped = await sign(form, chosen.filter((row) => !row.unsent), said);
  await send(form, chosen.filter((row) => row.unsent), said);
  const done = chosen.filter((row) => !row.box).length;
  const words = told(form.dataset.saidDone, { done, all: chosen.length });
  if (stopped) tell(said, stopped);
  else said.textContent = "";
  const line = document.createElement("p");
  line.textContent = words;
  said.prepend(line);
}

// One after the other, while their signer reads; one that fails is tried again before it is signed.
async function hashAll(rows) {
  for (const row of rows) await row.hash().catch(() => null);
}

/** Have the card sign the documents; return what stopped it after some of them. */
async function sign(form, rows, said) {
  if (!rows.length) return null;
  const { card, certificate } = await cardAndCertificate();
  const asked = [];
  for (const row of rows) {
    said.textContent = told(form.dataset.saidPreparing, { done: asked.length, all: rows.length });
    row.say("preparing");
    try {
      if (!row.digest) await row.hash();
      const fields = fieldsOf(form, { shown: row.digest });
      asked.push({ row, title: row.element.dataset.title, ...(await prepared(row.element.dataset.prepare, fields, certificate)) });
      row.say("waiting");
    } catch (problem) {
      row.fail(problem);
    }
  }
  if (!asked.length) return null;
  said.textContent = form.dataset.saidCard;
  const { signatures, problem } = await signed(card, asked, form.dataset.purpose);
  for (const [place, { row, preparation }] of asked.entries()) {
    if (place < signatures.length) row.unsent = { preparation, signature: signatures[place] };
    else row.rest();
  }
  return problem;
}

/** Send each signature; where the server says that it may be sent again, it is kept for the next press. */
async function send(form, rows, said) {
  for (const [place, row] of rows.entries()) {
    said.textContent = told(form.dataset.saidSending, { done: place, all: rows.length });
    row.say("sending");
    try {
      const answer = await fetch(row.element.dataset.finish, {
        method: "POST",
        body: fieldsOf(form, row.unsent),
        headers: { Accept: "application/json" },
        cache: "no-store",
      });
      const outcome = await answer.json();
      if (answer.ok) {
        row.end();
        continue;
      }
      if (!outcome.again) row.unsent = null;
      row.fail(refusal(outcome.error));
    } catch (problem) {
      row.fail(problem); // the network: what the card has signed is kept
    }
  }
}

function fieldsOf(form, more) {
  const fields = new FormData(form);
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  return fields;
}

const told = (words, numbers) => words.replace(/\{(\w+)\}/g, (whole, name) => numbers[name] ?? whole);

function count({ form, rows, button, isBusy }) {
  const ticked = rows.filter((row) => row.isTicked);
  const numbers = { number: ticked.length, seen: ticked.filter((row) => row.isSeen).length };
  form.querySelector("[data-tally]").textContent = told(form.dataset.ticked, numbers);
  button.disabled = isBusy || !ticked.length;
  button.textContent = told(ticked.length === 1 ? form.dataset.one : form.dataset.other, numbers);
}

// A document was seen when its end was on the screen.
function watchSeen(rows, changed) {
  const ends = new Map(rows.map((row) => [document.querySelector(`[data-end="${row.element.id}"]`), row]));
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      ends.get(target).see();
      watch.unobserve(target);
    }
    changed();
  });
  for (const end of ends.keys()) watch.observe(end);
}

// Ticks as many as one ceremony takes.
const MOST = 50;

function offerTickAll() {
  const all = document.querySelector("[data-tick-all]");
  if (!all) return;
  all.hidden = false;
  all.querySelector("input").addEventListener("change", ({ target }) => {
    const boxes = document.querySelectorAll(".signing-list tbody input[type=checkbox]");
    for (const [place, box] of [...boxes].entries()) box.checked = target.checked && place < MOST;
  });
}
