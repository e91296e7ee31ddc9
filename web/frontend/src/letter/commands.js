// Changes of a letter that buttons and keys ask for.
import { NodeSelection, TextSelection } from "prosemirror-state";
import { baseKeymap, chainCommands, splitBlockAs, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { encoded, withValue } from "./source.js";

const FRESH = { attributes: [], before: null, end: null };

// A new line begins as plain text without the condition and the style of the one before it.
const split = splitBlockAs((node, atEnd) => {
  const { line, item, title } = node.type.schema.nodes;
  if (node.type === title) return { type: line, attrs: { ...FRESH, tag: "p" } };
  if (node.type === item) return { type: item, attrs: { ...FRESH, tag: "li" } };
  return atEnd ? { type: line, attrs: { ...FRESH, tag: "p" } } : { type: line, attrs: { ...FRESH, tag: node.attrs.tag } };
});

// An empty entry of a list ends it.
function leaveList(state, dispatch) {
  const { $from, empty } = state.selection;
  const { item, line } = state.schema.nodes;
  if (!empty || $from.parent.type !== item || $from.parent.content.size || $from.depth < 2) return false;
  const list = $from.node(-1);
  if ($from.index(-1) !== list.childCount - 1 || list.childCount < 2) return false;
  if (dispatch) {
    const after = $from.after(-1);
    const transaction = state.tr.insert(after, line.create({ ...FRESH, tag: "p" }));
    transaction.setSelection(TextSelection.create(transaction.doc, after + 1));
    transaction.delete($from.before(), $from.after());
    dispatch(transaction.scrollIntoView());
  }
  return true;
}

function turn(state, dispatch) {
  if (state.selection.$from.parent.type === state.schema.nodes.title) return true;
  dispatch?.(state.tr.replaceSelectionWith(state.schema.nodes.line_break.create()).scrollIntoView());
  return true;
}

export const keysOf = (schema) => ({
  ...baseKeymap,
  Enter: chainCommands(leaveList, split),
  "Shift-Enter": turn,
  "Mod-b": toggleMark(schema.marks.strong),
  "Mod-i": toggleMark(schema.marks.em),
  "Mod-z": undo,
  "Mod-y": redo,
  "Shift-Mod-z": redo,
});

// The kind of the lines that are chosen: their tag, or that of the list they are entries of.
export function styleOf(state) {
  const { $from } = state.selection;
  const { title, item } = state.schema.nodes;
  if ($from.parent.type === title) return "title";
  if ($from.parent.type === item) return $from.depth > 1 ? $from.node(-1).attrs.tag : "li";
  return $from.parent.attrs.tag ?? "";
}

export function setStyle(tag) {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const { line, item, list } = state.schema.nodes;
    const isList = tag === "ul" || tag === "ol";
    if ($from.parent.type === item && $from.depth > 1 && $from.node(-1).type === list) {
      if (isList) dispatch?.(state.tr.setNodeMarkup($from.before(-1), null, { ...$from.node(-1).attrs, tag }));
      else unlist(state, dispatch, tag);
      return true;
    }
    if ($from.parent.type !== line) return false;
    if (!isList) {
      const transaction = state.tr;
      state.doc.nodesBetween($from.pos, $to.pos, (node, at) => {
        if (node.type === line) transaction.setNodeMarkup(at, null, { ...node.attrs, tag });
      });
      dispatch?.(transaction);
      return true;
    }
    return enlist(state, dispatch, tag);
  };
}

// Neighbouring lines become a list, each an entry of it.
function enlist(state, dispatch, tag) {
  const range = state.selection.$from.blockRange(state.selection.$to);
  const { line, item, list } = state.schema.nodes;
  const lines = [];
  for (let at = range.startIndex; at < range.endIndex; at++) lines.push(range.parent.child(at));
  if (!lines.every((one) => one.type === line)) return false;
  const entries = lines.map((one) => item.create({ ...FRESH, tag: "li", attributes: one.attrs.attributes }, one.content));
  const made = list.create({ ...FRESH, tag, before: lines[0].attrs.before }, entries);
  if (dispatch) {
    const offset = state.selection.from - range.start;
    const transaction = state.tr.replaceWith(range.start, range.end, made);
    dispatch(transaction.setSelection(TextSelection.near(transaction.doc.resolve(range.start + 1 + offset))));
  }
  return true;
}

function unlist(state, dispatch, tag) {
  const { $from } = state.selection;
  const { line, item } = state.schema.nodes;
  const around = $from.node(-1);
  const lines = [];
  around.forEach((one) =>
    lines.push(one.type === item ? line.create({ ...FRESH, tag, attributes: one.attrs.attributes }, one.content) : one),
  );
  const start = $from.before(-1);
  const transaction = state.tr.replaceWith(start, start + around.nodeSize, lines);
  dispatch?.(transaction.setSelection(TextSelection.near(transaction.doc.resolve(Math.max(1, state.selection.from - 1)))));
}

// A value stands where the cursor is, or in the place of the one that is chosen.
export function putValues(expressions) {
  return (state, dispatch) => {
    const { value } = state.schema.nodes;
    const { $from } = state.selection;
    if (!(state.selection instanceof NodeSelection) && !$from.parent.inlineContent) return false;
    const nodes = expressions.flatMap((one, at) => [
      ...(at ? [state.schema.text(" ")] : []),
      value.create({ raw: ` ${encoded(one)} ` }, null, $from.marks()),
    ]);
    dispatch?.(state.tr.replaceWith(state.selection.from, state.selection.to, nodes).scrollIntoView());
    return true;
  };
}

export const setExpression = (at, expression) => (state, dispatch) =>
  dispatch?.(state.tr.setNodeMarkup(at, null, { raw: ` ${encoded(expression)} ` }));

// A part of letters stands after the line of the cursor.
export function putPart(name) {
  return (state, dispatch) => {
    const { part_line: part } = state.schema.nodes;
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      const index = $from.indexAfter(depth - 1);
      if (!$from.node(depth - 1).canReplaceWith(index, index, part)) continue;
      dispatch?.(state.tr.insert($from.after(depth), part.create({ name })).scrollIntoView());
      return true;
    }
    return false;
  };
}

// What a condition or repetition is said of: the words that are chosen within a line, a piece, or the line itself.
export function framedAt(state) {
  const { selection } = state;
  const { $from, $to, empty } = selection;
  const isWithin = $from.sameParent($to) && $from.parent.inlineContent;
  if (!empty && isWithin && !(selection instanceof NodeSelection) && $to.pos - $from.pos < $from.parent.content.size)
    return { words: { from: $from.pos, to: $to.pos } };
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.attrs.attributes && node.attrs.tag !== "") return { at: $from.before(depth), node };
  }
  return null;
}

// The nearest thing around the cursor that has a condition or a repetition.
export function frameAround(state) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const attributes = $from.node(depth).attrs.attributes ?? [];
    if (attributes.some(([name]) => name.startsWith("mms:"))) return { at: $from.before(depth), node: $from.node(depth) };
  }
  return null;
}

export function setFrame(target, name, said) {
  return (state, dispatch) => {
    if (target.words) {
      const { from, to } = target.words;
      const inside = state.doc.slice(from, to).content;
      const piece = state.schema.nodes.piece.create({ attributes: withValue([], name, said) }, inside);
      dispatch?.(state.tr.replaceWith(from, to, piece));
      return;
    }
    const { at, node } = target;
    const attributes = withValue(node.attrs.attributes, name, said);
    const isBare = node.type === state.schema.nodes.piece && !attributes.length;
    // A piece of a line that says nothing more is words of the line again.
    if (isBare) dispatch?.(state.tr.replaceWith(at, at + node.nodeSize, node.content));
    else dispatch?.(state.tr.setNodeMarkup(at, null, { ...node.attrs, attributes }));
  };
}
