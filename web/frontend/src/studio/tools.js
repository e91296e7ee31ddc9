// What may be drawn: the palette, what follows an element, and into what it may be changed are lists of what
// our dialect runs. Words come with the page.
import { say } from "./words.js";

// By key of the words: the BPMN type, its options, the picture.
export const KINDS = {
  user_task: ["bpmn:UserTask", "bpmn-icon-user-task"],
  service_task: ["bpmn:ServiceTask", "bpmn-icon-service-task"],
  rule_task: ["bpmn:BusinessRuleTask", "bpmn-icon-business-rule-task"],
  block: ["bpmn:CallActivity", "bpmn-icon-call-activity"],
  script_task: ["bpmn:ScriptTask", "bpmn-icon-script-task"],
  exclusive: ["bpmn:ExclusiveGateway", "bpmn-icon-gateway-xor"],
  parallel: ["bpmn:ParallelGateway", "bpmn-icon-gateway-parallel"],
  inclusive: ["bpmn:InclusiveGateway", "bpmn-icon-gateway-or"],
  end: ["bpmn:EndEvent", "bpmn-icon-end-event-none"],
};
const IN_PALETTE = [
  "user_task",
  "service_task",
  "rule_task",
  "block",
  "script_task",
  "exclusive",
  "parallel",
  "inclusive",
  "end",
];
const AFTER = ["user_task", "service_task", "block", "exclusive", "end"];
// Entries of the menu that changes an element; what is not here doesn't run.
const CHANGES = new Set([
  "replace-with-user-task",
  "replace-with-service-task",
  "replace-with-send-task",
  "replace-with-receive-task",
  "replace-with-rule-task",
  "replace-with-script-task",
  "replace-with-call-activity",
  "replace-with-exclusive-gateway",
  "replace-with-parallel-gateway",
  "replace-with-inclusive-gateway",
  "replace-with-none-end",
  "replace-with-message-end",
  "replace-with-error-end",
  "replace-with-escalation-end",
  "replace-with-signal-end",
  "replace-with-terminate-end",
  "replace-with-timer-boundary",
  "replace-with-message-boundary",
  "replace-with-error-boundary",
  "replace-with-escalation-boundary",
  "replace-with-signal-boundary",
  "replace-with-non-interrupting-timer-boundary",
  "replace-with-non-interrupting-message-boundary",
  "replace-with-non-interrupting-escalation-boundary",
  "replace-with-non-interrupting-signal-boundary",
  "replace-with-timer-intermediate-catch",
  "replace-with-message-intermediate-catch",
  "replace-with-signal-intermediate-catch",
  "replace-with-sequence-flow",
  "replace-with-default-flow",
  "replace-with-conditional-flow",
]);

function Palette(palette, create, elementFactory, handTool, lassoTool, spaceTool, globalConnect) {
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
      const [type, className] = KINDS[key];
      const begin = (event) => create.start(event, elementFactory.createShape({ type }));
      entries[key] = {
        group: "draw",
        className,
        title: say(`kind.${key}`),
        action: { dragstart: begin, click: begin },
      };
    }
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
];

// Among what stands beside a selected element, what can be appended is replaced by our list.
function Pad(contextPad, autoPlace, elementFactory) {
  contextPad.registerProvider(500, this);
  this.getContextPadEntries = (element) => (entries) => {
    const canAppend = Object.keys(entries).some(
      (key) => key.startsWith("append.") && key !== "append.text-annotation",
    );
    const kept = {};
    for (const [key, entry] of Object.entries(entries)) {
      if (key === "append.text-annotation") kept[key] = { ...entry, title: say("tool.note") };
      else if (!key.startsWith("append.")) kept[key] = { ...entry, title: titled(key) ?? entry.title };
    }
    if (!canAppend) return kept;
    const after = {};
    for (const key of AFTER) {
      const [type, className] = KINDS[key];
      const click = () => autoPlace.append(element, elementFactory.createShape({ type }));
      after[`append.${key}`] = { group: "model", className, title: say(`kind.${key}`), action: { click } };
    }
    return { ...after, ...kept };
  };
}
Pad.$inject = ["contextPad", "autoPlace", "elementFactory"];

function titled(key) {
  const known = { delete: "tool.remove", connect: "tool.connect", replace: "tool.change" };
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
