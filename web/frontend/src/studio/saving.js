// Keeps a file while somebody works on it. What was changed goes to the server within two seconds; while the
// server is away, or the session over, it stays in this browser and is tried again. Where somebody else was faster
// nothing is overwritten: the person chooses.
import { Kept } from "./kept.js";

const QUIET = 800; // milliseconds after the last change
const LONGEST = 2000; // and never later than that after the first one that is not kept
const AGAIN = 3000;
const SOON = 50;

export class Saving {
  // `content` gives the text as it stands, or what is typed into a form; `told` hears "waiting", "saving", "saved", "away", "signed_out",
  // "refused", "rival". `typed` are fields whose words are said of the drawing before it is sent.
  constructor({ form, address, revision, content, told, saved, owner, typed }) {
    Object.assign(this, { form, address, revision, content, told, saved, typed });
    this.kept = new Kept(owner, address);
    this.changedAt = null;
    this.triedAt = 0;
    this.isBusy = false;
    this.isStopped = false;
    window.addEventListener("beforeunload", (event) => {
      if (this.changedAt !== null || this.isBusy || this.typed?.isOpen()) event.preventDefault();
    });
  }

  // What was not sent when the page was here the last time, or nothing; what stands here already was sent after all.
  async unsent() {
    const found = await this.kept.find();
    if (!found) return null;
    const here = sayable(await this.content(), new FormData(this.form));
    if (JSON.stringify(here) !== JSON.stringify(sent(found))) return found;
    await this.kept.forget();
    return null;
  }

  // Send what was not sent then, in the place of what is here; true if it is kept.
  async take({ content, fields }) {
    this.content = () => (fields ? formOf(fields) : content);
    this.typed = undefined;
    this.changedAt ??= Date.now();
    await this.settled();
    await this.save();
    return this.changedAt === null;
  }

  touch() {
    this.changedAt ??= Date.now();
    if (this.isStopped) return;
    this.told("waiting");
    // While the server is away each key would be a try of its own, and a step of undoing.
    const left = Math.max(0, Math.max(this.changedAt, this.triedAt) + LONGEST - Date.now());
    this.in(Math.min(QUIET, left));
  }

  // The page is left by a press of its own button, which sends everything.
  leave() {
    clearTimeout(this.timer);
    this.changedAt = null;
    this.isStopped = true;
  }

  async settled() {
    while (this.isBusy) await new Promise((done) => setTimeout(done, SOON));
  }

  // Send what is not kept yet, without waiting for quiet; an error where it can't be kept now.
  async flush() {
    await this.settled();
    if (this.typed?.isOpen()) this.changedAt ??= Date.now();
    await this.save();
    if (this.changedAt !== null) throw new Error("not kept");
  }

  in(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  // Save over what somebody else has saved: they were named, and the person has chosen so.
  overwrite(revision) {
    this.revision = revision;
    this.isStopped = false;
    this.changedAt ??= Date.now();
    this.save();
  }

  // The session is over, or another has begun since: the form needs what protects the new one.
  async signInAnew(changedAt) {
    this.changedAt ??= changedAt;
    this.told("signed_out");
    await renew(this.form);
    this.in(AGAIN);
  }

  async save() {
    if (this.isBusy || this.changedAt === null || this.isStopped) return;
    this.typed?.say();
    const changedAt = this.changedAt;
    let unsent;
    this.triedAt = Date.now();
    this.isBusy = true;
    this.changedAt = null;
    this.told("saving");
    try {
      const body = new FormData(this.form);
      const content = await this.content();
      unsent = { seen: this.revision, ...sayable(content, body) };
      if (content instanceof FormData) add(content, body);
      else body.set("content", content);
      body.set("seen", this.revision);
      const answer = await fetch(this.address, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (!isJson(answer)) {
        await this.kept.keep(unsent);
        return await this.signInAnew(changedAt);
      }
      const said = await answer.json();
      if (answer.ok) {
        this.revision = said.revision;
        await this.kept.forget();
        if (this.changedAt === null) this.told("saved", said);
        this.saved(said);
      } else {
        this.changedAt ??= changedAt;
        this.isStopped = said.revision !== undefined;
        await this.kept.keep(unsent);
        this.told(this.isStopped ? "rival" : "refused", said);
      }
    } catch {
      this.changedAt ??= changedAt;
      if (unsent) await this.kept.keep(unsent);
      this.told("away");
      this.in(AGAIN);
      return;
    } finally {
      this.isBusy = false;
    }
    // What was changed while this was on its way.
    if (this.changedAt !== null && this.changedAt !== changedAt) this.in(QUIET);
  }
}

// Give a form of this page what protects that of the session that has begun since.
export async function renew(form) {
  const page = await fetch(window.location.href);
  const shown = new DOMParser().parseFromString(await page.text(), "text/html");
  const fresh = shown.querySelector('[data-studio="form"]');
  if (fresh) form.replaceChildren(...fresh.childNodes);
}

// What is typed into a form of the page, but for what protects it: a new session has another.
function add(typed, body) {
  const known = new Set(body.keys());
  for (const [name, value] of typed) if (!known.has(name)) body.append(name, value);
}

// The same as it can lie in the browser: without what protects the form, and the revision it was made from.
function sayable(content, body) {
  if (!(content instanceof FormData)) return { content };
  const isSaid = ([name, value]) => !body.has(name) && name !== "seen" && typeof value === "string";
  return { fields: [...content].filter(isSaid) };
}

const sent = ({ content, fields }) => (fields ? { fields } : { content });

function formOf(fields) {
  const made = new FormData();
  for (const [name, value] of fields) made.append(name, value);
  return made;
}

export const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
