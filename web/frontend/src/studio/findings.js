// What validation says about the draft. It is asked after each save and never waited for; an older answer than
// the last question is thrown away.
import { buttonOf } from "./choice.js";
import { say } from "./words.js";

const AGAIN = 2500;

export class Findings {
  // `place` is the list; `languages` the page's first; `choose` selects the element of a finding of this `file`, `way`
  // plays how it comes about, where the page has the drawing for that.
  constructor({ place, status, address, languages, file, choose, marked, way }) {
    Object.assign(this, { place, status, address, languages, file, choose, marked, way });
    this.question = 0;
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
    this.marked(sorted.filter((one) => one.own_file === this.file));
  }

  line(finding) {
    const item = document.createElement("li");
    item.className = `finding ${finding.severity}`;
    const kind = document.createElement("strong");
    kind.textContent = say(`check.${finding.severity}`);
    item.append(kind, " ", this.placeOf(finding));
    for (const language of this.languages) {
      const text = document.createElement("p");
      text.lang = language;
      if (language !== this.languages[0]) text.className = "soft small";
      const effect = document.createElement("b");
      effect.textContent = finding.effect[language];
      text.append(finding.wrong[language], " ", effect, effect.textContent && " ", finding.mend[language]);
      item.append(text);
    }
    for (const words of this.more(finding)) {
      const line = document.createElement("p");
      line.className = "small";
      line.append(words);
      item.append(line);
    }
    for (const call of finding.callers.filter(() => this.way))
      item.append(buttonOf(say("check.called_at", { name: this.way.nameOf(call) }), () => this.choose(call)));
    if (this.way && finding.path.length) item.append(this.way.button(finding.path));
    return item;
  }

  // Where it is: an element of this page, or the page on which it is mended.
  placeOf(finding) {
    const words = [finding.file, finding.name || finding.where].filter(Boolean).join(" · ");
    if (finding.own_file === this.file && finding.where) return buttonOf(words, () => this.choose(finding.where));
    return finding.address ? linkTo(finding.address, words) : words;
  }

  // What else is known: details, the nearest there is, and values that show it.
  more(finding) {
    const values = Object.entries(finding.witness).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const witness = values.length ? [say("check.witness", { values: values.join(", ") })] : [];
    const detail = finding.detail_address ? linkTo(finding.detail_address, finding.detail) : finding.detail;
    const nearest = finding.hint && say("check.nearest", { value: finding.hint });
    return [detail, nearest, ...witness].filter(Boolean);
  }
}

function linkTo(address, words) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = words;
  return made;
}
