// What validation says about the draft. It is asked after each save and never waited for; an older answer than
// the last question is thrown away.
import { buttonOf } from "./choice.js";
import { part } from "./state.js";
import { say } from "./words.js";

const AGAIN = 2500;

export class Findings {
  // `place` is the list; `languages` the page's first; `choose` selects the element of a finding of this `file`, `way`
  // plays how it comes about, where the page has the drawing for that. `kept` ends when all that was typed here is.
  // `beside` is where those of the chosen element stand, where the page has a place for that. A page of several files
  // says which findings are its own (`isOwn`), and leads to what each is about (`leadTo`).
  constructor({ place, status, address, languages, file, choose, marked, way, kept, beside, isOwn, leadTo }) {
    Object.assign(this, { place, status, address, languages, choose, marked, way, kept, beside, leadTo });
    this.isOwn = isOwn ?? ((finding) => finding.own_file === file);
    this.question = 0;
    this.own = [];
    this.element = null;
  }

  async ask() {
    const question = ++this.question;
    this.status.textContent = say("check.running");
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (question !== this.question) return;
      if (answer.ok) this.show(said.findings);
      else this.later(question, said.message);
    } catch {
      if (question === this.question) this.later(question, say("check.away"));
    }
  }

  later(question, message) {
    this.status.textContent = message;
    setTimeout(() => question === this.question && this.ask(), AGAIN);
  }

  show(findings) {
    const errors = findings.filter((one) => one.severity === "error");
    const remarks = findings.length - errors.length;
    this.status.textContent = findings.length
      ? say("check.found", { errors: errors.length, remarks })
      : say("check.good");
    const sorted = [...errors, ...findings.filter((one) => one.severity !== "error")];
    this.way?.close();
    this.place.replaceChildren(...sorted.map((one) => this.line(one)));
    const numbered = sorted.map((one, at) => ({ ...one, number: at + 1, words: said(one, this.languages[0]) }));
    this.own = numbered.filter(this.isOwn);
    this.marked(this.own);
    this.showBeside();
  }

  // Show those of an element in the panel, or of none.
  here(element) {
    if (element === this.element) return;
    this.element = element;
    this.showBeside();
  }

  showBeside() {
    if (!this.beside) return;
    const found = this.own.filter((one) => one.where === this.element);
    this.beside.hidden = !found.length;
    this.beside.querySelector("ol").replaceChildren(
      ...found.map((one) => {
        const item = this.line(one, `${one.number}.`);
        Object.assign(item, { tabIndex: -1, value: one.number });
        return item;
      }),
    );
  }

  // Bring the focus to the finding of this number in the panel.
  lead(number) {
    const item = [...this.beside.querySelectorAll("li")].find((one) => one.value === number);
    item?.scrollIntoView({ block: "nearest" });
    item?.focus({ preventScroll: true });
  }

  // In the list a finding says where it is, beside its element which number it has there.
  line(finding, number) {
    const item = document.createElement("li");
    item.className = `finding ${finding.severity}`;
    const kind = document.createElement("strong");
    kind.textContent = say(`check.${finding.severity}`);
    item.append(kind, " ", number ?? this.placeOf(finding));
    const [first, ...others] = this.languages;
    item.append(sentenceOf(finding, first), ...others.map((language) => folded(finding, language)));
    for (const words of this.more(finding)) {
      const line = document.createElement("p");
      line.className = "small";
      line.append(words);
      item.append(line);
    }
    if (finding.fix) item.append(this.fixOf(finding, () => finding.fix));
    if (finding.choices.length) item.append(this.choiceOf(finding));
    for (const call of finding.callers.filter(() => this.way))
      item.append(buttonOf(say("check.called_at", { name: this.way.nameOf(call) }), () => this.choose(call)));
    if (this.way && finding.path.length) item.append(this.way.button(finding.path));
    return item;
  }

  // Where it is: an element of this page, or the page on which it is mended.
  placeOf(finding) {
    const words = [finding.file, finding.name || finding.where].filter(Boolean).join(" · ");
    if (this.leadTo && this.isOwn(finding)) return buttonOf(words, () => this.leadTo(finding));
    if (this.isOwn(finding) && finding.where) return buttonOf(words, () => this.choose(finding.where));
    return finding.address ? linkTo(finding.address, words) : words;
  }

  // A list of what may have been meant, and the button that writes what is chosen.
  choiceOf(finding) {
    const place = document.createElement("p");
    const list = document.createElement("select");
    list.className = "f-select";
    list.setAttribute("aria-label", say("check.choose"));
    list.append(...finding.choices.map((one) => new Option(one.value)));
    const button = this.fixOf(finding, () => finding.choices[list.selectedIndex].fix, say("check.write_chosen"));
    place.className = "finding-choice";
    place.append(list, button);
    return place;
  }

  // The button that mends it. The page shows the file anew; what was typed is kept before.
  fixOf(finding, fixNow, words = wordsOf(finding)) {
    const button = buttonOf(words, async () => {
      button.disabled = true;
      try {
        await this.kept?.();
        const said = await this.send(finding, fixNow());
        const target = new URL(said.address, window.location.href);
        const isHere = target.pathname === window.location.pathname;
        window.location.assign(target);
        if (isHere) window.location.reload();
      } catch (error) {
        this.status.textContent = error.said ?? say("check.away");
        button.disabled = false;
      }
    });
    button.dataset.fix = finding.code;
    button.className = "button second compact";
    return button;
  }

  async send({ fix_file: file, fix_where: where }, [old, mended]) {
    const body = new FormData(part("form"));
    for (const [name, value] of Object.entries({ file, where, old, new: mended })) body.set(name, value);
    const answer = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(said.message), { said: said.message });
    return said;
  }

  // What else is known: details, the nearest there is, and values that show it.
  more(finding) {
    const values = Object.entries(finding.witness).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const witness = values.length ? [say("check.witness", { values: values.join(", ") })] : [];
    const detail = finding.detail_address ? linkTo(finding.detail_address, finding.detail) : finding.detail;
    const nearest = finding.hint && !finding.fix && say("check.nearest", { value: finding.hint });
    return [detail, nearest, ...witness].filter(Boolean);
  }
}

const said = ({ wrong, effect, mend }, language) =>
  [wrong, effect, mend].map((one) => one[language]).filter(Boolean).join(" ");

// What is wrong, what it would do to people, and how to mend it.
function sentenceOf(finding, language) {
  const text = document.createElement("p");
  text.lang = language;
  const effect = document.createElement("b");
  effect.textContent = finding.effect[language];
  text.append(finding.wrong[language], " ", effect, effect.textContent && " ", finding.mend[language]);
  return text;
}

// The same in another language, for whoever wants it: the browser knows the language's own name.
function folded(finding, language) {
  const place = document.createElement("details");
  const name = document.createElement("summary");
  place.className = "soft small";
  name.lang = language;
  name.textContent = new Intl.DisplayNames([language], { type: "language" }).of(language);
  place.append(name, sentenceOf(finding, language));
  return place;
}

function wordsOf({ fix, hint }) {
  return fix?.[1] ? say("check.fix", { value: hint }) : say("check.remove");
}

function linkTo(address, words) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = words;
  return made;
}
