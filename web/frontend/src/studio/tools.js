// What may be drawn, for the mouse: the palette, what follows an element, and into what it may be changed offer
// what our dialect runs (`kinds.js`). Words come with the page.
import { append, attach, mayAttach } from "./elements.js";
import { AFTER_EVENTS, BESIDE, CHANGES, EVENTS, IN_PALETTE, KINDS } from "./kinds.js";
import { is } from "./moddle.js";
import { say } from "./words.js";

function Palette(palette, create, elementFactory, handTool, lassoTool, spaceTool, globalConnect, eventBus) {
  palette.registerProvider(this);
  const tool = (key, className, click) => ({
    group: "tools",
    className,
    title: say(`tool.${key}`),
    action: { click },
  });
  this.getPaletteEntries = () => {
    const entries = {
      hand: tool("hand", "bpmn-icon-hand-tool", (event) => handTool.activateHand(event)),
      lasso: tool("lasso", "bpmn-icon-lasso-tool", (event) => lassoTool.activateSelection(event)),
      space: tool("space", "bpmn-icon-space-tool", (event) => spaceTool.activateSelection(event)),
      connect: tool("connect", "bpmn-icon-connection-multi", (event) => globalConnect.start(event)),
      line: { group: "tools", separator: true },
    };
    for (const key of IN_PALETTE) {
      const { icon, attributes } = KINDS[key];
      const begin = (event) => create.start(event, shapesOf(elementFactory, attributes));
      entries[key] = {
        group: "draw",
        className: icon,
        title: say(`kind.${key}`),
        action: { dragstart: begin, click: begin },
      };
    }
    // A lane has no place of its own: it comes below the chosen one, or at the bottom.
    const lane = () => eventBus.fire("studio.lane");
    entries.lane = { group: "draw", className: "bpmn-icon-lane", title: say("tool.lane"), action: { click: lane } };
    return entries;
  };
}
Palette.$inject = [
  "palette",
  "create",
  "elementFactory",
  "handTool",
  "lassoTool",
  "spaceTool",
  "globalConnect",
  "eventBus",
];

// What is drawn at once: a subprocess with the start that it can't do without.
function shapesOf(elementFactory, attributes) {
  const shape = elementFactory.createShape({ ...attributes, x: 0, y: 0 });
  if (!is(shape.businessObject, "bpmn:SubProcess")) return shape;
  const start = elementFactory.createShape({ type: "bpmn:StartEvent", x: 40, y: 82, parent: shape });
  return [shape, start];
}

// Among what stands beside a selected element, what can be appended is replaced by our list.
function Pad(contextPad, injector) {
  contextPad.registerProvider(500, this);
  this.getContextPadEntries = (element) => (entries) => {
    const canAppend = Object.keys(entries).some(
      (key) => key.startsWith("append.") && key !== "append.text-annotation",
    );
    const kept = {};
    for (const [key, entry] of Object.entries(entries)) {
      if (key === "append.text-annotation") kept[key] = { ...entry, title: say("tool.note") };
      else if (key.startsWith("lane-divide")) continue; // a lane within a lane is nobody's
      else if (!key.startsWith("append.")) kept[key] = { ...entry, title: titled(key) ?? entry.title };
    }
    if (!canAppend) return kept;
    const after = {};
    for (const key of is(element.businessObject, "bpmn:EventBasedGateway") ? AFTER_EVENTS : BESIDE) {
      const { icon: className } = KINDS[key];
      const click = () => injector.get("selection").select(append(injector, element, key));
      after[`append.${key}`] = { group: "model", className, title: say(`kind.${key}`), action: { click } };
    }
    if (mayAttach(element).includes("timer")) {
      const click = () => injector.get("selection").select(attach(injector, element, "timer"));
      const className = EVENTS.timer.icon;
      after.attach = { group: "model", className, title: say("tool.attach"), action: { click } };
    }
    return { ...after, ...kept };
  };
}
Pad.$inject = ["contextPad", "injector"];

function titled(key) {
  const known = {
    delete: "tool.remove",
    connect: "tool.connect",
    replace: "tool.change",
    "lane-insert-above": "tool.lane_above",
    "lane-insert-below": "tool.lane_below",
  };
  return known[key] && say(known[key]);
}

function Changes(popupMenu) {
  popupMenu.registerProvider("bpmn-replace", 500, this);
  this.getPopupMenuHeaderEntries = () => () => ({});
  this.getPopupMenuEntries = () => (entries) => {
    const kept = {};
    for (const [key, entry] of Object.entries(entries)) {
      if (CHANGES.has(key))
        kept[key] = { ...entry, label: say(`change.${key.replace("replace-with-", "")}`) };
    }
    return kept;
  };
}
Changes.$inject = ["popupMenu"];

export const toolsModule = {
  __init__: ["paletteProvider", "studioPad", "studioChanges"],
  paletteProvider: ["type", Palette],
  studioPad: ["type", Pad],
  studioChanges: ["type", Changes],
};
