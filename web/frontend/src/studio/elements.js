// The drawing as a table: every element with its kind, its name and what follows it. What a mouse does on the
// drawing can be done here by keyboard: choose an element, add one after it, remove it.
import { AFTER_EVENTS, EVENTS, KINDS } from "./kinds.js";
import { extension, is, together } from "./moddle.js";
import { putBefore, putBehind, putInto, putOn } from "./room.js";
import { sheetNumbers } from "./sheets.js";
import { say } from "./words.js";

// Return the elements that run, in the order in which they were drawn, flows last.
export function listed(modeler) {
  const all = modeler.get("elementRegistry").filter((one) => one.parent && !one.labelTarget);
  const nodes = all.filter((one) => is(one.businessObject, "bpmn:FlowNode"));
  const sheet = sheetNumbers(modeler);
  nodes.sort((one, other) => sheet(one) - sheet(other) || one.x - other.x || one.y - other.y);
  return nodes;
}

export function kindOf(business) {
  const definition = business.eventDefinitions?.[0]?.$type
    .replace("bpmn:", "")
    .replace("EventDefinition", "");
  const kind = say(`element.${business.$type.replace("bpmn:", "")}`);
  return definition ? `${kind}: ${say(`event.${definition}`)}` : kind;
}

// Where an element stands, if not by itself on the outermost level.
function standingAt(business) {
  const found = [];
  if (business.attachedToRef) {
    const goesOn = business.cancelActivity === false ? "beside" : "ends";
    found.push(say(`place.${goesOn}`, { name: nameOf(business.attachedToRef) }));
  }
  if (is(business.$parent, "bpmn:SubProcess")) found.push(say("place.inside", { name: nameOf(business.$parent) }));
  return found;
}

export function showElements(place, modeler, { choose, chosen }) {
  place.replaceChildren(
    ...listed(modeler).map((element) => {
      const business = element.businessObject;
      const row = document.createElement("tr");
      row.setAttribute("role", "row");
      if (chosen === element.id) row.setAttribute("aria-current", "true");
      const next = (business.outgoing ?? []).map((flow) => {
        const words = [flow.name, nameOf(flow.targetRef)].filter(Boolean).join(": ");
        return button(`→ ${words}`, () => choose(flow.id));
      });
      const head = document.createElement("th");
      head.scope = "row";
      head.setAttribute("role", "rowheader");
      head.append(button(nameOf(business), () => choose(element.id)));
      row.append(head, cell("kind", [kindOf(business), ...standingAt(business)]), cell("next", next.length ? next : ["–"]));
      return row;
    }),
  );
}

export const nameOf = (business) => business.name || say("element.unnamed", { id: business.id });

function button(words, click) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain-button";
  made.textContent = words;
  made.addEventListener("click", click);
  return made;
}

function cell(column, parts) {
  const made = document.createElement("td");
  const words = document.createElement("span");
  made.setAttribute("role", "cell");
  made.dataset.label = say(`column.${column}`);
  parts.forEach((one, place) => words.append(...(place ? [document.createElement("br"), one] : [one])));
  made.append(words);
  return made;
}

// Fill the list of what can be added to an element; what stood chosen stays so where it still can.
export function offerKinds(select, element) {
  const offered = Object.keys(KINDS).filter((key) => mayFollow(element, key));
  const groups = new Map();
  for (const key of offered) {
    const { group } = KINDS[key];
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(new Option(say(`kind.${key}`), key));
  }
  const before = select.value;
  select.replaceChildren(
    ...[...groups].map(([group, options]) => {
      const made = document.createElement("optgroup");
      made.label = say(`group.${group}`);
      made.append(...options);
      return made;
    }),
  );
  select.value = offered.includes(before) ? before : (offered[0] ?? "");
}

function mayFollow(element, key) {
  const business = element.businessObject;
  if (key === "start") return lacksStart(element);
  if (is(business, "bpmn:EndEvent")) return false;
  return !is(business, "bpmn:EventBasedGateway") || AFTER_EVENTS.includes(key);
}

// A start is put before what nothing leads to, on a level that has none.
function lacksStart(element) {
  const business = element.businessObject;
  const isFirst = is(business, "bpmn:FlowNode") && !is(business, "bpmn:BoundaryEvent") && !business.incoming?.length;
  return isFirst && !element.parent.children.some((one) => is(one.businessObject, "bpmn:StartEvent"));
}

// Return what may come while the element is being done: the keys of `EVENTS`. What an operation does within the
// step is over before anything can come.
export function mayAttach(element, operations = []) {
  const business = element.businessObject;
  const isScope = is(business, "bpmn:SubProcess") || is(business, "bpmn:CallActivity");
  if (!is(business, "bpmn:Activity") || is(business, "bpmn:ScriptTask") || is(business, "bpmn:BusinessRuleTask"))
    return [];
  const named = extension(business, "zeebe:TaskDefinition")?.type;
  if (operations.some((one) => one.value === named && !one.is_job)) return [];
  const neverFails = is(business, "bpmn:UserTask") || is(business, "bpmn:ReceiveTask");
  return Object.keys(EVENTS).filter(
    (key) => !(key === "error" && neverFails) && (isScope || !key.startsWith("escalation")),
  );
}

export function offerEvents(select, keys) {
  select.replaceChildren(...keys.map((key) => new Option(say(`during.${key}`), key)));
}

// Fill the list of what the element can be joined to by an arrow.
export function offerTargets(select, modeler, element) {
  const rules = modeler.get("rules");
  const can = (target) =>
    target !== element && rules.allowed("connection.create", { source: element, target });
  const targets = element.waypoints ? [] : listed(modeler).filter(can);
  select.replaceChildren(...targets.map((target) => new Option(nameOf(target.businessObject), target.id)));
}

export function join(modeler, element, target) {
  return modeler.get("modeling").connect(element, modeler.get("elementRegistry").get(target));
}

// Add what comes next. Its arrow, its start and the room that is made for it are one step of undoing.
export function append(modeler, element, key) {
  const shape = modeler.get("elementFactory").createShape(KINDS[key].attributes);
  let added;
  const changes = [() => (added = put(modeler, element, shape))];
  if (key === "subprocess") changes.push(() => startInside(modeler, added));
  together(modeler, changes);
  // bpmn-js begins to edit the label on the drawing; here the name is typed beside it.
  modeler.get("directEditing").cancel();
  return added;
}

function startInside(modeler, subprocess) {
  const inside = { x: subprocess.x + 60, y: subprocess.y + subprocess.height / 2 };
  modeler.get("modeling").createShape({ type: "bpmn:StartEvent" }, inside, subprocess);
}

function put(modeler, element, shape) {
  if (is(element.businessObject, "bpmn:SequenceFlow")) return putInto(modeler, element, shape);
  if (is(shape.businessObject, "bpmn:StartEvent")) return putBefore(modeler, element, shape);
  return putBehind(modeler, element, shape);
}

// Add what may come while an element is being done.
export function attach(modeler, host, key) {
  const added = putOn(modeler, host, modeler.get("elementFactory").createShape(EVENTS[key].attributes));
  modeler.get("directEditing").cancel();
  return added;
}
