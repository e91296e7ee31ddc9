// The way on which a finding shows, step by step: marked on the diagram, and the same as a list in words.
import { buttonOf } from "./choice.js";
import { say } from "./words.js";

const MARKS = ["on-way", "at-way"];

export class Way {
  // `box` is where the way is told, beside the drawing. `nameOf` gives the words of a step by its id; `mark` marks it on
  // the drawing, `look` brings it into view.
  constructor({ box, nameOf, mark, unmark, look }) {
    Object.assign(this, { box, nameOf, mark, unmark, look });
    this.marked = [];
  }

  // Return a button that opens the way.
  button(path) {
    const open = buttonOf(say("way.show", { number: path.length }), () => {
      this.opened = open;
      this.box.hidden = false;
      this.go(path, 0);
      this.box.scrollIntoView({ block: "nearest" });
      this.box.querySelector("button:not(:disabled)")?.focus();
    });
    return open;
  }

  close() {
    this.clear();
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  clear() {
    for (const id of this.marked) for (const mark of MARKS) this.unmark(id, mark);
    this.marked = [];
  }

  go(path, at) {
    this.clear();
    for (const id of path.slice(0, at + 1)) this.mark(id, MARKS[0]);
    this.mark(path[at], MARKS[1]);
    this.marked = path.slice(0, at + 1);
    this.look(path[at]);
    this.draw(path, at);
  }

  draw(path, at) {
    const { box } = this;
    const held = document.activeElement?.dataset?.way;
    const turn = (key, to) => {
      const made = buttonOf(say(`way.${key}`), () => this.go(path, to));
      made.dataset.way = key;
      made.disabled = to < 0 || to >= path.length;
      return made;
    };
    const where = document.createElement("p");
    where.setAttribute("role", "status");
    where.textContent = say("way.at", { at: at + 1, number: path.length, name: this.nameOf(path[at]) });
    const list = document.createElement("ol");
    list.append(
      ...path.map((id, place) => {
        const item = document.createElement("li");
        const step = buttonOf(this.nameOf(id), () => this.go(path, place));
        step.dataset.way = `step-${place}`;
        if (place === at) item.setAttribute("aria-current", "step");
        item.append(step);
        return item;
      }),
    );
    const close = buttonOf(say("way.close"), () => {
      this.close();
      this.opened.focus();
    });
    const head = document.createElement("h2");
    head.textContent = say("way.title");
    const bar = document.createElement("div");
    bar.className = "studio-bar";
    bar.append(turn("back", at - 1), turn("on", at + 1), close);
    box.replaceChildren(head, where, bar, list);
    const again = held && box.querySelector(`[data-way="${held}"]`);
    if (again) (again.disabled ? box.querySelector("button:not(:disabled)") : again)?.focus();
  }
}
