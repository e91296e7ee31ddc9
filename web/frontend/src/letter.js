// Editor of letters: both languages side by side as pages, values chosen from a tree, the letter filled beside them.
import { html } from "htm/preact";
import { render } from "preact";
import { putValues, setFrame } from "./letter/commands.js";
import { FrameDialog } from "./letter/dialog.js";
import { Look, loopOf, printed } from "./letter/look.js";
import { Preview } from "./letter/preview.js";
import { Sheet } from "./letter/sheet.js";
import { valueOf } from "./letter/source.js";
import { Strip, Tools } from "./letter/tools.js";
import { Tree } from "./letter/tree.js";
import { Turns } from "./letter/turns.js";
import { startPage } from "./studio/typed_page.js";
import { say } from "./studio/words.js";

const place = (name, within = document) => within.querySelector(`[data-letter="${name}"]`);

class Desk {
  constructor(told, changed) {
    this.look = new Look(told.letter, say);
    this.turns = new Turns(changed);
    this.question = "";
    this.dialog = null;
    this.sheets = [...document.querySelectorAll("[data-letter-sheet]")].map((around) => this.sheet(around));
    this.sheets.forEach((sheet, at) => this.offerBeginning(sheet, this.sheets[at ? 0 : 1]));
    this.draw();
  }

  sheet(around) {
    return new Sheet({
      place: place("sheet", around),
      field: document.getElementById(`text_${around.dataset.letterSheet}`),
      language: around.dataset.letterSheet,
      label: around.dataset.label,
      look: this.look,
      changed: (sheet, before) => this.turns.note(sheet, before),
      chosen: (sheet) => this.choose(sheet),
      asked: (sheet) => this.ask("value", null, sheet),
    });
  }

  // A language in which nothing stands yet begins with what the other says.
  offerBeginning(sheet, other) {
    place("begin", sheet.place.parentElement).querySelector("button").addEventListener("click", () => {
      sheet.field.value = inLanguage(other.field.value, other.language, sheet.language);
      sheet.read();
      sheet.field.dispatchEvent(new Event("input", { bubbles: true }));
      sheet.view?.focus();
    });
  }

  // Findings of either file are said at their values: each begins with the expression it is about.
  mark(findings) {
    for (const sheet of this.sheets) {
      const own = findings.filter((finding) => finding.own_file.endsWith(`.${sheet.language}.html`));
      sheet.mark(new Map(own.map((finding) => [aboutOf(finding), finding.words])));
    }
  }

  leadTo(finding) {
    const sheet = this.sheets.find(({ language }) => finding.own_file.endsWith(`.${language}.html`));
    if (!sheet?.choose(aboutOf(finding))) sheet?.place.scrollIntoView();
  }

  choose(sheet) {
    this.active = sheet;
    this.draw();
  }

  ask(what, target, sheet = this.active) {
    this.active = sheet;
    if (what === "value") {
      this.draw();
      document.getElementById("letter-search").focus();
      return;
    }
    this.dialog = { asks: what, target };
    this.draw();
  }

  put(datum) {
    if (!this.active?.view) return;
    this.question = "";
    const path = forLanguage(datum, this.active.language);
    const expressions = datum.expressions?.[this.active.language] ?? [printed({ ...datum, path })];
    this.active.run(putValues(expressions));
  }

  write(expression) {
    if (!this.active?.view) return;
    this.question = "";
    this.active.run(putValues([expression]));
  }

  draw() {
    const { look, active } = this;
    render(html`<${Tools} look=${look} sheet=${active} ask=${(what, target) => this.ask(what, target)} />`, place("tools"));
    render(html`<${Strip} look=${look} sheet=${active} ask=${(what, target) => this.ask(what, target)} />`, place("strip"));
    const asked = (question) => {
      this.question = question;
      this.draw();
    };
    const back = () => {
      asked("");
      active?.view?.focus();
    };
    render(
      html`<${Tree} look=${look} rows=${this.rows()} question=${this.question} asked=${asked} put=${(datum) => this.put(datum)} write=${(text) => this.write(text)} back=${back} />`,
      place("data"),
    );
    render(this.dialog ? html`<${FrameDialog} ...${this.frameDialog()} />` : null, place("dialog"));
  }

  rows() {
    const $from = this.active?.view?.state.selection.$from;
    if (!$from) return [];
    const found = [];
    for (let depth = $from.depth; depth > 0; depth--) {
      const loop = loopOf($from.node(depth).attrs.attributes ?? []);
      const row = loop && this.look.rows.get(loop.name);
      if (row?.of) found.push(row);
    }
    return found;
  }

  frameDialog() {
    const { asks, target } = this.dialog;
    const name = `mms:${asks}`;
    const now = target.words ? null : valueOf(target.node.attrs.attributes, name);
    const said = now === null ? null : asks === "if" ? now.replace(/^\s*=/, "") : now;
    const close = () => {
      this.dialog = null;
      this.draw();
    };
    const done = (text) => {
      close();
      const value = text === null ? null : asks === "if" ? `=${text}` : text;
      this.active.run(setFrame(target, name, value));
    };
    return { look: this.look, asks, said, done, close };
  }
}

const forLanguage = ({ path, languages }, language) => languages?.[language] ?? path;

const aboutOf = ({ detail }) => (detail ?? "").split("; ")[0];

// The same words under the marks of another language: names of people and places are in it.
const inLanguage = (text, from, to) =>
  text.replace(`lang="${from}"`, `lang="${to}"`).replaceAll(new RegExp(`\\.name\\.${from}\\b`, "g"), `.name.${to}`).replaceAll(new RegExp(`_${from}\\b`, "g"), `_${to}`);

function start() {
  let preview;
  let desk;
  const path = place("desk").dataset.path;
  startPage({
    isOwn: (finding) => Boolean(finding.own_file?.startsWith(`${path}.`)),
    marked: (findings) => desk?.mark(findings),
    leadTo: (finding) => desk.leadTo(finding),
    stackOf: (form, changed, told) => {
      desk = new Desk(told, changed);
      place("desk").hidden = false;
      place("source").open = desk.sheets.some((sheet) => !sheet.view && !sheet.isEmpty);
      const around = place("preview");
      if (around) preview = new Preview({ place: around, address: around.dataset.address, look: desk.look });
      return desk.turns;
    },
    saved: () => preview?.ask(),
  });
}

start();
