// Fields of the selected element as a form: a label, a control, a sentence of help where there is one.
import { choiceOf, selectOf } from "./choice.js";
import { listens, typedFields } from "./listening.js";
import { pairsOf, waysOf } from "./rows.js";
import { say } from "./words.js";

export { typedFields };

const OF_SEVERAL = { pairs: pairsOf, ways: waysOf, list: listOf };
let number = 0;
let isMoreOpen = false;

// Show the fields in `place`; what is typed counts when the person leaves the field or presses Enter, and before
// the file is kept. Then the form stays as it is, for somebody is typing into it. What is seldom said lies folded
// below the others.
export function showFields(place, fields) {
  if (typedFields.isSaying()) return;
  typedFields.say();
  place.replaceChildren(...fields.filter((one) => !one.isRare).map(shown));
  const rare = fields.filter((one) => one.isRare);
  if (!rare.length) return;
  const box = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = say("property.more");
  box.open = isMoreOpen;
  box.addEventListener("toggle", () => (isMoreOpen = box.open));
  box.append(summary, ...rare.map(shown));
  place.append(box);
}

function shown(field) {
  const id = `property-${++number}`;
  if (field.kind in OF_SEVERAL) return OF_SEVERAL[field.kind](field);
  const box = document.createElement("div");
  box.className = "f-field";
  const label = document.createElement("label");
  label.className = "f-label";
  label.htmlFor = id;
  label.textContent = field.label ?? say(`property.${field.key}`);
  const [control, ...more] = controlsOf(field, label.textContent);
  control.id = id;
  control.dataset.property = field.key;
  box.append(label);
  if (field.help) box.append(hint(field.help, control, `${id}-help`));
  box.append(control, ...more);
  if (field.examples?.length) box.append(...examplesOf(field, control, `${id}-examples`));
  if (field.link) box.append(linkTo(field.link));
  return box;
}

function controlsOf(field, label) {
  if (field.kind === "select") return [selectOf(field)];
  return field.kind === "choice" ? choiceOf({ ...field, label }) : [typed(field)];
}

// Whole values to begin from, by the step that they speak of: one that is chosen is added to what stands there.
function examplesOf(field, control, id) {
  const label = document.createElement("label");
  label.className = "f-label";
  label.htmlFor = id;
  label.textContent = say("property.examples");
  const select = document.createElement("select");
  select.id = id;
  select.className = "f-select";
  select.dataset.property = `${field.key}_examples`;
  select.append(new Option(say("property.choose"), ""));
  for (const { step, examples } of field.examples) {
    const group = document.createElement("optgroup");
    group.label = step;
    group.append(...examples.map((one) => new Option(one.label, one.value)));
    select.append(group);
  }
  select.addEventListener("change", () => field.set(field.joined(control.value, select.value)));
  return [label, select];
}

// Leads away in a window of its own: what is drawn here stays open.
function linkTo({ address, words }) {
  const made = document.createElement("a");
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener";
  made.textContent = words;
  return made;
}

function hint(words, control, id) {
  const made = document.createElement("p");
  made.className = "f-hint";
  made.id = id;
  made.textContent = words;
  control.setAttribute("aria-describedby", id);
  return made;
}

// Names with their words, only to be read.
function listOf(field) {
  const box = document.createElement("div");
  const title = document.createElement("p");
  title.className = "f-label";
  title.textContent = say(`property.${field.key}`);
  const list = document.createElement("ul");
  for (const { name, label } of field.value) {
    const item = document.createElement("li");
    item.textContent = label ? `${name}: ${label}` : name;
    list.append(item);
  }
  box.append(title, list);
  return box;
}

function typed(field) {
  const control = document.createElement(field.kind === "area" ? "textarea" : "input");
  control.className = "f-input";
  if (field.kind === "area")
    control.rows = Math.min(6, Math.max(1, Math.ceil((field.value ?? "").length / 34)));
  control.value = field.value ?? "";
  listens(control, { refuse: field.refuse, say: field.set });
  return control;
}
