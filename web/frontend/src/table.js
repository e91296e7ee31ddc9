// The page of a decision table: the grid of dmn-js, the chosen row or column as a form, the same as a table that is
// read and worked by keyboard, what validation says, and whether everything is kept.
import { Findings } from "./studio/findings.js";
import { showFields, typedFields } from "./studio/fields.js";
import { openGrid } from "./studio/grid.js";
import { Saving } from "./studio/saving.js";
import { offerUnsent, part, tellState } from "./studio/state.js";
import { columnFields, ruleFields, tableFields } from "./studio/table_fields.js";
import { showRules } from "./studio/table_rows.js";
import { offerUndo } from "./studio/undo.js";
import { say, setWords } from "./studio/words.js";

async function start() {
  const page = part("page");
  const told = JSON.parse(part("told").textContent);
  setWords(told.words);
  const answer = await fetch(page.dataset.file, { headers: { Accept: "application/json" } });
  const file = await answer.json();
  const grid = await openGrid(part("grid"), file.content);
  const show = shower(grid);
  const findings = new Findings({
    place: part("findings"),
    status: part("findings-status"),
    address: page.dataset.findings,
    languages: told.languages,
    file: told.path,
    choose: (id) => show(grid.find(id), { isChosen: true }),
    marked: (found) => show.mark(new Set(found.filter((one) => one.severity === "error").map((one) => one.where))),
    kept: () => saving.flush(),
  });
  const saving = new Saving({
    form: part("form"),
    address: page.dataset.file,
    revision: file.revision,
    content: () => grid.xml(),
    told: (state, said) => tellState(state, said, saving),
    saved: () => findings.ask(),
    owner: told.owner,
    typed: typedFields,
  });
  part("properties").addEventListener("input", () => saving.touch());
  await offerUnsent(saving);
  grid.changed(() => {
    saving.touch();
    show();
  });
  prepareActions(grid, show);
  show();
  if (window.location.hash) findings.choose(decodeURIComponent(window.location.hash.slice(1)));
  findings.ask();
  page.dataset.ready = "yes";
}

// Show what is chosen: a row, a column, or the table itself.
function shower(grid) {
  let chosen = null;
  let marked = new Set();
  const show = (element = chosen, { isChosen = false } = {}) => {
    chosen = grid.isThere(element) ? element : null;
    const isRule = grid.isRule(chosen);
    const fields = isRule ? ruleFields : chosen ? columnFields : tableFields;
    part("selected").textContent = grid.nameOf(chosen);
    part("row-actions").hidden = !isRule;
    part("column-actions").hidden = isRule || !chosen;
    showFields(part("properties"), chosen, fields(grid, chosen));
    if (isChosen) part("properties").querySelector("input, textarea, select")?.focus();
    showRules(part("rules"), grid, { choose: (one) => show(one, { isChosen: true }), chosen, marked });
  };
  show.mark = (ids) => {
    marked = new Set([...ids].map((id) => grid.find(id)?.id).filter(Boolean));
    show();
  };
  show.chosen = () => chosen;
  return show;
}

function prepareActions(grid, show) {
  const act = (name, action) =>
    part(name).addEventListener("click", () => {
      const added = action(show.chosen());
      if (added) show(added, { isChosen: true });
    });
  act("add-row", (rule) => grid.addRule(rule));
  act("copy-row", (rule) => grid.copyRule(rule));
  act("remove-row", (rule) => grid.removeRule(rule));
  act("row-up", (rule) => grid.moveRule(rule, -1));
  act("row-down", (rule) => grid.moveRule(rule, 1));
  act("add-input", () => grid.addColumn("dmn:InputClause"));
  act("add-output", () => grid.addColumn("dmn:OutputClause"));
  act("remove-column", (column) => grid.removeColumn(column));
  act("whole-table", () => show(null, { isChosen: true }) ?? null);
  grid.changed(offerUndo(grid.stack));
  grid.selected((element) => show(element));
}

start().catch((error) => {
  part("state").textContent = say("save.unreadable_table");
  part("grid").hidden = true;
  throw error;
});
