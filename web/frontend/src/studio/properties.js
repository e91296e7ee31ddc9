// What can be said of the selected element, as an ordinary form beside the drawing: who, which form, which
// operation, when, by which law. Knows which properties an element of our dialect has; how they are shown is
// `fields.js`.
import { listed, nameOf } from "./elements.js";
import { Changer, eventDefinition, extension, is } from "./moddle.js";
import { say } from "./words.js";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const TIMES = ["timeDuration", "timeDate", "timeCycle"];
const REFERENCES = {
  "bpmn:MessageEventDefinition": ["messageRef", "bpmn:Message", "message"],
  "bpmn:SignalEventDefinition": ["signalRef", "bpmn:Signal", "signal"],
  "bpmn:ErrorEventDefinition": ["errorRef", "bpmn:Error", "error"],
  "bpmn:EscalationEventDefinition": ["escalationRef", "bpmn:Escalation", "escalation"],
};

// Return the fields of an element: `{key, kind, value, options, set}`; `kind` is text, area, select or pairs.
export function fieldsOf(element, modeler, choices) {
  const change = new Changer(modeler);
  const business = element.businessObject;
  const fields = [
    {
      key: "name",
      kind: "area",
      value: business.name,
      set: (name) => change.update(element, { name: name || undefined }),
    },
  ];
  if (is(business, "bpmn:SequenceFlow")) return [...fields, ...ofFlow(element, business, change)];
  if (!is(business, "bpmn:FlowNode")) return fields;
  fields.push(called(element, business, change, modeler));
  fields.push(...ofStep(element, business, change, choices, modeler));
  fields.push(...ofEvent(element, business, change, modeler));
  fields.push(law(element, business, change));
  return fields;
}

// By this name expressions read what the step has answered.
function called(element, business, change, modeler) {
  return {
    key: "id",
    kind: "text",
    value: business.id,
    help: say("property.id_help"),
    refuse: (id) => {
      if (id === business.id) return null;
      if (!NAME.test(id)) return say("property.id_unusable");
      return modeler.get("moddle").ids.assigned(id) ? say("property.id_taken", { id }) : null;
    },
    set: (id) => {
      const others = listed(modeler).filter((one) => said(one.businessObject, "mms:notBy") === business.id);
      for (const one of others) change.property(one, "mms:notBy", id);
      change.update(element, { id });
    },
  };
}

function ofFlow(element, business, change) {
  const needs = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"].some((type) =>
    is(business.sourceRef, type),
  );
  if (!needs) return [];
  const isDefault = business.sourceRef.default === business;
  const condition = {
    key: "condition",
    kind: "area",
    value: business.conditionExpression?.body,
    set: (body) => change.expression(element, business, "conditionExpression", body),
  };
  const otherwise = {
    key: "default",
    kind: "select",
    value: isDefault ? "yes" : "no",
    options: ["no", "yes"].map((value) => ({ value, label: say(`property.${value}`) })),
    set: (value) => change.update(element.source, { default: value === "yes" ? business : undefined }),
  };
  return isDefault ? [otherwise] : [condition, otherwise];
}

function ofStep(element, business, change, choices, modeler) {
  const fields = [];
  const one = (key, type, name, options, more = {}) =>
    fields.push({
      key,
      kind: options ? "select" : "area",
      options,
      value: extension(business, type)?.[name],
      set: (value) => {
        const old = extension(business, type);
        const kept = {};
        for (const other of Object.keys(more)) kept[other] = old?.[other] ?? more[other];
        change.extend(element, type, value ? { ...kept, [name]: value } : null);
      },
    });
  if (is(business, "bpmn:UserTask")) {
    const who = extension(business, "zeebe:AssignmentDefinition");
    if (who?.assignee) one("assignee", "zeebe:AssignmentDefinition", "assignee");
    else one("role", "zeebe:AssignmentDefinition", "candidateGroups", choices.roles);
    one("form", "zeebe:FormDefinition", "formId", choices.forms);
    one("due", "zeebe:TaskSchedule", "dueDate");
    fields.push(notBy(element, business, change, modeler));
  }
  if (is(business, "bpmn:StartEvent") && is(business.$parent, "bpmn:Process")) {
    one("form", "zeebe:FormDefinition", "formId", choices.forms);
  }
  if (
    is(business, "bpmn:ServiceTask") ||
    is(business, "bpmn:SendTask") ||
    extension(business, "zeebe:TaskDefinition")
  ) {
    fields.push(operation(element, business, change, choices));
  }
  if (is(business, "bpmn:BusinessRuleTask")) {
    one("decision", "zeebe:CalledDecision", "decisionId", choices.decisions, { resultVariable: "advice" });
  }
  if (is(business, "bpmn:ScriptTask"))
    one("script", "zeebe:Script", "expression", null, { resultVariable: "result" });
  if (is(business, "bpmn:CallActivity")) fields.push(block(element, business, change, choices));
  const caller = fields.find(({ key }) => key === "operation" || key === "block");
  if (caller) {
    const chosen = caller.options.find(({ value }) => value === caller.value);
    fields.push(...mappings(element, business, change, chosen));
    if (chosen?.outputs?.length) fields.push({ key: "brings", kind: "list", value: chosen.outputs });
  }
  const named = ["zeebe:CalledDecision", "zeebe:Script"].find((type) => extension(business, type));
  if (named) {
    const rest = ({ decisionId, expression }) => (decisionId === undefined ? { expression } : { decisionId });
    fields.push({
      key: "result",
      kind: "text",
      value: extension(business, named).resultVariable,
      set: (resultVariable) =>
        change.extend(element, named, { ...rest(extension(business, named)), resultVariable }),
    });
  }
  return fields;
}

// Choosing an operation gives the step the inputs that the operation can't do without.
function operation(element, business, change, choices) {
  return {
    key: "operation",
    kind: "select",
    options: choices.operations,
    value: extension(business, "zeebe:TaskDefinition")?.type,
    set: (type) => {
      const retries = extension(business, "zeebe:TaskDefinition")?.retries;
      change.extend(element, "zeebe:TaskDefinition", type ? { type, ...(retries && { retries }) } : null);
      const chosen = choices.operations.find(({ value }) => value === type);
      if (chosen) change.map(element, given(business, chosen.required), pairs(business, "outputParameters"));
    },
  };
}

function block(element, business, change, choices) {
  return {
    key: "block",
    kind: "select",
    options: choices.blocks,
    value: extension(business, "zeebe:CalledElement")?.processId,
    ...aboutBlock(choices, extension(business, "zeebe:CalledElement")?.processId),
    set: (processId) => {
      const values = { processId, propagateAllChildVariables: false };
      change.extend(element, "zeebe:CalledElement", processId ? values : null);
      const chosen = choices.blocks.find(({ value }) => value === processId);
      if (chosen) change.map(element, given(business, chosen.required), pairs(business, "outputParameters"));
    },
  };
}

function aboutBlock(choices, processId) {
  const chosen = choices.blocks.find(({ value }) => value === processId);
  return chosen ? { help: chosen.summary, link: { address: chosen.address, words: say("property.about_block") } } : {};
}

const pairs = (business, name) =>
  (extension(business, "zeebe:IoMapping")?.[name] ?? []).map(({ source, target }) => [target, source]);

function given(business, required) {
  const known = pairs(business, "inputParameters");
  const missing = required.filter((name) => !known.some(([target]) => target === name));
  return [...known, ...missing.map((name) => [name, "=null"])];
}

// What the chosen operation or block takes is named in words, and what it can also take is offered.
function mappings(element, business, change, chosen) {
  const inputs = pairs(business, "inputParameters");
  const outputs = pairs(business, "outputParameters");
  const offered = (chosen?.inputs ?? []).filter(({ name }) => !inputs.some(([target]) => target === name));
  return [
    {
      key: "inputs",
      kind: "pairs",
      value: inputs,
      known: chosen?.inputs ?? [],
      offered,
      set: (value) => change.map(element, value, pairs(business, "outputParameters")),
    },
    {
      key: "outputs",
      kind: "pairs",
      value: outputs,
      set: (value) => change.map(element, pairs(business, "inputParameters"), value),
    },
  ];
}

function ofEvent(element, business, change, modeler) {
  const definition = eventDefinition(business);
  if (!definition) return [];
  if (is(definition, "bpmn:TimerEventDefinition")) {
    const kind = TIMES.find((name) => definition[name]) ?? TIMES[0];
    const body = definition[kind]?.body ?? "";
    const options = TIMES.map((value) => ({ value, label: say(`property.${value}`) }));
    return [
      {
        key: "timer",
        kind: "select",
        value: kind,
        options,
        set: (chosen) => change.timer(element, definition, chosen, definition[kind]?.body ?? ""),
      },
      {
        key: "time",
        kind: "area",
        value: body,
        set: (value) => change.timer(element, definition, kind, value),
      },
    ];
  }
  const known = Object.entries(REFERENCES).find(([type]) => is(definition, type));
  if (!known) return [];
  const [name, type, key] = known[1];
  const declared = modeler.getDefinitions().rootElements.filter((one) => is(one, type));
  const options = declared.map((one) => ({ value: one.id, label: one.name || one.errorCode || one.id }));
  const set = (id) =>
    change.refer(
      element,
      definition,
      name,
      declared.find((one) => one.id === id),
    );
  return [{ key, kind: "select", value: definition[name]?.id, options, set }];
}

function law(element, business, change) {
  const value = said(business, "mms:law");
  return { key: "law", kind: "area", value, set: (typed) => change.property(element, "mms:law", typed) };
}

// A second person looks after a step: whoever did that one may not do this one.
function notBy(element, business, change, modeler) {
  const value = said(business, "mms:notBy");
  const steps = listed(modeler).filter((one) => is(one.businessObject, "bpmn:UserTask") && one !== element);
  const options = steps.map((one) => ({ value: one.id, label: nameOf(one.businessObject) }));
  if (value) options.unshift({ value: "", label: say("property.not_by_none") });
  return { key: "not_by", kind: "select", options, value, set: (id) => change.property(element, "mms:notBy", id) };
}

const said = (business, name) =>
  extension(business, "zeebe:Properties")?.properties?.find((one) => one.name === name)?.value;
