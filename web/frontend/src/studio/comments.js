// What people say to each other of the drawing: at the chosen element, as a number on the drawing, and as a list of
// everything said of the service. It is no part of the drawing, and its file stays as it is.
import { buttonOf } from "./choice.js";
import { isJson, renew } from "./saving.js";
import { part } from "./state.js";
import { say } from "./words.js";

export class Comments {
  // `choose` selects an element of this `file`, `marked` shows how many open comments each has.
  constructor({ address, file, choose, marked }) {
    Object.assign(this, { address, file, choose, marked });
    this.comments = [];
    this.element = null;
    this.typed = new Map(); // what is not sent yet, by the element or the comment that it is about
    const form = part("comment");
    form.addEventListener("input", () => this.typed.set(this.element, form.elements.body.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.write(form);
    });
    // A colleague may have said something meanwhile.
    window.addEventListener("focus", () => this.load());
    window.addEventListener("beforeunload", (event) => {
      if ([...this.typed.values()].some((one) => one.trim())) event.preventDefault();
    });
  }

  async load() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (answer.ok && isJson(answer)) this.take(await answer.json());
    } catch {
      // The server is away, which the state of the drawing says.
    }
  }

  take({ comments, key }) {
    this.key = key;
    const isNews = JSON.stringify(comments) !== JSON.stringify(this.comments) || !this.isShown;
    this.comments = comments;
    if (isNews) this.show();
  }

  // Show what is said of an element, or of none.
  here(element) {
    if (element === this.element) return;
    this.element = element;
    const form = part("comment");
    form.reset();
    form.elements.body.value = this.typed.get(element) ?? "";
    part("comment-refused").hidden = true;
    this.show();
  }

  show() {
    this.isShown = true;
    const focused = document.activeElement?.id;
    const own = this.comments.filter((one) => one.path === this.file && !one.is_gone && one.element);
    const open = this.comments.filter((one) => !one.is_settled);
    part("comments-here").hidden = !this.element;
    part("comments-of").replaceChildren(
      ...own.filter((one) => one.element === this.element).map((one) => item(one, [], this.answering(one))),
    );
    part("comments-all").replaceChildren(...this.comments.map((one) => item(one, [this.placeOf(one), " "])));
    part("comments-status").textContent = say(open.length ? "comment.number" : "comment.none", { number: open.length });
    const numbers = new Map();
    for (const { element } of own.filter((one) => !one.is_settled))
      numbers.set(element, (numbers.get(element) ?? 0) + 1);
    this.marked(numbers);
    if (focused?.startsWith("answer-")) document.getElementById(focused)?.focus();
  }

  placeOf(one) {
    const words = `${one.where} · ${one.path}`;
    if (one.path === this.file && one.element && !one.is_gone) return buttonOf(words, () => this.choose(one.element));
    if (!one.address) return strong(words);
    const link = document.createElement("a");
    link.href = one.address;
    link.textContent = words;
    return link;
  }

  // An answer, and whether it is settled: what is typed goes along with either.
  answering(one) {
    const box = document.createElement("div");
    const label = document.createElement("label");
    const text = document.createElement("textarea");
    text.id = `answer-${one.id}`;
    text.className = "f-input";
    text.rows = 1;
    text.maxLength = 2000;
    text.value = this.typed.get(one.id) ?? "";
    text.addEventListener("input", () => this.typed.set(one.id, text.value));
    label.htmlFor = text.id;
    label.className = "f-label";
    label.textContent = say("comment.answer");
    const send = (_do) => this.send(`${this.address}/${one.id}`, { _do, body: text.value, seen: one.seen }, one.id);
    box.append(
      label,
      text,
      ...[
        buttonOf(say("comment.answer_now"), () => send("answer")),
        one.is_settled
          ? buttonOf(say("comment.open_again"), () => send("open"))
          : buttonOf(say("comment.settle"), () => send("settle")),
      ].flatMap((button) => [button, " "]),
    );
    for (const button of box.querySelectorAll("button")) button.className = "button second compact";
    return box;
  }

  write(form) {
    const said = { place: `${this.file}#${this.element}`, body: form.elements.body.value };
    if (form.elements.must_settle.checked) said.must_settle = "1";
    this.send(this.address, said, this.element);
  }

  // Send what was typed about an element or a comment; until it is kept it stays where it was typed.
  async send(address, said, about) {
    const body = new FormData(part("form"));
    for (const [name, value] of Object.entries({ ...said, _key: this.key })) body.set(name, value);
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!isJson(answer)) {
        await renew(part("form"));
        return this.refuse(say("save.signed_out"));
      }
      const told = await answer.json();
      if (!answer.ok) {
        await this.load();
        return this.refuse(told.message);
      }
      this.typed.delete(about);
      part("comment-refused").hidden = true;
      if (about === this.element) part("comment").reset();
      this.isShown = false;
      this.take(told);
    } catch {
      this.refuse(say("save.away"));
    }
  }

  refuse(words) {
    part("comment-refused").textContent = words;
    part("comment-refused").hidden = false;
  }
}

function item(one, head, ...more) {
  const made = document.createElement("li");
  made.className = "comment";
  const tags = [
    say(one.is_settled ? "comment.settled" : "comment.open"),
    one.must_settle && say("comment.must_settle"),
    one.is_gone && say("comment.gone"),
  ];
  const line = document.createElement("p");
  line.append(...head, ...tags.filter(Boolean).flatMap((words) => [tag(words), " "]));
  made.append(line, ...spoken(one.body, one.said_by));
  if (one.turns.length) {
    const turns = document.createElement("ol");
    turns.className = "turns";
    for (const { words, said_by } of one.turns) {
      const turn = document.createElement("li");
      turn.append(...spoken(words, said_by));
      turns.append(turn);
    }
    made.append(turns);
  }
  made.append(...more);
  return made;
}

function spoken(words, by) {
  const text = document.createElement("p");
  text.className = "said";
  text.textContent = words;
  const who = document.createElement("p");
  who.className = "soft small";
  who.textContent = by;
  return words ? [text, who] : [who];
}

function strong(words) {
  const made = document.createElement("strong");
  made.textContent = words;
  return made;
}

function tag(words) {
  const made = document.createElement("span");
  made.className = "tag";
  made.textContent = words;
  return made;
}
