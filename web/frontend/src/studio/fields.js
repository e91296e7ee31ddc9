// Fields of the selected element as a form: a label, a control, a sentence of help where there is one.
import { say } from "./words.js";

let number = 0;
let open = null; // says of the element what is being typed into a field
let isSaying = false;

// Show the fields in `place`; what is typed counts when the person leaves the field or presses Enter, and before
// the file is kept. Then the form stays as it is, for somebody is typing into it.
export function showFields(place, fields) {
  if (isSaying) return;
  typedFields.say();
  place.replaceChildren(...fields.map(shown));
}

export const typedFields = {
  isOpen: () => open !== null,
  say() {
    const sayIt = open;
    if (!sayIt || isSaying) return;
    isSaying = true;
    try {
      if (sayIt()) open = null;
    } finally {
      isSaying = false;
    }
  },
};

// Let `say` take the value when it differs from what was said; it answers why a value is refused.
function listens(control, { refuse, say }) {
  let said = control.value.trim();
  const sayIt = () => {
    const value = control.value.trim();
    if (value === said) return true;
    if (refuse?.(value)) return false;
    said = value;
    say(value);
    return true;
  };
  control.addEventListener("input", () => {
    control.setCustomValidity("");
    open = sayIt;
  });
  control.addEventListener("change", () => {
    open = null;
    const why = refuse?.(control.value.trim()) ?? "";
    control.setCustomValidity(why);
    if (why) control.reportValidity();
    else sayIt();
  });
}

function shown(field) {
  const id = `property-${++number}`;
  if (field.kind === "pairs") return pairsOf(field);
  if (field.kind === "list") return listOf(field);
  const box = document.createElement("div");
  box.className = "f-field";
  const label = document.createElement("label");
  label.className = "f-label";
  label.htmlFor = id;
  label.textContent = field.label ?? say(`property.${field.key}`);
  const control = field.kind === "select" ? select(field) : typed(field);
  control.id = id;
  control.dataset.property = field.key;
  box.append(label);
  if (field.help) box.append(hint(field.help, control, `${id}-help`));
  box.append(control);
  if (field.link) box.append(linkTo(field.link));
  return box;
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

function select(field) {
  const control = document.createElement("select");
  control.className = "f-select";
  const options = [...field.options];
  // An expression, or the name of something that is not there any more.
  if (field.value && !options.some(({ value }) => value === field.value)) {
    options.unshift({ value: field.value, label: field.value });
  }
  if (!field.value) options.unshift({ value: "", label: say("property.choose") });
  for (const { value, label } of options)
    control.append(new Option(label, value, false, value === (field.value ?? "")));
  control.addEventListener("change", () => field.set(control.value));
  return control;
}

function pairsOf(field) {
  const box = document.createElement("fieldset");
  box.className = "pairs";
  box.dataset.property = field.key;
  const legend = document.createElement("legend");
  legend.className = "f-label";
  legend.textContent = say(`property.${field.key}`);
  box.append(legend);
  const rows = field.value.map((pair) => [...pair]);
  const keep = () => field.set(rows.filter(([target, source]) => target && source));
  rows.forEach((row, place) => {
    const known = field.known?.find(({ name }) => name === row[0])?.label;
    if (known) {
      const words = document.createElement("p");
      words.className = "f-hint";
      words.textContent = known;
      box.append(words);
    }
    const line = document.createElement("div");
    line.className = "pair";
    ["target", "source"].forEach((part, index) => {
      const control = document.createElement(index ? "textarea" : "input");
      if (index) control.rows = Math.min(5, Math.max(1, Math.ceil(row[1].length / 26)));
      control.className = "f-input";
      control.value = row[index];
      control.setAttribute(
        "aria-label",
        say(`property.${field.key}_${part}`, { number: place + 1, name: row[0] }),
      );
      const say = (value) => {
        row[index] = value;
        keep();
      };
      listens(control, { say });
      line.append(control);
    });
    const remove = button(say("property.remove_row"), () => {
      rows.splice(place, 1);
      keep();
    });
    remove.setAttribute("aria-label", `${say("property.remove_row")}: ${row[0]}`);
    line.append(remove);
    box.append(line);
  });
  for (const { name, label } of field.offered ?? [])
    box.append(
      button(say("property.add_known", { name: label || name }), () => {
        rows.push([name, "=null"]);
        keep();
      }),
    );
  const free = (name) => (rows.some(([target]) => target === name) ? free(`${name}_`) : name);
  box.append(
    button(say("property.add_row"), () => {
      rows.push([free("name"), field.key === "inputs" ? "=null" : "=result"]);
      keep();
    }),
  );
  return box;
}

function button(words, click) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain-button small";
  made.textContent = words;
  made.addEventListener("click", click);
  return made;
}
