// The grid as a table that is read aloud: columns and row numbers are buttons, cells are texts.
import { html, render } from "htm/preact";
import { say } from "./words.js";

export function showRules(place, grid, { choose, chosen, marked }) {
  const head = (element, words, scope) => html`<th key=${element.id} scope=${scope}
    aria-current=${element === chosen ? "true" : undefined} class=${marked.has(element.id) ? "has-error" : undefined}>
    <button type="button" class="plain-button" onClick=${() => choose(element)}>${words}</button>
  </th>`;
  const kind = (column) => say(grid.isInput(column) ? "table.input" : "table.output");
  const columns = html`<tr>
    <th scope="col">${say("table.number")}</th>
    ${grid.columns.map((column) => head(column, `${kind(column)}: ${grid.labelOf(column)}`, "col"))}
    <th scope="col">${say("table.explanation")}</th>
  </tr>`;
  const row = (rule) => html`<tr key=${rule.id}>
    ${head(rule, grid.nameOf(rule), "row")}
    ${rule.cells.map((cell) => html`<td key=${cell.id}>${cell.businessObject.text || "–"}</td>`)}
    <td>${rule.businessObject.description || ""}</td>
  </tr>`;
  render(columns, place.tHead);
  render(grid.rules.map(row), place.tBodies[0]);
}
