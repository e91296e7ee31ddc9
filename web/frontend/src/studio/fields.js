// Fields of the selected element as a form: a label, a control, a sentence of help where there is one. The panel is
// drawn in place, so that focus, caret and what is being typed stay where they are.
import { html, render } from "htm/preact";
import { Choice, Select, Text } from "./choice.js";
import { Pairs, Ways } from "./rows.js";
import { typedFields, whyRefused } from "./typed.js";
import { say } from "./words.js";

export { typedFields };

const OF_SEVERAL = { pairs: Pairs, ways: Ways, list: List };
const FOCUSABLE = "input, textarea, select, button, summary, a[href]";
// What is shown: of which subject, under which number, which fields lie folded, and what the person has opened.
let panel = { subject: undefined, number: 0 };
let isDrawing = false;

// Show what can be said of `subject`. What is seldom said lies folded below the others, and stays there while the
// subject does: a field that is typed into doesn't move.
export function showFields(place, subject, fields) {
  if (panel.place !== place || panel.subject !== subject) begin(place, subject);
  panel.fields = fields;
  for (const { key, isRare } of fields) if (!panel.folded.has(key)) panel.folded.set(key, Boolean(isRare));
  draw();
}

function begin(place, subject) {
  typedFields.say();
  typedFields.drop();
  const { number, isMoreOpen } = panel;
  panel = { place, subject, number: number + 1, isMoreOpen, folded: new Map(), expressions: new Set(), isFresh: true };
  place.onsubmit = (event) => event.preventDefault();
}

// A field that goes while it has the focus is left in the middle of drawing: what that changes is drawn afterwards.
function draw() {
  panel.isStale = true;
  if (isDrawing) return;
  isDrawing = true;
  try {
    while (panel.isStale) drawOnce();
  } finally {
    isDrawing = false;
  }
}

function drawOnce() {
  panel.isStale = false;
  const { place, fields, folded } = panel;
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  const at = held && controls(place).indexOf(held);
  const shown = (one) => html`<${Field} key=${idOf(one.key)} field=${one} />`;
  const rare = fields.filter((one) => folded.get(one.key));
  const main = fields.filter((one) => !folded.get(one.key));
  const more =
    rare.length > 0 &&
    html`<details key="more" open=${panel.isMoreOpen} onToggle=${(event) => (panel.isMoreOpen = event.target.open)}>
      <summary>${say("property.more")}</summary>
      ${rare.map(shown)}
    </details>`;
  render([...main.map(shown), more], place);
  for (const control of place.elements) control.setCustomValidity?.(whyRefused(control.id));
  if (held && !place.contains(held)) holdOn(place, at);
  panel.isFresh = false;
}

// Where the focus was on what is gone: on what stands there now; keys that are typed never go into another subject.
function holdOn(place, at) {
  const all = controls(place);
  if (panel.isFresh || !all.length) place.parentElement.focus();
  else all[Math.min(at, all.length - 1)].focus();
}

const controls = (place) => [...place.querySelectorAll(FOCUSABLE)];

const idOf = (key) => `property-${panel.number}-${key}`;

function Field({ field }) {
  const id = idOf(field.key);
  const context = { id, draw, expressions: panel.expressions };
  if (field.kind in OF_SEVERAL) return html`<${OF_SEVERAL[field.kind]} field=${field} context=${context} />`;
  const label = field.label ?? say(`property.${field.key}`);
  const help = field.help && `${id}-help`;
  const given = { field, id, help, context, label };
  const control = field.kind === "select" ? Select : field.kind === "choice" ? Choice : Text;
  return html`<div class="f-field">
    <label class="f-label" for=${id}>${label}</label>
    ${help && html`<p class="f-hint" id=${help}>${field.help}</p>`}
    <${control} ...${given} />
    ${field.examples?.length > 0 && html`<${Examples} field=${field} id=${`${id}-examples`} />`}
    ${field.link && html`<a href=${field.link.address} target="_blank" rel="noopener">${field.link.words}</a>`}
  </div>`;
}

// Whole values to begin from, by the step that they speak of: one that is chosen is added to what stands there.
function Examples({ field, id }) {
  const choose = ({ target }) => field.set(field.joined(field.value, target.value));
  return html`<label class="f-label" for=${id}>${say("property.examples")}</label>
    <select id=${id} class="f-select" data-property=${`${field.key}_examples`} value="" onChange=${choose}>
      <option value="">${say("property.choose")}</option>
      ${field.examples.map(
        ({ step, examples }) => html`<optgroup label=${step}>
          ${examples.map((one) => html`<option value=${one.value}>${one.label}</option>`)}
        </optgroup>`,
      )}
    </select>`;
}

// Names with their words, only to be read.
function List({ field }) {
  return html`<div>
    <p class="f-label">${say(`property.${field.key}`)}</p>
    <ul>
      ${field.value.map(({ name, label }) => html`<li>${label ? `${name}: ${label}` : name}</li>`)}
    </ul>
  </div>`;
}
