// Keys of the drawing, beyond those that bpmn-js has: they act while it has the focus, on a Georgian keyboard too. The
// page tells all of them in a dialog.
import { isCommand, isPlain, isTyped, letterOf } from "./letters.js";
import { part } from "./state.js";

// What bpmn-js does by a Latin letter.
const TOOLS = {
  h: "handTool",
  l: "lassoTool",
  s: "spaceTool",
  c: "globalConnectTool",
  e: "directEditing",
  r: "replaceElement",
};

export function watchKeys(modeler, { finder, fit }) {
  const actions = modeler.get("editorActions");
  actions.unregister("find");
  actions.register("find", () => finder.open());
  const letters = { f: fit, m: () => part("map").click(), a: goAppend };
  modeler.get("keyboard").addListener(1500, ({ keyEvent: event }) => act(event, letters, actions));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyped(event.target) || document.querySelector("dialog[open]")) return;
    const isSearch = isCommand(event) && letterOf(event) === "f" && isOnDrawing(event.target);
    if (isSearch) finder.open();
    else if (event.key === "?" && isPlain(event)) part("keys").showModal();
    else return;
    event.preventDefault();
  });
  part("keys-open").addEventListener("click", () => part("keys").showModal());
}

const isOnDrawing = (target) => target === document.body || part("work").contains(target);

// Return true for a key that was ours.
function act(event, letters, actions) {
  const letter = letterOf(event);
  if (isCommand(event) && letter === "a" && event.key !== "a") return trigger(actions, "selectElements", event);
  if (!isPlain(event) || event.shiftKey) return undefined;
  if (letter in letters) {
    letters[letter]();
    return true;
  }
  // The others bpmn-js knows by themselves.
  return letter in TOOLS && event.key.toLowerCase() !== letter ? trigger(actions, TOOLS[letter], event) : undefined;
}

function trigger(actions, name, event) {
  actions.trigger(name, event);
  return true;
}

// To what can be added after the chosen element.
function goAppend() {
  if (!part("actions").hidden && !part("appending").hidden) part("kinds").focus();
}
