// What can be said of the selected element, as an ordinary form beside the drawing: who, which form, which
// operation, when, by which law. Knows which properties an element of our dialect has, with the files `*_fields.js`;
// how they are shown is `fields.js`.
import { examplesFor, joined } from "./conditions.js";
import { listed, nameOf } from "./elements.js";
import { eventFields } from "./event_fields.js";
import { laneField } from "./lanes.js";
import { Changer, is, said } from "./moddle.js";
import { hasNames, nameFields } from "./names.js";
import { mayRepeat, repeatFields } from "./repeat_fields.js";
import { stepFields } from "./step_fields.js";
import { say } from "./words.js";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const CHOOSING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];

// Return the fields of an element, `languages` being those of names: `{key, kind, value, options, set}`; `kind` is text, area, select, choice (a select
// with room for an expression), pairs, ways or list.
export function fieldsOf(element, modeler, choices, languages) {
  const change = new Changer(modeler);
  const business = element.businessObject;
  if (is(business, "bpmn:Lane")) return ofLane(element, business, change, choices, languages);
  if (!hasNames(business)) return [oneName(element, business, change)];
  const names = nameFields(element, change, languages);
  if (is(business, "bpmn:TextAnnotation")) return names;
  if (is(business, "bpmn:SequenceFlow")) return [...names, ...ofFlow(element, business, change, choices)];
  const isRepeated = Boolean(business.loopCharacteristics);
  return [
    ...names,
    called(element, business, change, modeler),
    ...stepFields(element, change, choices, modeler),
    ...eventFields(element, change, choices),
    ...(is(business, "bpmn:ExclusiveGateway") ? ways(element, business, change) : []),
    ...(mayRepeat(business) ? repeatFields(element, change).map((one) => ({ ...one, isRare: !isRepeated })) : []),
    { key: "law", kind: "area", value: said(business, "mms:law"), set: (law) => change.property(element, "mms:law", law) },
    {
      key: "documentation",
      kind: "area",
      value: business.documentation?.[0]?.text,
      help: say("property.documentation_help"),
      isRare: !business.documentation?.length,
      set: (text) => document(element, business, text, change),
    },
  ];
}

// A lane is called as its role is; another name is seldom typed.
function ofLane(element, business, change, choices, languages) {
  const role = laneField(element, change, choices, languages);
  return [role, { ...oneName(element, business, change), isRare: Boolean(role.value) }];
}

// What a lane or a pool is called.
function oneName(element, business, change) {
  const set = (typed) => change.update(element, { name: typed || undefined });
  return { key: "name", kind: "area", value: business.name, set };
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
      change.together([
        ...others.map((one) => () => change.property(one, "mms:notBy", id)),
        () => change.update(element, { id }),
      ]);
    },
  };
}

function ofFlow(element, business, change, choices) {
  if (!CHOOSING.some((type) => is(business.sourceRef, type))) return [];
  const isDefault = business.sourceRef.default === business;
  const condition = {
    key: "condition",
    kind: "area",
    value: business.conditionExpression?.body,
    help: say("property.condition_help"),
    examples: examplesFor(business, choices.questions),
    joined,
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

// The first way whose condition holds is taken, in the order in which arrows stand in the file.
function ways(element, business, change) {
  const level = business.$parent;
  const inOrder = level.flowElements.filter((one) => is(one, "bpmn:SequenceFlow") && one.sourceRef === business);
  const asked = inOrder.filter((one) => one !== business.default);
  if (asked.length < 2) return [];
  const label = (flow) =>
    [flow.name || nameOf(flow.targetRef), flow.conditionExpression?.body].filter(Boolean).join(": ");
  const set = (place) => {
    const all = [...level.flowElements];
    const [one, next] = [asked[place], asked[place + 1]].map((flow) => all.indexOf(flow));
    [all[one], all[next]] = [all[next], all[one]];
    change.set(element, level, { flowElements: all });
  };
  return [{ key: "ways", kind: "ways", value: asked.map(label), set }];
}

function document(element, business, text, change) {
  const made = text ? [change.part(business, "bpmn:Documentation", { text })] : [];
  change.update(element, { documentation: made });
}
