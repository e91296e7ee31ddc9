// Undo and redo over the sheets of a letter, in the order in which they were changed.
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";

export class Turns {
  constructor(changed) {
    this.changed = changed;
    this.done = [];
    this.undone = [];
    this.isTurning = false;
  }

  // A sheet was changed from what it was `before`; typing that goes on is one step.
  note(sheet, before) {
    if (!this.isTurning) {
      if (undoDepth(sheet.view.state) > undoDepth(before)) this.done.push(sheet);
      this.undone = [];
    }
    this.changed();
    this.told?.();
  }

  canUndo() {
    return this.done.length > 0;
  }

  canRedo() {
    return this.undone.length > 0;
  }

  undo() {
    this.turn(this.done, this.undone, undo);
  }

  redo() {
    this.turn(this.undone, this.done, redo);
  }

  turn(from, to, command) {
    const sheet = from.pop();
    const depth = command === undo ? undoDepth : redoDepth;
    if (!sheet || !depth(sheet.view.state)) return this.told?.();
    to.push(sheet);
    this.isTurning = true;
    try {
      sheet.run(command);
    } finally {
      this.isTurning = false;
    }
    this.told?.();
  }
}
