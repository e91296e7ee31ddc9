// Lanes: whose a lane is, its name with that, and one more of them.
import { is, said, together } from "./moddle.js";

const ROLE = "mms:role";
const AROUND = { left: 70, others: 40 }; // of a pool, around what is drawn without one
const LEAST = { width: 600, height: 250 };

export const isGround = (element) => ["bpmn:Lane", "bpmn:Participant"].some((type) => is(element?.businessObject, type));

// Whose lane it is: its name is then that of the role, in Georgian, and on the drawing in the language of the page.
export function laneField(element, change, choices, languages) {
  return {
    key: "lane_role",
    kind: "select",
    options: choices.lanes,
    value: said(element.businessObject, ROLE),
    set: (role) => {
      const chosen = choices.lanes.find(({ value }) => value === role);
      const named = chosen ? [() => change.update(element, drawnNames(chosen.names, change.definitions, languages))] : [];
      change.together([() => change.property(element, ROLE, role), ...named]);
    },
  };
}

// What is drawn, and the official name beside it where that is another one.
function drawnNames(names, definitions, [official]) {
  const shown = definitions.get("names:shown") ?? official;
  const beside = shown === official ? {} : { [`names:${official}`]: names[official] };
  return { name: names[shown] ?? names[official], ...beside };
}

// Add a lane below the chosen one, or at the bottom; where nothing is in a pool yet, all that is drawn comes into one.
export function addLane(modeler, { service, languages }) {
  const [chosen] = modeler.get("selection").get();
  let added;
  const pool = () => poolOf(modeler) ?? makePool(modeler, service, languages);
  const beside = () => (is(chosen?.businessObject, "bpmn:Lane") ? chosen : pool());
  together(modeler, [() => (added = modeler.get("modeling").addLane(beside(), "bottom"))]);
  modeler.get("directEditing").cancel();
  return added;
}

function poolOf(modeler) {
  return modeler.get("elementRegistry").find((one) => is(one.businessObject, "bpmn:Participant"));
}

function makePool(modeler, service, languages) {
  const sheet = modeler.get("canvas").getRootElement();
  const boxes = sheet.children.filter((one) => !one.waypoints);
  const least = (axis) => Math.min(...boxes.map((one) => one[axis]));
  const most = (axis, size) => Math.max(...boxes.map((one) => one[axis] + one[size]));
  const bounds = boxes.length
    ? {
        x: least("x") - AROUND.left,
        y: least("y") - AROUND.others,
        width: Math.max(LEAST.width, most("x", "width") - least("x") + AROUND.left + AROUND.others),
        height: Math.max(LEAST.height, most("y", "height") - least("y") + 2 * AROUND.others),
      }
    : { x: 0, y: 0, ...LEAST };
  const shape = modeler.get("elementFactory").createParticipantShape({ isExpanded: true });
  const pool = modeler.get("modeling").createShape(shape, bounds, sheet);
  const definitions = modeler.getDefinitions();
  const names = drawnNames(service, definitions, languages);
  const isShown = `names:${languages[0]}` in names;
  modeler.get("modeling").updateProperties(pool, { ...names, ...(isShown && { "names:given": names.name }) });
  return pool;
}
