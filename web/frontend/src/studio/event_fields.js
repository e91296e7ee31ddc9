// What is said of an event, and of a step that receives: its time, or what it waits for or tells, by a declaration
// of the file that several events may share.
import { eventDefinition, extension, is } from "./moddle.js";
import { say } from "./words.js";

const TIMES = ["timeDuration", "timeDate"];
const ANOTHER = "another";
// By the key of the words: how a declaration is referred to, its type, what is said of it, and whether it may be left out.
const DECLARED = {
  message: { name: "messageRef", type: "bpmn:Message", says: ["name"] },
  signal: { name: "signalRef", type: "bpmn:Signal", says: ["name"] },
  error: { name: "errorRef", type: "bpmn:Error", says: ["name", "errorCode"] },
  escalation: { name: "escalationRef", type: "bpmn:Escalation", says: ["name", "escalationCode"] },
};

export function eventFields(element, change, choices) {
  const business = element.businessObject;
  if (is(business, "bpmn:ReceiveTask")) return declaration(element, business, "message", change, choices);
  const definition = eventDefinition(business);
  if (!definition) return [];
  if (is(definition, "bpmn:TimerEventDefinition")) return timer(element, definition, change, choices);
  const key = definition.$type.replace("bpmn:", "").replace("EventDefinition", "").toLowerCase();
  // A thrown message is an operation, and is said as one.
  if (!DECLARED[key] || (key === "message" && is(business, "bpmn:ThrowEvent"))) return [];
  return declaration(element, definition, key, change, choices);
}

function timer(element, definition, change, choices) {
  const kind = [...TIMES, "timeCycle"].find((name) => definition[name]) ?? TIMES[0];
  const body = definition[kind]?.body ?? "";
  const options = TIMES.map((value) => ({ value, label: say(`property.${value}`) }));
  const timer = (chosen) => change.timer(element, definition, chosen, definition[kind]?.body ?? "");
  const time = (value) => change.timer(element, definition, kind, value);
  return [
    { key: "timer", kind: "select", value: kind, options, set: timer },
    { key: "time", kind: "choice", value: body, options: choices.times, set: time },
  ];
}

function declaration(element, owner, key, change, choices) {
  const { name, type, says } = DECLARED[key];
  const declared = change.definitions.rootElements.filter((one) => is(one, type));
  const known = offeredBeside(element, key, declared, choices);
  const options = [
    ...declared.map((one) => ({ value: one.id, label: labelOf(one, choices.messages) })),
    ...known.map(({ values, label }, place) => ({ value: `known-${place}`, label: label ?? labelOf(values) })),
    { value: ANOTHER, label: say(`property.another_${key}`) },
  ];
  const isAnyCaught = is(element.businessObject, "bpmn:BoundaryEvent") && (key === "error" || key === "escalation");
  if (isAnyCaught) options.unshift({ value: "", label: say(`property.any_${key}`) });
  const set = (chosen) => {
    const made = known.find((_, place) => chosen === `known-${place}`);
    if (made) declare(element, owner, key, made, change);
    else if (chosen === ANOTHER) declare(element, owner, key, { values: {} }, change);
    else change.set(element, owner, { [name]: declared.find((one) => one.id === chosen) });
  };
  const chosen = owner[name];
  const fields = [{ key, kind: "select", value: chosen?.id, options, set }];
  if (!chosen) return fields;
  for (const said of says)
    fields.push({
      key: `${key}_${said === "name" ? "name" : "code"}`,
      kind: "text",
      value: chosen[said],
      help: said === says.at(-1) ? say("property.declared_help") : undefined,
      set: (value) => change.set(element, chosen, { [said]: value || undefined }),
    });
  if (key === "message") fields.push(correlation(element, chosen, change));
  return fields;
}

// Under which key a case waits for the message; without one under its own number.
function correlation(element, message, change) {
  return {
    key: "correlation",
    kind: "area",
    value: extension(message, "zeebe:Subscription")?.correlationKey,
    help: say("property.correlation_help"),
    set: (correlationKey) =>
      change.extend(element, "zeebe:Subscription", correlationKey ? { correlationKey } : null, message),
  };
}

function declare(element, owner, key, { values, correlationKey }, change) {
  const { name, type } = DECLARED[key];
  const subscription = correlationKey && { type: "zeebe:Subscription", values: { correlationKey } };
  change.declare(element, owner, name, type, values, subscription);
}

// What is not declared yet and will come: messages of the platform, the error that the step's operation ends with.
function offeredBeside(element, key, declared, choices) {
  if (key === "message") {
    const names = new Set(declared.map((one) => one.name));
    return choices.messages
      .filter(({ name }) => !names.has(name))
      .map(({ name, label, key: correlationKey }) => ({
        values: { name },
        correlationKey,
        label: withCode(label, name),
      }));
  }
  if (key !== "error") return [];
  const host = element.businessObject.attachedToRef;
  const named = host && extension(host, "zeebe:TaskDefinition")?.type;
  const code = choices.operations.find(({ value }) => value === named)?.error;
  return code && !declared.some((one) => one.errorCode === code) ? [{ values: { name: code, errorCode: code } }] : [];
}

function labelOf(one, sent = []) {
  const code = one.errorCode ?? one.escalationCode;
  const known = sent.find(({ name }) => name === one.name);
  if (known) return withCode(known.label, one.name);
  return one.name && code && one.name !== code ? withCode(one.name, code) : one.name || code || say("property.nameless");
}

const withCode = (words, code) => `${words} (${code})`;
