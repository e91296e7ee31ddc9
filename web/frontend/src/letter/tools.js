// Buttons above the sheets of a letter, and what is said of the place where the cursor is.
import { toggleMark } from "prosemirror-commands";
import { NodeSelection } from "prosemirror-state";
import { html } from "htm/preact";
import { frameAround, framedAt, putPart, setExpression, setStyle, styleOf } from "./commands.js";
import { loopOf } from "./look.js";
import { decoded, valueOf } from "./source.js";

const STYLES = ["p", "h1", "h2", "h3", "ul", "ol"];

export function Tools({ look, sheet, ask }) {
  const { say } = look;
  const state = sheet?.view?.state;
  const style = state ? styleOf(state) : "";
  const mark = (name) => () => sheet.run(toggleMark(state.schema.marks[name]));
  const target = state && framedAt(state);
  return html`<div class="letter-tools" role="group" aria-label=${say("letter.tools")}>
    <label class="f-visually-hidden" for="letter-style">${say("letter.style")}</label>
    <select class="f-select" id="letter-style" disabled=${!STYLES.includes(style)} onChange=${({ target: { value } }) => sheet.run(setStyle(value))}>
      ${STYLES.includes(style) ? "" : html`<option selected>${style === "title" ? say("letter.title") : say("letter.style")}</option>`}
      ${STYLES.map((one) => html`<option key=${one} value=${one} selected=${one === style}>${say(`letter.styles.${one}`)}</option>`)}</select>
    <button class="button second" type="button" disabled=${!state} title="Ctrl+B" onClick=${mark("strong")}><b>${say("letter.strong")}</b></button>
    <button class="button second" type="button" disabled=${!state} title="Ctrl+I" onClick=${mark("em")}><i>${say("letter.em")}</i></button>
    <button class="button second" type="button" disabled=${!state} onClick=${() => ask("value")}>${say("letter.put_value")} <kbd>/</kbd></button>
    <button class="button second" type="button" disabled=${!target} onClick=${() => ask("if", target)}>${say("letter.put_if")}</button>
    <button class="button second" type="button" disabled=${!target || target.words} onClick=${() => ask("for", target)}>${say("letter.put_for")}</button>
    ${look.parts.size > 0 && html`<label class="f-visually-hidden" for="letter-part">${say("letter.put_part")}</label>
    <select class="f-select" id="letter-part" disabled=${!state} onChange=${(event) => put(event, sheet)}>
      <option value="">${say("letter.put_part")}</option>
      ${[...look.parts.values()].map(({ name, label }) => html`<option key=${name} value=${name}>${label}</option>`)}</select>`}
  </div>`;
}

function put({ target }, sheet) {
  if (target.value) sheet.run(putPart(target.value));
  target.value = "";
}

// What is chosen: a value with its expression, a part with its page, or the condition around the cursor.
export function Strip({ look, sheet, ask }) {
  const state = sheet?.view?.state;
  if (!state) return html`<p class="soft small">${look.say("letter.nothing_chosen")}</p>`;
  const { selection } = state;
  if (selection instanceof NodeSelection) {
    const { node, from } = selection;
    if (node.type.name === "value") return html`<${Value} key=${`${sheet.language} ${from}`} look=${look} sheet=${sheet} node=${node} at=${from} />`;
    if (node.attrs.name !== undefined) return html`<${Part} look=${look} name=${node.attrs.name} />`;
    if (node.attrs.raw !== undefined) return html`<p>${look.say("letter.kept")}</p>`;
  }
  const around = frameAround(state);
  if (!around) return html`<p class="soft small">${look.say("letter.nothing_chosen")}</p>`;
  const { attributes } = around.node.attrs;
  return html`<p><strong>${look.frame(attributes)["data-frame"]}</strong></p><p class="buttons">
    ${valueOf(attributes, "mms:if") !== null && html`<button class="button second" type="button" onClick=${() => ask("if", around)}>${look.say("letter.if.change")}</button>`}
    ${loopOf(attributes) && html`<button class="button second" type="button" onClick=${() => ask("for", around)}>${look.say("letter.for.change")}</button>`}</p>`;
}

function Value({ look, sheet, node, at }) {
  const { words, attributes } = look.value(node.attrs.raw);
  const changed = ({ target }) => target.value.trim() && sheet.run(setExpression(at, target.value.trim()));
  return html`<p><strong>${words}</strong> <span class="soft">${look.say(`letter.kind.${attributes["data-kind"]}`)}</span></p>
    <details><summary>${look.say("letter.expression")}</summary>
    <label class="f-visually-hidden" for="letter-expression">${look.say("letter.expression")}</label>
    <textarea class="f-input source" id="letter-expression" rows="2" spellcheck=${false} onChange=${changed} value=${decoded(node.attrs.raw).trim()} /></details>
    <p class="small soft">${look.say("letter.replace_hint")}</p>`;
}

function Part({ look, name }) {
  const part = look.parts.get(name);
  return html`<p><strong>${look.part(name)}</strong> <span class="soft">${look.say(part?.address ? "letter.own_part" : "letter.shared_part")}</span>
    ${part?.address && html` <a href=${part.address}>${look.say("letter.open_part")}</a>`}</p>`;
}
