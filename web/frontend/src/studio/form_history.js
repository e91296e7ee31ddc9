// Undo and redo of a page that is a form: states of its fields, one for each run of typing in one field.
const PAUSE = 1000; // milliseconds after which the same field begins a new run

export class FormHistory {
  // `changed` is called when other values stand in the form.
  constructor(form, changed) {
    Object.assign(this, { form, changed });
    this.states = [this.read()];
    this.at = 0;
    this.run = {};
    form.addEventListener("input", ({ target }) => this.note(target));
  }

  canUndo() {
    return this.at > 0;
  }

  canRedo() {
    return this.at < this.states.length - 1;
  }

  undo() {
    this.go(this.at - 1);
  }

  redo() {
    this.go(this.at + 1);
  }

  note(field) {
    const now = Date.now();
    const goesOn = this.run.field === field && now - this.run.at < PAUSE && !this.canRedo();
    this.run = { field, at: now };
    if (!goesOn) this.at += 1;
    this.states.splice(this.at, Infinity, this.read());
    this.told?.();
  }

  go(at) {
    this.at = at;
    this.run = {};
    const fields = this.fields();
    this.states[at].forEach((state, place) => {
      const field = fields[place];
      const name = state.checked === undefined ? "value" : "checked";
      if (field[name] === state[name]) return;
      field[name] = state[name];
      field.focus();
    });
    this.changed();
    this.told?.();
  }

  read() {
    return this.fields().map(({ type, value, checked }) => ({ value, checked: isTicked(type) ? checked : undefined }));
  }

  // What protects the form and the revision it was made from are no words of anybody.
  fields() {
    return [...this.form.elements].filter((one) => one.matches("input:not([type=hidden]), textarea, select"));
  }
}

const isTicked = (type) => type === "checkbox" || type === "radio";
