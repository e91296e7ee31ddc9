// The drawing as a table: every element with its kind, its name and what follows it. What a mouse does on the
// drawing can be done here by keyboard: choose an element, add one after it, remove it.
import { html, render } from "htm/preact";
import { AFTER_EVENTS, EVENTS, KINDS } from "./kinds.js";
import { isGround } from "./lanes.js";
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

// Lanes and pools, from the top down: what holds the others comes last.
export function lanesOf(modeler) {
  const all = modeler.get("elementRegistry").filter((one) => one.parent && isGround(one));
  const isPool = (one) => Number(is(one.businessObject, "bpmn:Participant"));
  return all.sort((one, other) => isPool(one) - isPool(other) || one.y - other.y);
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
  const press = (words, id) => html`<button type="button" class="plain-button" onClick=${() => choose(id)}>${words}</button>`;
  const cell = (column, parts) => html`<td role="cell" data-label=${say(`column.${column}`)}>
    <span>${parts.map((one, at) => [at > 0 && html`<br />`, one])}</span>
  </td>`;
  const row = (element) => {
    const business = element.businessObject;
    const next = (business.outgoing ?? []).map((flow) =>
      press(`→ ${[flow.name, nameOf(flow.targetRef)].filter(Boolean).join(": ")}`, flow.id),
    );
    return html`<tr key=${element.id} role="row" aria-current=${chosen === element.id ? "true" : undefined}>
      <th scope="row" role="rowheader">${press(nameOf(business), element.id)}</th>
      ${cell("kind", [kindOf(business), ...standingAt(business)])} ${cell("next", next.length ? next : ["–"])}
    </tr>`;
  };
  render([...listed(modeler), ...lanesOf(modeler)].map(row), place);
}

export const nameOf = (business) => business.name || say("element.unnamed", { id: business.id });

const optionOf = ({ value, words }) => html`<option key=${value} value=${value}>${words}</option>`;

// Fill the list of what can be added to an element; what stood chosen stays so where it still can.
export function offerKinds(select, element) {
  const offered = Object.keys(KINDS).filter((key) => mayFollow(element, key));
  const groups = new Map();
  for (const key of offered) {
    const { group } = KINDS[key];
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push({ value: key, words: say(`kind.${key}`) });
  }
  const chosen = (group) => html`<optgroup key=${group} label=${say(`group.${group}`)}>${groups.get(group).map(optionOf)}</optgroup>`;
  const before = select.value;
  render([...groups.keys()].map(chosen), select);
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
  render(
    keys.map((key) => optionOf({ value: key, words: say(`during.${key}`) })),
    select,
  );
}

// Fill the list of what the element can be joined to by an arrow.
export function offerTargets(select, modeler, element) {
  const rules = modeler.get("rules");
  const can = (target) =>
    target !== element && rules.allowed("connection.create", { source: element, target });
  const targets = element.waypoints ? [] : listed(modeler).filter(can);
  render(
    targets.map((target) => optionOf({ value: target.id, words: nameOf(target.businessObject) })),
    select,
  );
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
  const next = is(shape.businessObject, "bpmn:EndEvent") ? null : onlyNext(element);
  return next ? putInto(modeler, next, shape) : putBehind(modeler, element, shape);
}

// The one arrow that goes on from an element; a gateway that branches gets one more way instead.
function onlyNext({ businessObject, outgoing, incoming }) {
  const [next, ...others] = outgoing.filter((one) => is(one.businessObject, "bpmn:SequenceFlow"));
  const branches = is(businessObject, "bpmn:Gateway") && incoming.length < 2;
  return others.length || branches ? null : next;
}

// Add what may come while an element is being done.
export function attach(modeler, host, key) {
  const added = putOn(modeler, host, modeler.get("elementFactory").createShape(EVENTS[key].attributes));
  modeler.get("directEditing").cancel();
  return added;
}
