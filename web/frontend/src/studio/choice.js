// A text, a list to choose from, and a list with room for an expression beside it.
import { html } from "htm/preact";
import { leave, renew, textOf, type } from "./typed.js";
import { say } from "./words.js";

const EXPRESSION = "expression";

// `width` is how many letters a line holds; the text has as many lines as it needs, and grows while it is typed.
export function Text({ field, id, help, context, className = "f-input", width = 34, ...more }) {
  const { value, kind } = field;
  renew(id, field);
  const text = textOf(id, value);
  const typed = ({ target }) => {
    type(id, target.value, { ...field, value });
    context.draw();
  };
  const left = () => {
    leave(id);
    context.draw();
  };
  const changed = ({ target }) => {
    left();
    if (target.validationMessage) target.reportValidity();
  };
  const control = kind === "area" ? "textarea" : "input";
  const rows = kind === "area" ? Math.min(6, Math.max(1, Math.ceil(text.length / width))) : undefined;
  return html`<${control} id=${id} class=${className} rows=${rows} value=${text} data-property=${field.key}
    lang=${field.language} aria-describedby=${help} aria-label=${more["aria-label"]}
    onInput=${typed} onChange=${changed} onBlur=${left} />`;
}

export function Select({ field, id, help, ...more }) {
  const { options, value, set } = field;
  const all = [...options];
  // An expression, or the name of something that is not there any more.
  if (value && !all.some((one) => one.value === value)) all.unshift({ value, label: value });
  if (!value && !all.some((one) => one.value === "")) all.unshift({ value: "", label: say("property.choose") });
  return html`<select id=${id} class=${more.className ?? "f-select"} value=${value ?? ""} data-property=${field.key}
    aria-describedby=${help} aria-label=${more["aria-label"]} onChange=${({ target }) => set(target.value)}>
    ${all.map((one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`)}
  </select>`;
}

// What is none of the options is an expression, and stands as text below. Once it is opened it stays so.
export function Choice({ field, id, help, context, label, className = "", ...more }) {
  const { options, value, set, key } = field;
  const { expressions } = context;
  const isKnown = !value || options.some((one) => one.value === value);
  if (!isKnown) expressions.add(id);
  const isExpression = expressions.has(id);
  const choose = (chosen) => {
    if (chosen !== EXPRESSION) {
      expressions.delete(id);
      return set(chosen);
    }
    expressions.add(id);
    context.draw();
    document.getElementById(`${id}-expression`).focus();
  };
  const all = [...options, { value: EXPRESSION, label: say("property.expression") }];
  const list = { key, options: all, value: isExpression ? EXPRESSION : value, set: choose };
  const text = { key: `${key}_expression`, kind: "area", value: isExpression && !isKnown ? value : "", set };
  return html`<${Select} field=${list} id=${id} help=${help} className=${`f-select ${className}`.trim()} ...${more} />
    ${isExpression &&
    html`<${Text} field=${text} id=${`${id}-expression`} context=${context} width=${30}
      className=${`f-input ${className}`.trim()} aria-label=${say("property.as_expression", { label })} />`}`;
}

export function Button({ words, onClick, ...more }) {
  return html`<button type="button" class="plain-button small" onClick=${onClick} ...${more}>${words}</button>`;
}

export function buttonOf(words, click) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain-button small";
  made.textContent = words;
  made.addEventListener("click", click);
  return made;
}
