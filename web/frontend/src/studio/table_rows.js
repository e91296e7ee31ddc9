// The grid as a table that is read aloud: columns and row numbers are buttons, cells are texts.
import { say } from "./words.js";

export function showRules(place, grid, { choose, chosen, marked }) {
  const head = document.createElement("tr");
  head.append(headCell(say("table.number")));
  for (const column of grid.columns) {
    const kind = say(grid.isInput(column) ? "table.input" : "table.output");
    head.append(headCell(button(`${kind}: ${grid.labelOf(column)}`, () => choose(column)), stateOf(column, chosen, marked)));
  }
  head.append(headCell(say("table.explanation")));
  place.tHead.replaceChildren(head);
  place.tBodies[0].replaceChildren(...grid.rules.map((rule) => rowOf(rule, grid, { choose, chosen, marked })));
}

function rowOf(rule, grid, { choose, chosen, marked }) {
  const row = document.createElement("tr");
  const number = headCell(button(grid.nameOf(rule), () => choose(rule)), stateOf(rule, chosen, marked));
  number.scope = "row";
  row.append(number);
  for (const cell of rule.cells) row.append(cellOf(cell.businessObject.text || "–"));
  row.append(cellOf(rule.businessObject.description || ""));
  return row;
}

const stateOf = (element, chosen, marked) => ({ isChosen: element === chosen, isMarked: marked.has(element.id) });

function headCell(content, { isChosen, isMarked } = {}) {
  const made = document.createElement("th");
  made.scope = "col";
  if (isChosen) made.setAttribute("aria-current", "true");
  if (isMarked) made.className = "has-error";
  made.append(content);
  return made;
}

function cellOf(text) {
  const made = document.createElement("td");
  made.textContent = text;
  return made;
}

function button(words, click) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain-button";
  made.textContent = words;
  made.addEventListener("click", click);
  return made;
}
