// Fields that are rows: what a step is given and gives, and ways in their order.
import { html } from "htm/preact";
import { Button, Choice, Text } from "./choice.js";
import { say } from "./words.js";

export function Pairs({ field, context }) {
  const rows = field.value;
  const replace = (place, pair) => field.set(rows.map((row, other) => (other === place ? pair : row)));
  const remove = (place) => field.set(rows.filter((_, other) => other !== place));
  const offered = field.sources ? unused(field, rows) : (field.offered ?? []);
  const firstValue = field.key === "inputs" ? "=null" : "=result";
  const add = (name, source) => field.set([...rows, [free(rows, name), source]]);
  return html`<${Box} field=${field}>
    ${rows.map(
      (row, place) => html`<${Pair} key=${place} ...${{ field, row, place, context, replace, remove }} />`,
    )}
    ${offered.length > 0 &&
    html`<${Offer} key="offer" field=${field} offered=${offered}
      add=${({ name, source }) => add(name, source ?? firstValue)} />`}
    <${Button} key="add" words=${say("property.add_row")} onClick=${() => add("name", firstValue)} />
  <//>`;
}

function Box({ field, children }) {
  return html`<fieldset class="pairs" data-property=${field.key}>
    <legend class="f-label">${say(`property.${field.key}`)}</legend>
    ${children}
  </fieldset>`;
}

// A row is taken away by its button alone: while its name or value is typed anew it is empty for a moment.
const isEmpty = (text) => (text ? "" : say("property.row_empty"));

function Pair({ field, row, place, context, replace, remove }) {
  const [name, value] = row;
  const known = field.known?.find((one) => one.name === name);
  const id = `${context.id}-${place}`;
  const target = { kind: "text", value: name, refuse: isEmpty, set: (typed) => replace(place, [typed, value]) };
  const source = { key: name, value, refuse: isEmpty, set: (typed) => replace(place, [name, typed]) };
  const words = say("property.remove_row");
  return html`
    ${known?.label && html`<p class="f-hint" key="hint">${known.label}</p>`}
    <div class="pair" key="pair">
      <${Text} field=${target} id=${`${id}-target`} context=${context}
        aria-label=${say(`property.${field.key}_target`, { number: place + 1 })} />
      <${Value} field=${field} source=${source} id=${`${id}-source`} context=${context} choices=${known?.choices ?? []} />
      <${Button} words=${words} onClick=${() => remove(place)} aria-label=${`${words}: ${name}`} />
    </div>`;
}

// A value is an expression, or one of a list where what may be given is known.
function Value({ field, source, id, context, choices }) {
  const label = say(`property.${field.key}_source`, { name: source.key });
  if (!choices.length)
    return html`<${Text} field=${{ ...source, key: undefined, kind: "area" }} id=${id} context=${context} width=${26}
      className="f-input pair-value" aria-label=${label} />`;
  const chosen = { ...source, options: choices, value: source.value === "=null" ? "" : source.value };
  return html`<${Choice} field=${chosen} id=${id} context=${context} label=${label} className="pair-value"
    aria-label=${label} />`;
}

// What an operation brings and nothing keeps yet.
function unused(field, rows) {
  const all = rows.map(([, source]) => source).join(" ");
  return field.sources
    .filter(({ name }) => !all.includes(name))
    .map(({ name, label }) => ({ name: name.replace("result.", ""), label, source: `=${name}` }));
}

function Offer({ field, offered, add }) {
  const press = ({ target }) => add(offered[Number(target.parentElement.querySelector("select").value)]);
  return html`<div class="pair">
    <select class="f-select" aria-label=${say(`property.${field.key}_more`)}>
      ${offered.map(({ name, label }, place) => html`<option key=${name} value=${place}>${label ? `${label} (${name})` : name}</option>`)}
    </select>
    <${Button} words=${say("property.add_known")} onClick=${press} />
  </div>`;
}

const free = (rows, name) => (rows.some(([target]) => target === name) ? free(rows, `${name}_`) : name);

// Ways that are asked one after the other, each with a button that lets it be asked earlier.
export function Ways({ field }) {
  const words = say("property.earlier");
  return html`<${Box} field=${field}>
    <ol>
      ${field.value.map(
        (way, place) => html`<li key=${place}>
          ${way} ${place > 0 && html`<${Button} words=${words} onClick=${() => field.set(place - 1)} aria-label=${`${words}: ${way}`} />`}
        </li>`,
      )}
    </ol>
  <//>`;
}
