// What is said of a step: who does it and by when, which operation, table, block or calculation it is, what it is
// given and what it gives.
import { listed, nameOf } from "./elements.js";
import { eventDefinition, extension, is, said } from "./moddle.js";
import { signingFields } from "./signing_fields.js";
import { say } from "./words.js";

const APPLICANT = "=applicant.personal_number";
const ASSIGNMENT = "zeebe:AssignmentDefinition";
const TASK = "zeebe:TaskDefinition";

export function stepFields(element, change, choices, modeler) {
  const business = element.businessObject;
  const one = (key, type, name, more = {}) => fieldOf(element, change, key, type, name, more);
  const fields = [];
  if (is(business, "bpmn:UserTask")) {
    fields.push(
      ...who(element, change, choices),
      form(one, choices),
      one("due", "zeebe:TaskSchedule", "dueDate", { kind: "choice", options: choices.deadlines }),
      one("priority", "zeebe:PriorityDefinition", "priority", { help: say("property.priority_help"), isRare: true }),
      notBy(element, change, modeler),
      ...signingFields(element, change, choices),
    );
  }
  if (is(business, "bpmn:StartEvent") && is(business.$parent, "bpmn:Process"))
    fields.push(form(one, choices));
  if (isOperation(business)) fields.push(...operation(element, change, choices));
  if (is(business, "bpmn:BusinessRuleTask")) {
    const kept = { resultVariable: "advice" };
    fields.push(one("decision", "zeebe:CalledDecision", "decisionId", { options: choices.decisions, kept }));
  }
  if (is(business, "bpmn:ScriptTask"))
    fields.push(one("script", "zeebe:Script", "expression", { kept: { resultVariable: "result" } }));
  if (is(business, "bpmn:CallActivity")) fields.push(block(element, change, choices));
  fields.push(...mappings(element, change, fields));
  return [...fields, ...result(element, change)];
}

// A form that is made in another window meanwhile is offered as soon as the person is back.
function form(one, choices) {
  const link = { address: choices.new_form, words: say("property.new_form") };
  return { ...one("form", "zeebe:FormDefinition", "formId", { options: choices.forms }), link };
}

// A property that an extension of this type holds; `kept` is what else the extension says, with what it says at first.
function fieldOf(element, change, key, type, name, { kind, options, help, isRare, kept = {} }) {
  const business = element.businessObject;
  return {
    key,
    kind: kind ?? (options ? "select" : "area"),
    options,
    help,
    isRare: isRare && !extension(business, type)?.[name],
    value: extension(business, type)?.[name],
    set: (value) => {
      const old = extension(business, type);
      const rest = Object.fromEntries(Object.entries(kept).map(([other, first]) => [other, old?.[other] ?? first]));
      change.extend(element, type, value ? { ...rest, [name]: value } : null);
    },
  };
}

// A step is for a role, in a unit where one is named, or for one person, who is mostly the applicant.
function who(element, change, choices) {
  const business = element.businessObject;
  const { candidateGroups, assignee } = extension(business, ASSIGNMENT) ?? {};
  const assign = (values) => change.extend(element, ASSIGNMENT, values);
  const role = {
    key: "role",
    kind: "choice",
    options: [...choices.roles, { value: APPLICANT, label: say("property.applicant") }],
    value: assignee === APPLICANT ? APPLICANT : candidateGroups,
    set: (value) => assign(value && (value === APPLICANT ? { assignee: value } : { candidateGroups: value })),
  };
  const person = {
    key: "assignee",
    kind: "area",
    value: assignee,
    help: say("property.assignee_help"),
    set: (value) => assign(value && { assignee: value }),
  };
  const unit = {
    key: "unit",
    kind: "area",
    value: said(business, "mms:unit"),
    help: say("property.unit_help"),
    isRare: !said(business, "mms:unit"),
    set: (value) => change.property(element, "mms:unit", value),
  };
  if (assignee === APPLICANT) return [role];
  return assignee ? [role, person] : [role, ...(candidateGroups ? [unit] : [person])];
}

// A second person looks after a step: whoever did that one may not do this one.
function notBy(element, change, modeler) {
  const value = said(element.businessObject, "mms:notBy");
  const steps = listed(modeler).filter((one) => is(one.businessObject, "bpmn:UserTask") && one !== element);
  const options = steps.map((one) => ({ value: one.id, label: nameOf(one.businessObject) }));
  if (value) options.unshift({ value: "", label: say("property.not_by_none") });
  return { key: "not_by", kind: "select", options, value, set: (id) => change.property(element, "mms:notBy", id) };
}

function isOperation(business) {
  const tells = is(business, "bpmn:ThrowEvent") && is(eventDefinition(business), "bpmn:MessageEventDefinition");
  return is(business, "bpmn:ServiceTask") || is(business, "bpmn:SendTask") || tells || extension(business, TASK);
}

// Choosing an operation gives the step the inputs that the operation can't do without; a job says how often it is tried.
function operation(element, change, choices) {
  const business = element.businessObject;
  const { type, retries } = extension(business, TASK) ?? {};
  const chosen = choices.operations.find(({ value }) => value === type);
  const asks = (name) => {
    const { retries: times } = extension(business, TASK) ?? {};
    change.extend(element, TASK, name ? { type: name, ...(times && { retries: times }) } : null);
  };
  const fields = [
    {
      key: "operation",
      kind: "select",
      options: choices.operations,
      value: type,
      set: (name) => callOf(element, change, choices.operations, name, asks),
    },
  ];
  if (chosen?.is_job)
    fields.push({
      key: "retries",
      kind: "text",
      value: retries,
      help: say("property.retries_help"),
      isRare: !retries,
      set: (times) => change.extend(element, TASK, { type, ...(times && { retries: times }) }),
    });
  return fields;
}

function block(element, change, choices) {
  const processId = extension(element.businessObject, "zeebe:CalledElement")?.processId;
  const chosen = choices.blocks.find(({ value }) => value === processId);
  const about = chosen && {
    help: chosen.summary,
    link: { address: chosen.address, words: say("property.about_block") },
  };
  const asks = (name) => {
    const values = { processId: name, propagateAllChildVariables: false };
    change.extend(element, "zeebe:CalledElement", name ? values : null);
  };
  const set = (name) => callOf(element, change, choices.blocks, name, asks);
  return { key: "block", kind: "select", options: choices.blocks, value: processId, ...about, set };
}

function callOf(element, change, offered, name, asks) {
  const business = element.businessObject;
  const chosen = offered.find(({ value }) => value === name);
  const inputs = given(business, chosen?.required ?? []);
  const outputs = pairs(business, "outputParameters");
  change.together([() => asks(name), ...(chosen ? [() => change.map(element, inputs, outputs)] : [])]);
}

const pairs = (business, name) =>
  (extension(business, "zeebe:IoMapping")?.[name] ?? []).map(({ source, target }) => [target, source]);

function given(business, required) {
  const known = pairs(business, "inputParameters");
  const missing = required.filter((name) => !known.some(([target]) => target === name));
  return [...known, ...missing.map((name) => [name, "=null"])];
}

// What the chosen operation or block takes is named in words, and what it can also take is offered; so is what it
// brings, unless it lies in the data of the case anyway.
function mappings(element, change, fields) {
  const business = element.businessObject;
  const caller = fields.find(({ key }) => key === "operation" || key === "block");
  const inputs = pairs(business, "inputParameters");
  const outputs = pairs(business, "outputParameters");
  const hasMore = inputs.length || outputs.length || is(business, "bpmn:Activity") || eventDefinition(business);
  if (!hasMore || is(business, "bpmn:StartEvent")) return [];
  const chosen = caller?.options.find(({ value }) => value === caller.value);
  const known = chosen?.inputs ?? [];
  const offered = known.filter(({ name }) => !inputs.some(([target]) => target === name));
  const found = [];
  const isRare = (value) => !caller && !value.length && is(business, "bpmn:Activity");
  if (takes(business))
    found.push({
      key: "inputs",
      kind: "pairs",
      value: inputs,
      known,
      offered,
      isRare: isRare(inputs),
      set: (to) => change.map(element, to, pairs(business, "outputParameters")),
    });
  if (gives(business))
    found.push({
      key: "outputs",
      kind: "pairs",
      value: outputs,
      sources: caller?.key === "operation" ? (chosen?.outputs ?? []) : [],
      isRare: isRare(outputs),
      set: (to) => change.map(element, pairs(business, "inputParameters"), to),
    });
  if (caller?.key === "block" && chosen?.outputs.length)
    found.push({ key: "brings", kind: "list", value: chosen.outputs });
  return found;
}

// As `engine/process/rules.py` has it: who is given something, and who gives something.
function takes(business) {
  if (is(business, "bpmn:Activity")) return !is(business, "bpmn:ReceiveTask");
  const event = eventDefinition(business);
  return is(business, "bpmn:ThrowEvent") && ["Message", "Signal"].some((one) => is(event, `bpmn:${one}EventDefinition`));
}

function gives(business) {
  if (is(business, "bpmn:Activity")) return true;
  const event = eventDefinition(business);
  const kinds = is(business, "bpmn:ThrowEvent") ? ["Message"] : ["Message", "Signal"];
  return kinds.some((one) => is(event, `bpmn:${one}EventDefinition`));
}

// The name under which a table's or calculation's result is kept.
function result(element, change) {
  const business = element.businessObject;
  const type = ["zeebe:CalledDecision", "zeebe:Script"].find((one) => extension(business, one));
  if (!type) return [];
  const rest = ({ decisionId, expression }) => (decisionId === undefined ? { expression } : { decisionId });
  const set = (name) => change.extend(element, type, { ...rest(extension(business, type)), resultVariable: name });
  return [{ key: "result", kind: "text", value: extension(business, type).resultVariable, set }];
}
