// What the gate says about the draft. It is asked after each save and never waited for; an older answer than
// the last question is thrown away.
import { say } from "./words.js";

const AGAIN = 2500;

export class Findings {
  // `place` is the list; `languages` the page's first; `choose` selects the element of a finding.
  constructor({ place, status, address, languages, file, choose, marked }) {
    Object.assign(this, { place, status, address, languages, file, choose, marked });
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
    this.place.replaceChildren(...sorted.map((one) => this.line(one)));
    this.marked(sorted.filter((one) => one.file.endsWith(this.file)));
  }

  line(finding) {
    const item = document.createElement("li");
    item.className = `finding ${finding.severity}`;
    const kind = document.createElement("strong");
    kind.textContent = say(`check.${finding.severity}`);
    const place = document.createElement(
      finding.file.endsWith(this.file) && finding.where ? "button" : "span",
    );
    place.textContent = [finding.file, finding.name || finding.where].filter(Boolean).join(" · ");
    if (place.tagName === "BUTTON") {
      place.type = "button";
      place.className = "plain-button";
      place.addEventListener("click", () => this.choose(finding.where));
    }
    item.append(kind, " ", place);
    for (const language of this.languages) {
      const text = document.createElement("p");
      text.lang = language;
      if (language !== this.languages[0]) text.className = "soft small";
      text.textContent = `${finding.wrong[language]} ${finding.mend[language]}`;
      item.append(text);
    }
    if (finding.detail) {
      const detail = document.createElement("p");
      detail.className = "small";
      detail.textContent = finding.detail;
      item.append(detail);
    }
    return item;
  }
}
