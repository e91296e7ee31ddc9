// Places for new elements on the drawing. What stands behind one that is put into an arrow moves to the right by
// as much as it needs; everything else stays where somebody put it.
const ROOM = 50; // on each side of a new element
const GAP = 20; // between it and what lies above and below
const BESIDE = 10; // between it and what lies left and right
const STEP = 5; // between the rows that are tried
const FARTHEST = 400;

const middle = (one) => one.y + one.height / 2;

// Put an element into an arrow that reads on in its row, leads into another row, or leads back.
export function putInto(modeler, flow, shape) {
  const { source, target } = flow;
  const end = source.x + source.width;
  const create = (place) => modeler.get("modeling").createShape(shape, place, flow);
  if (target.x < end && target.x + target.width < source.x) return create(placeBehind(modeler, source, shape));
  if (target.x >= end && Math.abs(middle(source) - middle(target)) < 1) {
    makeRoom(modeler, "x", shape.width + 2 * ROOM - (target.x - end), end);
    return create({ x: end + ROOM + shape.width / 2, y: middle(source) });
  }
  const place = { x: target.x + shape.width / 2, y: middle(target) };
  makeRoom(modeler, "x", shape.width + ROOM, target.x + target.width, target);
  return create(place);
}

// Put an element behind one that leads to it.
export function putBehind(modeler, source, shape) {
  const place = placeBehind(modeler, source, shape);
  return modeler.get("modeling").appendShape(source, shape, place, source.parent);
}

// Put a start before an element.
export function putBefore(modeler, element, shape) {
  const place = { x: element.x - ROOM - shape.width / 2, y: element.y + element.height / 2 };
  const added = modeler.get("modeling").createShape(shape, place, element.parent);
  modeler.get("modeling").connect(added, element);
  return added;
}

// Put an event on the lower border of a step, beside those that are there; where it is full on the upper one.
export function putOn(modeler, host, shape) {
  const beside = (host.attachers ?? []).filter((one) => !one.labelTarget).length;
  const places = Math.max(1, Math.floor(host.width / ROOM));
  const x = host.x + host.width - shape.width / 2 - ROOM * (beside % places);
  const y = beside % (2 * places) < places ? host.y + host.height : host.y;
  return modeler.get("modeling").createShape(shape, { x, y }, host, { attach: true });
}

// Return the middle of a free place right of an element, near its row and in its lane; where there is none, a column
// is made, and a row if arrows run too close to one another there.
function placeBehind(modeler, source, shape) {
  const { width, height } = shape;
  const x = source.x + source.width + ROOM;
  const first = rowBehind(source, shape);
  const free = () => {
    const bounds = overlap(boundsOf(source.parent, modeler), laneAt(modeler, first));
    return freeRow(modeler, source, { x, width, height }, bounds);
  };
  let y = free();
  if (y === null) {
    makeRoom(modeler, "x", width + 2 * ROOM, x - ROOM);
    y = free();
  }
  if (y === null) {
    makeRoom(modeler, "y", height + 2 * GAP, first + source.height / 2);
    y = free() ?? first;
  }
  return { x: x + width / 2, y };
}

// The row of an element; of an event on the border of a step, beyond that border.
function rowBehind(source, { height }) {
  const { host } = source;
  if (host && middle(source) >= host.y + host.height) return source.y + source.height + ROOM + height / 2;
  if (host && middle(source) <= host.y) return source.y - ROOM - height / 2;
  return middle(source);
}

// Return the row nearest to an element's in which nothing lies in this column within these bounds; else null.
function freeRow(modeler, source, { x, width, height }, { right, top, bottom }) {
  if (x + width + BESIDE > right) return null;
  const isInColumn = (box) => box.x < x + width + BESIDE && x - BESIDE < box.x + box.width;
  const lying = obstacles(modeler, source).filter(isInColumn);
  const isFree = (y) =>
    lying.every((box) => box.y + box.height + GAP <= y - height / 2 || box.y >= y + height / 2 + GAP);
  const first = rowBehind(source, { height });
  for (let away = 0; away <= FARTHEST; away += STEP)
    for (const y of [first + away, first - away])
      if (y - height / 2 >= top + GAP && y + height / 2 <= bottom - GAP && isFree(y)) return y;
  return null;
}

function boundsOf(holder, modeler) {
  if (holder === modeler.get("canvas").getRootElement()) return { right: Infinity, top: -Infinity, bottom: Infinity };
  return { right: holder.x + holder.width, top: holder.y, bottom: holder.y + holder.height };
}

function overlap(one, other) {
  const [top, bottom] = [Math.max(one.top, other.top), Math.min(one.bottom, other.bottom)];
  return { right: Math.min(one.right, other.right), top, bottom };
}

// Return the bounds of the innermost lane at this height; of all that is drawn where there are no lanes.
function laneAt(modeler, y) {
  const isAt = (one) => one.businessObject.$instanceOf("bpmn:Lane") && one.y <= y && y < one.y + one.height;
  const lanes = onSheet(modeler).filter((one) => !one.waypoints && isAt(one));
  const innermost = lanes.sort((one, other) => one.height - other.height)[0];
  return boundsOf(innermost ?? modeler.get("canvas").getRootElement(), modeler);
}

// What an element behind `source` would hide, with the pieces of arrows as boxes; not what holds it, nor lanes.
function obstacles(modeler, source) {
  const holders = new Set();
  for (let holder = source.parent; holder; holder = holder.parent) holders.add(holder);
  const isGround = (one) => holders.has(one) || one.businessObject.$instanceOf("bpmn:Lane");
  const pieces = ({ waypoints }) =>
    waypoints.slice(1).map((to, index) => {
      const from = waypoints[index];
      const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
      return { x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
    });
  return onSheet(modeler).flatMap((one) => (one.waypoints ? pieces(one) : isGround(one) ? [] : [one]));
}

function onSheet(modeler) {
  const canvas = modeler.get("canvas");
  const sheet = canvas.getRootElement();
  return modeler.get("elementRegistry").filter((one) => one !== sheet && canvas.findRoot(one) === sheet);
}

// Move what stands right of `start` on the sheet, or below it, and `first` with all within it, whose place is taken.
function makeRoom(modeler, axis, lacking, start, first = null) {
  if (lacking <= 0) return;
  const tool = modeler.get("spaceTool");
  const isOf = (one) => Boolean(one) && (one === first || one.host === first || isOf(one.parent));
  const all = onSheet(modeler);
  const taken = first ? all.filter(isOf) : [];
  const behind = tool.calculateAdjustments(all.filter((one) => !taken.includes(one)), axis, lacking, start - 1);
  const within = tool.calculateAdjustments(taken, axis, lacking, (first?.[axis] ?? start) - 1);
  const moving = new Set([...behind.movingShapes, ...within.movingShapes]);
  const [delta, direction] = axis === "x" ? [{ x: lacking, y: 0 }, "e"] : [{ x: 0, y: lacking }, "s"];
  tool.makeSpace([...moving], behind.resizingShapes, delta, direction, start - 1);
}
