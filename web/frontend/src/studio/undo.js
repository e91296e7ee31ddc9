// Undo and redo of an editor: by its buttons and by keys, wherever on the page its own fields have the focus.
import { isCommand, letterOf } from "./letters.js";
import { part } from "./state.js";
import { typedFields } from "./typed.js";

const NOT_OURS = "[data-studio=comment], [data-studio=comments-of], [contenteditable]";

// `stack` undoes and redoes, and says whether it can; return what shows whether it can now.
export function offerUndo(stack) {
  // What is being typed is the last change.
  const act = (name) => {
    typedFields.say();
    typedFields.drop();
    const can = name === "undo" ? stack.canUndo() : stack.canRedo();
    if (can) stack[name]();
  };
  for (const name of ["undo", "redo"]) part(name).addEventListener("click", () => act(name));
  document.addEventListener("keydown", (event) => {
    const name = asked(event);
    if (!name || event.defaultPrevented || event.target.closest(NOT_OURS)) return;
    event.preventDefault();
    act(name);
  });
  const show = () => {
    part("undo").disabled = !stack.canUndo();
    part("redo").disabled = !stack.canRedo();
  };
  show();
  return show;
}

function asked(event) {
  if (!isCommand(event)) return null;
  const letter = letterOf(event);
  if (letter === "z") return event.shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}
