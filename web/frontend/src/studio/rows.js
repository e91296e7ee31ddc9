// Fields that are rows: what a step is given and gives, and ways in their order.
import { buttonOf, choiceOf } from "./choice.js";
import { listens } from "./listening.js";
import { say } from "./words.js";

export function pairsOf(field) {
  const box = boxOf(field);
  const rows = field.value.map((pair) => [...pair]);
  const keep = () => field.set(rows.filter(([target, source]) => target && source));
  rows.forEach((row, place) => box.append(...pairOf(field, row, { place, keep, rows })));
  const offered = field.sources ? unused(field, rows) : (field.offered ?? []);
  const firstValue = field.key === "inputs" ? "=null" : "=result";
  const add = (name, source) => {
    rows.push([free(rows, name), source]);
    keep();
  };
  if (offered.length)
    box.append(offer(field, offered, ({ name, source }) => add(name, source ?? firstValue)));
  box.append(buttonOf(say("property.add_row"), () => add("name", firstValue)));
  return box;
}

function boxOf(field) {
  const box = document.createElement("fieldset");
  box.className = "pairs";
  box.dataset.property = field.key;
  const legend = document.createElement("legend");
  legend.className = "f-label";
  legend.textContent = say(`property.${field.key}`);
  box.append(legend);
  return box;
}

function pairOf(field, row, { place, keep, rows }) {
  const known = field.known?.find(({ name }) => name === row[0]);
  const words = known?.label && document.createElement("p");
  if (words) {
    words.className = "f-hint";
    words.textContent = known.label;
  }
  const line = document.createElement("div");
  line.className = "pair";
  const target = document.createElement("input");
  target.className = "f-input";
  target.value = row[0];
  target.setAttribute("aria-label", say(`property.${field.key}_target`, { number: place + 1 }));
  const rename = (name) => {
    row[0] = name;
    keep();
  };
  listens(target, { say: rename });
  const set = (value) => {
    row[1] = value;
    keep();
  };
  const remove = buttonOf(say("property.remove_row"), () => {
    rows.splice(place, 1);
    keep();
  });
  remove.setAttribute("aria-label", `${say("property.remove_row")}: ${row[0]}`);
  line.append(target, ...valueOf(field, row, known?.choices ?? [], set), remove);
  return words ? [words, line] : [line];
}

// A value is an expression, or one of a list where what may be given is known.
function valueOf(field, [name, value], choices, set) {
  const label = say(`property.${field.key}_source`, { name });
  if (choices.length) {
    const isNothing = value === "=null";
    const [select, text] = choiceOf({ options: choices, value: isNothing ? "" : value, set, label, key: name });
    select.setAttribute("aria-label", label);
    for (const one of [select, text]) one.classList.add("pair-value");
    return [select, text];
  }
  const control = document.createElement("textarea");
  control.rows = Math.min(5, Math.max(1, Math.ceil(value.length / 26)));
  control.className = "f-input pair-value";
  control.value = value;
  control.setAttribute("aria-label", label);
  listens(control, { say: set });
  return [control];
}

// What an operation brings and nothing keeps yet.
function unused(field, rows) {
  const all = rows.map(([, source]) => source).join(" ");
  return field.sources
    .filter(({ name }) => !all.includes(name))
    .map(({ name, label }) => ({ name: name.replace("result.", ""), label, source: `=${name}` }));
}

function offer(field, offered, add) {
  const line = document.createElement("div");
  line.className = "pair";
  const select = document.createElement("select");
  select.className = "f-select";
  select.setAttribute("aria-label", say(`property.${field.key}_more`));
  offered.forEach(({ name, label }, place) => select.append(new Option(label ? `${label} (${name})` : name, place)));
  line.append(select, buttonOf(say("property.add_known"), () => add(offered[Number(select.value)])));
  return line;
}

const free = (rows, name) => (rows.some(([target]) => target === name) ? free(rows, `${name}_`) : name);

// Ways that are asked one after the other, each with a button that lets it be asked earlier.
export function waysOf(field) {
  const box = boxOf(field);
  const list = document.createElement("ol");
  field.value.forEach((words, place) => {
    const item = document.createElement("li");
    item.append(`${words} `);
    if (place > 0) {
      const up = buttonOf(say("property.earlier"), () => field.set(place - 1));
      up.setAttribute("aria-label", `${say("property.earlier")}: ${words}`);
      item.append(up);
    }
    list.append(item);
  });
  box.append(list);
  return box;
}
