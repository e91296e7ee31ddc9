// A step that is done once for each item of a list: over what, one after the other or all at once, what is kept.
import { extension, is } from "./moddle.js";
import { say } from "./words.js";

const ONCE = "once";
const WAYS = [ONCE, "in_order", "at_once"];
const PARTS = ["inputCollection", "inputElement", "outputCollection", "outputElement"];
const TYPE = "zeebe:LoopCharacteristics";

export const mayRepeat = (business) => is(business, "bpmn:Activity") && !is(business, "bpmn:ReceiveTask");

export function repeatFields(element, change) {
  const business = element.businessObject;
  const loop = business.loopCharacteristics;
  const fields = [
    {
      key: "repeat",
      kind: "select",
      value: loop ? (loop.isSequential ? "in_order" : "at_once") : ONCE,
      options: WAYS.map((value) => ({ value, label: say(`property.repeat_${value}`) })),
      set: (way) => repeat(element, loop, way, change),
    },
  ];
  if (!loop) return fields;
  const said = extension(loop, TYPE);
  for (const part of PARTS)
    fields.push({
      key: part,
      kind: part === "inputElement" || part === "outputCollection" ? "text" : "area",
      value: said?.[part],
      set: (value) => change.extend(element, TYPE, { ...kept(extension(loop, TYPE)), [part]: value || undefined }, loop),
    });
  fields.push({
    key: "completionCondition",
    kind: "area",
    value: loop.completionCondition?.body,
    help: say("property.completion_help"),
    set: (body) => change.expression(element, loop, "completionCondition", body),
  });
  return fields;
}

const kept = (said) => Object.fromEntries(PARTS.map((part) => [part, said?.[part]]));

function repeat(element, loop, way, change) {
  const business = element.businessObject;
  if (way === ONCE) return change.update(element, { loopCharacteristics: undefined });
  const isSequential = way === "in_order";
  if (loop) return change.set(element, loop, { isSequential });
  const made = change.part(business, "bpmn:MultiInstanceLoopCharacteristics", { isSequential });
  return change.update(element, { loopCharacteristics: made });
}
