// Notes of law on the drawing: `mms:law` and the term of a step stand below it, in short, where something lies there
// above or beside it; the term of a clock may also stand at its name. A note is drawn over the drawing and is no part of it: it comes anew after each change, and a picture that is
// downloaded has it too.
import { inShort, kept, termNamed, termSaid } from "./law.js";
import { eventDefinition, extension, is, said } from "./moddle.js";

const FONT = "12px";
const LINE = 14.5;
const GAP = 3;
const WIDER = 8; // than the step, on each side
const LEAST = 100; // of a room, at an event too
const NARROWER = 0.6; // of the width, where a note finds no place in all of it
const BASELINE = 11; // of the first line of a note, from its top
const INK = "#9c1520"; // as .law-note
const SVG = "http://www.w3.org/2000/svg";
const OPENER = 12; // half of the button that opens a closed part, at its lower right corner

// As `engine/process/layout/articles.py` places them; what only paper needs is left out.
// `words` are those of laws, `terms` those of terms, in the page's language.
export function drawArticles(modeler, { words, terms }) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${FONT} ${getComputedStyle(document.body).fontFamily}`;
  const measure = (text) => pen.measureText(text).width;
  let notes = [];
  const draw = () => {
    notes = [];
    const overlays = modeler.get("overlays");
    overlays.remove({ type: "law" });
    const taken = [];
    for (const { step, parts } of lawful(modeler, (element) => partsOf(element, { words, terms }))) {
      const note = placed(modeler, step, parts.map(kept), { measure, taken });
      taken.push(note.box);
      notes.push({ ...note, step });
      const position = { left: note.box.x - step.x, top: note.box.y - step.y };
      overlays.add(step.id, "law", { position, scale: true, html: shown(note) });
    }
  };
  modeler.on("commandStack.changed", draw);
  modeler.on("import.done", draw);
  document.fonts.ready.then(draw);
  draw();
  drawInPictures(modeler, () => notes);
}

// While bpmn-js writes the sheet as SVG, the articles on it stand in it.
function drawInPictures(modeler, notes) {
  let group = null;
  modeler.on("saveSVG.start", () => {
    const canvas = modeler.get("canvas");
    group = document.createElementNS(SVG, "g");
    group.setAttribute("class", "law");
    const here = notes().filter(({ step }) => canvas.findRoot(step) === canvas.getRootElement());
    group.append(...here.map(written));
    canvas.getActiveLayer().append(group);
  });
  modeler.on("saveSVG.done", () => group?.remove());
}

function written({ lines, box }) {
  const text = document.createElementNS(SVG, "text");
  const { fontFamily } = getComputedStyle(document.body);
  const looks = { "font-family": fontFamily, "font-size": FONT, fill: INK, "text-anchor": "middle" };
  for (const [name, value] of Object.entries(looks)) text.setAttribute(name, value);
  for (const [at, line] of lines.entries()) {
    const span = document.createElementNS(SVG, "tspan");
    span.setAttribute("x", box.x + box.width / 2);
    span.setAttribute("y", box.y + BASELINE + at * LINE);
    span.textContent = at ? ` ${line}` : line;
    text.append(span);
  }
  return text;
}

// Steps first, then clocks.
function lawful(modeler, partsFor) {
  const isNode = (one) => one.parent && !one.labelTarget && is(one.businessObject, "bpmn:FlowNode");
  const nodes = modeler.get("elementRegistry").filter(isNode);
  const [clocks, steps] = [true, false].map((asked) => nodes.filter((one) => isEvent(one) === asked));
  const found = [...steps, ...clocks].map((step) => ({ step, parts: partsFor(step) }));
  return found.filter(({ parts }) => parts.length);
}

const isEvent = (element) => is(element.businessObject, "bpmn:Event");

function partsOf(element, { words, terms }) {
  const business = element.businessObject;
  const isClock = isEvent(element);
  const law = !isClock && said(business, "mms:law");
  const own = termOf(business);
  const term = own && !attached(element).some((clock) => termOf(clock) === own) && termSaid(own, { terms, isClock });
  return [law && inShort(law, words), term].filter(Boolean);
}

// A clock at the edge of a step that counts by the same term says it.
const attached = (element) => (element.attachers ?? []).map((clock) => clock.businessObject);

function termOf(business) {
  const timer = eventDefinition(business);
  const times = [timer?.timeDuration?.body, timer?.timeDate?.body];
  return termNamed([...times, extension(business, "zeebe:TaskSchedule")?.dueDate].filter(Boolean).join(" "));
}

function shown({ lines, box }) {
  const made = document.createElement("div");
  made.className = "law-note";
  made.style.width = `${Math.ceil(box.width)}px`;
  made.textContent = lines.join("\n");
  return made;
}

function placed(modeler, step, parts, { measure, taken }) {
  const things = obstacles(modeler, step);
  const room = Math.max(step.width, LEAST) + 2 * WIDER;
  const sizes = [1, NARROWER].map((share) => set(parts, share * room, measure));
  for (const { lines, width, height } of sizes) {
    const isFree = (box) => ![...taken, ...things].some((other) => overlap(box, other));
    const box = around(step).flatMap((one) => places(one, width, height)).find(isFree);
    if (box) return { lines, box };
  }
  const [{ lines, width, height }] = sizes;
  return { lines, box: places(step, width, height)[0] };
}

const around = (step) => (isEvent(step) && step.label ? [step, step.label] : [step]);

// Each part begins a line of its own.
function set(parts, room, measure) {
  const lines = parts.flatMap((part) => broken(part, room, measure));
  return { lines, width: Math.max(...lines.map(measure)) + 1, height: lines.length * LINE };
}

function broken(part, room, measure) {
  const lines = [];
  for (const word of part.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function places({ x, y, width, height }, wide, high) {
  const size = { width: wide, height: high };
  const [left, middle] = [x + (width - wide) / 2, y + (height - high) / 2];
  return [
    { x: left, y: y + height + GAP, ...size },
    { x: left, y: y - GAP - high, ...size },
    { x: x + width + 2 * GAP, y: middle, ...size },
    { x: x - 2 * GAP - wide, y: middle, ...size },
  ];
}

const overlap = (one, other) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

// Shapes, labels, pieces of arrows and edges of what holds the step, on its sheet.
function obstacles(modeler, step) {
  const canvas = modeler.get("canvas");
  const sheet = canvas.findRoot(step);
  const all = modeler.get("elementRegistry").filter((one) => one !== step && one.parent && canvas.findRoot(one) === sheet);
  const opener = { x: step.x + step.width - OPENER, y: step.y + step.height - OPENER, width: 2 * OPENER, height: 2 * OPENER };
  const isClosed = is(step.businessObject, "bpmn:SubProcess") && step.collapsed;
  return [...all.flatMap(boxesOf), ...(isClosed ? [opener] : [])];
}

function boxesOf(element) {
  if (element.hidden) return [];
  if (element.waypoints) return pieces(element.waypoints);
  const isGround = ["bpmn:Participant", "bpmn:Lane"].some((type) => is(element.businessObject, type));
  const isOpen = is(element.businessObject, "bpmn:SubProcess") && !element.collapsed && !element.labelTarget;
  return isGround || isOpen ? pieces(cornersOf(element)) : [element];
}

function cornersOf({ x, y, width, height }) {
  const [right, bottom] = [x + width, y + height];
  return [{ x, y }, { x: right, y }, { x: right, y: bottom }, { x, y: bottom }, { x, y }];
}

function pieces(points) {
  return points.slice(1).map((to, at) => {
    const from = points[at];
    const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    return { x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
  });
}
