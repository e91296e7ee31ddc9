// A list to choose from, and one with room for an expression beside it.
import { listens } from "./listening.js";
import { say } from "./words.js";

const EXPRESSION = "expression";

export function selectOf({ options, value, set }) {
  const control = document.createElement("select");
  control.className = "f-select";
  const all = [...options];
  // An expression, or the name of something that is not there any more.
  if (value && !all.some((one) => one.value === value)) all.unshift({ value, label: value });
  if (!value && !all.some((one) => one.value === "")) all.unshift({ value: "", label: say("property.choose") });
  for (const { value: one, label } of all)
    control.append(new Option(label, one, false, one === (value ?? "")));
  control.addEventListener("change", () => set(control.value));
  return control;
}

// Return both controls. What is none of the options is an expression, and stands as text below.
export function choiceOf({ options, value, set, label, key }) {
  const isKnown = !value || options.some((one) => one.value === value);
  const text = document.createElement("textarea");
  text.className = "f-input";
  text.rows = Math.min(5, Math.max(1, Math.ceil((value ?? "").length / 30)));
  text.value = isKnown ? "" : value;
  text.hidden = isKnown;
  text.setAttribute("aria-label", say("property.as_expression", { label }));
  text.dataset.property = `${key}_expression`;
  listens(text, { say: set });
  const select = selectOf({
    options: [...options, { value: EXPRESSION, label: say("property.expression") }],
    value: isKnown ? value : EXPRESSION,
    set: (chosen) => {
      text.hidden = chosen !== EXPRESSION;
      if (text.hidden) set(chosen);
      else text.focus();
    },
  });
  return [select, text];
}

export function buttonOf(words, click) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain-button small";
  made.textContent = words;
  made.addEventListener("click", click);
  return made;
}
