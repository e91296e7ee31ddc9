// Editor of a letter in one language: shows the source of its field as a page, and writes what is changed back into it.
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Slice } from "prosemirror-model";
import { EditorState, NodeSelection, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { keysOf } from "./commands.js";
import { docOf, sourceOf } from "./document.js";
import { schemaOf } from "./schema.js";
import { decoded, Unreadable } from "./source.js";

const FOUND = new PluginKey("found");

export class Sheet {
  // `changed` hears of each change, with the sheet; `chosen` of where the cursor is; `asked` that a value is wanted.
  constructor({ place, field, language, look, label, changed, chosen, asked }) {
    Object.assign(this, { place, field, language, look, label, changed, chosen, asked });
    this.view = null;
    this.read();
    field.addEventListener("input", (event) => event.isTrusted && this.read());
  }

  get isEmpty() {
    return !this.field.value.trim();
  }

  // Show the source as it stands now; what can't be shown as a page stays text.
  read() {
    const text = this.field.value.replaceAll("\r\n", "\n");
    try {
      const schema = this.view?.state.schema ?? schemaOf(this.look, text.includes("<html"));
      if (this.isEmpty) throw new Unreadable("empty");
      const { frame, doc } = docOf(schema, text);
      this.frame = frame;
      this.look.learn(doc);
      if (this.view) this.replace(doc);
      else this.open(schema, doc);
      this.tell(true);
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof RangeError)) throw error;
      this.tell(false);
    }
  }

  tell(isShown) {
    this.place.hidden = !isShown;
    const { parentElement: around } = this.place;
    around.querySelector("[data-letter=unreadable]").hidden = isShown || this.isEmpty;
    around.querySelector("[data-letter=begin]").hidden = !this.isEmpty;
  }

  open(schema, doc) {
    const plugins = [this.slash(), marking(), keymap(keysOf(schema)), history(), new Plugin({ props: { attributes: this.attributes() } })];
    this.view = new EditorView(this.place, {
      state: EditorState.create({ doc, plugins }),
      dispatchTransaction: (transaction) => this.take(transaction),
      handleDOMEvents: { focus: () => void this.chosen(this) },
      transformPasted: (slice) => plain(slice, schema),
    });
  }

  attributes() {
    return { role: "textbox", "aria-multiline": "true", "aria-label": this.label, lang: this.language, class: "letter-sheet" };
  }

  take(transaction) {
    const before = this.view.state;
    if (transaction.docChanged) this.look.learn(transaction.doc);
    const state = before.apply(transaction);
    this.view.updateState(state);
    if (transaction.docChanged) {
      if (!transaction.getMeta("read")) this.field.value = sourceOf(this.frame, state.doc);
      this.changed(this, before);
    }
    this.chosen(this);
  }

  // What was typed into the source is one change of the page.
  replace(doc) {
    const { state } = this.view;
    if (state.doc.eq(doc)) return;
    const transaction = state.tr.replaceWith(0, state.doc.content.size, doc.content).setMeta("read", true);
    this.take(transaction.setDocAttribute("end", doc.attrs.end));
  }

  // Say at values what was found out about them: words by expression.
  mark(words) {
    this.view?.dispatch(this.view.state.tr.setMeta(FOUND, words));
  }

  // Choose the first value of this expression; false where there is none.
  choose(expression) {
    let found = -1;
    this.view?.state.doc.descendants((node, at) => {
      if (found < 0 && expressionOf(node) === expression) found = at;
    });
    if (found < 0) return false;
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, found)).scrollIntoView());
    this.view.focus();
    return true;
  }

  // `command` is one of ProseMirror's.
  run(command) {
    command(this.view.state, (transaction) => this.view.dispatch(transaction));
    this.view.focus();
  }

  // A stroke where a word would begin asks for a value; within words it is a stroke.
  slash() {
    return new Plugin({
      props: {
        handleTextInput: (view, from, to, typed) => {
          const { $from } = view.state.selection;
          const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, "", "x");
          if (typed !== "/" || from !== to || (before && !/[\s(„"]/.test(before))) return false;
          this.asked(this);
          return true;
        },
      },
    });
  }
}

const expressionOf = (node) => (node.type.name === "value" ? decoded(node.attrs.raw).trim() : null);

const marking = () =>
  new Plugin({
    key: FOUND,
    state: { init: () => new Map(), apply: (transaction, words) => transaction.getMeta(FOUND) ?? words },
    props: {
      decorations(state) {
        const words = FOUND.getState(state);
        const marks = [];
        state.doc.descendants((node, at) => {
          const said = words.get(expressionOf(node));
          if (said) marks.push(Decoration.node(at, at + node.nodeSize, { class: "letter-found", title: said }));
        });
        return DecorationSet.create(state.doc, marks);
      },
    },
  });

// What comes from elsewhere has none of its own white space, and no names of ours.
function plain(slice, schema) {
  const { title } = schema.nodes;
  return title && slice.content.firstChild?.type === title ? new Slice(slice.content.cut(slice.content.firstChild.nodeSize), 0, slice.openEnd) : slice;
}
