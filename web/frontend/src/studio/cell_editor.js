// What a cell of the grid is typed into, in the place of dmn-js's own editor: that one carries a language of its own,
// is three times as heavy and sets styles which the content security policy refuses.
export default class CellEditor {
  constructor({ contentAttributes, container, onChange, value }) {
    this.node = document.createElement("div");
    this.node.contentEditable = "plaintext-only";
    this.node.className = "cell-editor";
    this.node.setAttribute("role", "textbox");
    this.node.setAttribute("aria-label", contentAttributes["aria-label"] ?? "FEEL");
    this.node.textContent = value;
    this.node.addEventListener("input", () => onChange(this.node.textContent));
    container.append(this.node);
  }

  focus() {
    this.node.focus();
    window.getSelection().selectAllChildren(this.node);
    window.getSelection().collapseToEnd();
  }

  setValue(value) {
    this.node.textContent = value;
  }

  setVariables() {}
}

// The one thing that is asked of the other editor's parts: lines are wrapped here by the style sheet.
export const EditorView = { lineWrapping: null };
