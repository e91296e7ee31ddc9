// Search of elements by their name, in any language of the page, or their id: a field with a list below it, on the
// drawing. Arrows go through the list, Enter chooses, Escape goes back to where one was.
import { html, render } from "htm/preact";
import { kindOf, lanesOf, listed, nameOf } from "./elements.js";
import { is } from "./moddle.js";
import { part } from "./state.js";
import { say } from "./words.js";

const MOST = 30;

export class Finder {
  constructor(modeler, { languages, choose }) {
    Object.assign(this, { modeler, languages, choose });
    this.box = part("finder");
    this.input = part("finder-input");
    this.list = part("finder-list");
    this.input.addEventListener("input", () => this.seek());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    part("finder-close").addEventListener("click", () => this.close());
    part("find").addEventListener("click", () => (this.box.hidden ? this.open() : this.close()));
  }

  open() {
    if (this.box.hidden) this.from = document.activeElement;
    this.box.hidden = false;
    part("find").setAttribute("aria-expanded", "true");
    this.input.value = "";
    this.seek();
    this.input.focus();
  }

  close() {
    this.box.hidden = true;
    part("find").setAttribute("aria-expanded", "false");
    const isThere = this.from?.isConnected && this.from !== document.body;
    (isThere ? this.from : part("find")).focus();
  }

  seek() {
    const sought = plain(this.input.value.trim());
    this.found = sought ? matches(this.modeler, sought, this.languages).slice(0, MOST) : [];
    this.at = this.found.length ? 0 : -1;
    part("finder-status").textContent = sought
      ? say(this.found.length ? "find.number" : "find.none", { number: this.found.length })
      : "";
    this.draw();
  }

  onKey(event) {
    const turns = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter") this.take(this.found[this.at]);
    else if (event.key in turns && this.found.length) {
      this.at = (this.at + turns[event.key] + this.found.length) % this.found.length;
      this.draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(element) {
    if (!element) return;
    this.from = null;
    this.box.hidden = true;
    part("find").setAttribute("aria-expanded", "false");
    this.choose(element.id);
  }

  draw() {
    const row = (element, at) => html`<li key=${element.id} id=${`found-${at}`} role="option"
      aria-selected=${String(at === this.at)} onClick=${() => this.take(element)}>
      ${nameOf(element.businessObject)} <small>${kindOf(element.businessObject)} · ${element.id}</small>
    </li>`;
    render(this.found.map(row), this.list);
    this.list.hidden = !this.found.length;
    this.input.setAttribute("aria-expanded", String(this.found.length > 0));
    if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }
}

const plain = (text) => text.toLocaleLowerCase().replace(/\s+/g, " ");

// What begins with it comes first, then what has it within.
function matches(modeler, sought, languages) {
  const arrows = modeler.get("elementRegistry").filter((one) => is(one.businessObject, "bpmn:SequenceFlow") && !one.labelTarget);
  const notes = modeler.get("elementRegistry").filter((one) => is(one.businessObject, "bpmn:TextAnnotation"));
  const found = { begins: [], within: [] };
  for (const element of [...listed(modeler), ...lanesOf(modeler), ...arrows, ...notes]) {
    const { businessObject: business } = element;
    const names = languages.map((language) => business.get(`names:${language}`));
    const said = [business.name, business.text, ...names, element.id].filter(Boolean).map(plain);
    if (said.some((one) => one.startsWith(sought))) found.begins.push(element);
    else if (said.some((one) => one.includes(sought))) found.within.push(element);
  }
  return [...found.begins, ...found.within];
}
