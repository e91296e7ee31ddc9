// The grid of dmn-js and what is done to it. Every change goes through its command stack, whoever makes it, so
// that each is undone alike. Knows nothing of the page.
import EditingManager from "dmn-js-shared/lib/base/EditingManager";
import { DecisionTable } from "./grid_modules.js";
import { say, translateModule } from "./words.js";

const TYPES = ["string", "number", "boolean", "date", "date and time", "time", "days and time duration"];

class Tables extends EditingManager {
  _getViewProviders() {
    const opens = (element) => element.decisionLogic?.$type === "dmn:DecisionTable";
    return [{ id: "decisionTable", constructor: DecisionTable, opens }];
  }
}

// Show the first table of a document; return what can be asked of it and done to it.
export async function openGrid(container, xml) {
  const tables = new Tables({
    container,
    decisionTable: { additionalModules: [translateModule] },
    common: {
      expressionLanguages: { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } },
      dataTypes: TYPES,
    },
  });
  const { warnings } = await tables.importXML(xml);
  if (warnings.length) throw new Error(`the table is not whole: ${warnings[0].message}`);
  return new Grid(container, tables, tables.getActiveViewer());
}

export class Grid {
  constructor(container, tables, viewer) {
    this.container = container;
    this.tables = tables;
    this.bus = viewer.get("eventBus");
    this.modeling = viewer.get("modeling");
    this.factory = viewer.get("dmnFactory");
    this.sheet = viewer.get("sheet");
    this.stack = viewer.get("commandStack");
    this.types = TYPES;
    this.bus.on("commandStack.element.updateProperties.postExecute", ({ context }) => this.annotate(context));
    // Readers of the grid want a head above the numbers of rows.
    container.querySelector("th.index-column").textContent = "№";
  }

  get table() {
    return this.sheet.getRoot().businessObject;
  }

  get decision() {
    return this.table.$parent;
  }

  get rules() {
    return this.sheet.getRoot().rows;
  }

  get columns() {
    return this.sheet.getRoot().cols;
  }

  changed(told) {
    this.bus.on("commandStack.changed", told);
  }

  // Tell which row or column was clicked at its head, or holds a chosen cell.
  selected(told) {
    this.bus.on("selection.changed", ({ selection }) => tell(selection?.businessObject?.id ?? selection?.id));
    this.container.addEventListener("click", ({ target }) => {
      const head = target.closest("th[data-col-id], td.rule-index");
      if (head) tell(head.dataset.colId ?? head.dataset.rowId);
    });
    const tell = (id) => {
      const found = this.find(id);
      if (found) told(found);
    };
  }

  async xml() {
    return (await this.tables.saveXML({ format: true })).xml;
  }

  isRule(element) {
    return this.rules.includes(element);
  }

  isInput(column) {
    return column.businessObject.$type === "dmn:InputClause";
  }

  isThere(element) {
    return this.rules.includes(element) || this.columns.includes(element);
  }

  // The row or column that has this id, or in which what has it lies.
  find(id) {
    const has = (business) =>
      business.id === id || [business.inputExpression, business.inputValues, business.outputValues].some((one) => one?.id === id);
    const inRule = ({ businessObject }) =>
      businessObject.id === id || [...(businessObject.inputEntry ?? []), ...businessObject.outputEntry].some((one) => one.id === id);
    return this.rules.find(inRule) ?? this.columns.find(({ businessObject }) => has(businessObject)) ?? null;
  }

  nameOf(element) {
    if (!element) return this.decision.name || this.decision.id;
    if (this.isRule(element)) return say("table.row", { number: this.rules.indexOf(element) + 1 });
    return this.labelOf(element);
  }

  labelOf(column) {
    const { label, name, inputExpression, id } = column.businessObject;
    return label || name || inputExpression?.text || id;
  }

  edit(element, properties) {
    this.modeling.updateProperties(element, properties);
  }

  // dmn-js lets people explain a row in its description; what is told to applicants is its annotation.
  annotate({ element, properties }) {
    if (element.$type !== "dmn:DecisionRule" || !("description" in properties) || "annotationEntry" in properties) return;
    if (!this.table.annotation?.length)
      this.edit(this.table, { annotation: [this.factory.create("dmn:RuleAnnotationClause", { name: say("table.explanation") })] });
    const text = this.factory.create("dmn:RuleAnnotation", { text: properties.description });
    this.edit(element, { annotationEntry: [text, ...(element.annotationEntry ?? []).slice(1)] });
  }

  addRule(after) {
    const place = after ? this.rules.indexOf(after) + 1 : this.rules.length;
    return this.modeling.addRow({ type: "dmn:DecisionRule" }, place);
  }

  copyRule(rule) {
    const added = this.addRule(rule);
    rule.cells.forEach((cell, place) => this.modeling.editCell(added.cells[place].businessObject, cell.businessObject.text));
    return added;
  }

  removeRule(rule) {
    this.modeling.removeRow(rule);
  }

  moveRule(rule, step) {
    const place = this.rules.indexOf(rule) + step;
    if (place >= 0 && place < this.rules.length) this.modeling.moveRow(rule, place);
    return rule;
  }

  addColumn(type) {
    const inputs = this.columns.filter((one) => this.isInput(one)).length;
    return this.modeling.addCol({ type }, type === "dmn:InputClause" ? inputs : this.columns.length);
  }

  removeColumn(column) {
    const alike = this.columns.filter((one) => this.isInput(one) === this.isInput(column));
    if (alike.length > 1) this.modeling.removeCol(column);
  }
}
