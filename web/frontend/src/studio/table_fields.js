// What is said of a row, a column or the table as a whole: fields of a form, each with how it is changed.
import { say } from "./words.js";

const POLICIES = ["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"];
const SUMS = ["SUM", "MIN", "MAX", "COUNT"];

export function ruleFields(grid, rule) {
  const cells = rule.cells.map((cell, place) => ({
    key: `cell-${place}`,
    label: say(grid.isInput(grid.columns[place]) ? "table.when" : "table.then", { column: grid.labelOf(grid.columns[place]) }),
    kind: "area",
    value: cell.businessObject.text,
    set: (text) => grid.modeling.editCell(cell.businessObject, text),
  }));
  return [
    ...cells,
    {
      key: "explanation",
      label: say("table.explanation"),
      kind: "area",
      value: rule.businessObject.description,
      set: (description) => grid.edit(rule.businessObject, { description }),
    },
  ];
}

export function columnFields(grid, column) {
  const business = column.businessObject;
  return grid.isInput(column) ? inputFields(grid, business) : outputFields(grid, business);
}

const labelField = (grid, business) => ({
  key: "label",
  label: say("table.label"),
  value: business.label,
  set: (label) => grid.edit(business, { label }),
});

const typeField = (grid, of) => ({
  key: "type",
  label: say("table.type"),
  kind: "select",
  value: of.typeRef,
  options: grid.types.map((value) => ({ value, label: say(`table.types.${value.replaceAll(" ", "_")}`) })),
  set: (typeRef) => grid.edit(of, { typeRef }),
});

const valuesField = (grid, business, name) => ({
  key: "values",
  label: say("table.values"),
  kind: "area",
  value: business[name]?.text,
  set: (text) => setValues(grid, business, name, text),
});

function setValues(grid, business, name, text) {
  if (business[name] && text) grid.edit(business[name], { text });
  else grid.edit(business, { [name]: text ? grid.factory.create("dmn:UnaryTests", { text }) : undefined });
}

function inputFields(grid, business) {
  const expression = business.inputExpression;
  return [
    labelField(grid, business),
    {
      key: "expression",
      label: say("table.expression"),
      kind: "area",
      value: expression.text,
      set: (text) => grid.edit(expression, { text }),
    },
    typeField(grid, expression),
    valuesField(grid, business, "inputValues"),
  ];
}

function outputFields(grid, business) {
  return [
    labelField(grid, business),
    { key: "name", label: say("table.name"), value: business.name, set: (name) => grid.edit(business, { name }) },
    typeField(grid, business),
    valuesField(grid, business, "outputValues"),
  ];
}

export function tableFields(grid) {
  const { table, decision } = grid;
  const fields = [
    { key: "title", label: say("table.title"), value: decision.name, set: (name) => grid.edit(decision, { name }) },
    {
      key: "policy",
      label: say("table.policy"),
      kind: "select",
      value: table.hitPolicy,
      options: POLICIES.map((value) => ({ value, label: say(`table.policies.${value.replace(" ", "_")}`) })),
      set: (hitPolicy) => grid.edit(table, { hitPolicy, aggregation: undefined }),
    },
  ];
  if (table.hitPolicy !== "COLLECT") return fields;
  const options = SUMS.map((value) => ({ value, label: say(`table.sums.${value}`) }));
  const set = (chosen) => grid.edit(table, { aggregation: chosen || undefined });
  const none = { value: "", label: say("table.sums.none") };
  return [...fields, { key: "sum", label: say("table.sum"), kind: "select", value: table.aggregation ?? "", options: [none, ...options], set }];
}
