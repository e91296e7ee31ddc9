// The drawing as a table: every element with its kind, its name and what follows it. What a mouse does on the
// drawing can be done here by keyboard: choose an element, add one after it, remove it.
import { is } from "./moddle.js";
import { KINDS } from "./tools.js";
import { say } from "./words.js";

// Return the elements that run, in the order in which they were drawn, flows last.
export function listed(modeler) {
  const all = modeler.get("elementRegistry").filter((one) => !one.labelTarget);
  const nodes = all.filter((one) => is(one.businessObject, "bpmn:FlowNode"));
  nodes.sort((one, other) => one.x - other.x || one.y - other.y);
  return nodes;
}

export function kindOf(business) {
  const definition = business.eventDefinitions?.[0]?.$type
    .replace("bpmn:", "")
    .replace("EventDefinition", "");
  const kind = say(`element.${business.$type.replace("bpmn:", "")}`);
  return definition ? `${kind}: ${say(`event.${definition}`)}` : kind;
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
      row.append(head, cell("kind", [kindOf(business)]), cell("next", next.length ? next : ["–"]));
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

// Fill the list of what can be added after an element.
export function offerKinds(select) {
  for (const key of Object.keys(KINDS)) select.append(new Option(say(`kind.${key}`), key));
}

// Fill the list of what the element can be joined to by an arrow.
export function offerTargets(select, modeler, element) {
  const rules = modeler.get("rules");
  const can = (target) =>
    target !== element && rules.allowed("connection.create", { source: element, target });
  const targets = listed(modeler).filter(can);
  select.replaceChildren(...targets.map((target) => new Option(nameOf(target.businessObject), target.id)));
}

export function join(modeler, element, target) {
  return modeler.get("modeling").connect(element, modeler.get("elementRegistry").get(target));
}

const ROOM = 50; // on each side of what is put into an arrow

// Put an element into an arrow: what stands behind it moves away.
function putInto(modeler, flow, shape) {
  const { source, target } = flow;
  const from = source.x + source.width;
  const lacking = shape.width + 2 * ROOM - (target.x - from);
  if (lacking > 0) {
    const tool = modeler.get("spaceTool");
    const beside = flow.parent.children.filter((one) => !one.waypoints);
    const { movingShapes, resizingShapes } = tool.calculateAdjustments(beside, "x", lacking, from + 1);
    tool.makeSpace(movingShapes, resizingShapes, { x: lacking, y: 0 }, "e", from + 1);
  }
  const place = { x: from + ROOM + shape.width / 2, y: source.y + source.height / 2 };
  return modeler.get("modeling").createShape(shape, place, flow);
}

export function append(modeler, element, key) {
  const shape = modeler.get("elementFactory").createShape({ type: KINDS[key][0] });
  const added = is(element.businessObject, "bpmn:SequenceFlow")
    ? putInto(modeler, element, shape)
    : modeler.get("autoPlace").append(element, shape);
  // bpmn-js begins to edit the label on the drawing; here the name is typed beside it.
  modeler.get("directEditing").cancel();
  return added;
}
