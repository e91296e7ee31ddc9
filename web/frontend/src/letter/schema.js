// Model of a letter for the editor: lines, lists and boxes; values, parts and conditions stand in them.
// Whatever the source has and the editor knows nothing of is kept as it is written, and shown as such.
import { Schema } from "prosemirror-model";

export const LINES = ["p", "h1", "h2", "h3", "h4", "address", "blockquote", "dt", "dd"];
export const LISTS = ["ul", "ol"];
export const MARKS = ["strong", "em", "b", "i", "u", "small", "sub", "sup"];
export const BOXES = ["div", "section", "article", "header", "footer", "main"];

// Of an element: its tag, its attributes as written, and the white space before it and before its end.
const element = (tag) => ({ tag: { default: tag }, attributes: { default: [] }, before: { default: null }, end: { default: null } });
const KEPT = { before: { default: null } };

// `look` says how conditions, values and parts are called: `{frame(attributes), value(expression), part(name)}`.
export function schemaOf(look, hasTitle) {
  const framed = (node, more = {}) => ({ ...more, ...look.frame(node.attrs.attributes) });
  return new Schema({
    nodes: {
      doc: { content: hasTitle ? "title (block | item)*" : "(block | item)*", attrs: { end: { default: "" } } },
      title: {
        content: "(text | value)*",
        marks: "",
        defining: true,
        isolating: true,
        toDOM: () => ["div", { class: "letter-title", "data-label": look.title }, 0],
      },
      line: {
        content: "inline*",
        group: "block",
        attrs: element("p"),
        parseDOM: LINES.slice(0, 5).map((tag) => ({ tag, attrs: { tag } })),
        toDOM: (node) => [LINES.includes(node.attrs.tag) ? node.attrs.tag : "p", framed(node), 0],
      },
      box: {
        content: "(block | item)+",
        group: "block",
        attrs: element("div"),
        toDOM: (node) => ["div", framed(node, { class: "letter-box" }), 0],
      },
      list: {
        content: "(item | part_line | kept_block)+",
        group: "block",
        attrs: element("ul"),
        parseDOM: LISTS.map((tag) => ({ tag, attrs: { tag } })),
        toDOM: (node) => [node.attrs.tag, framed(node), 0],
      },
      item: {
        content: "inline*",
        defining: true,
        attrs: element("li"),
        parseDOM: [{ tag: "li" }],
        toDOM: (node) => ["li", framed(node), 0],
      },
      part_line: {
        group: "block",
        atom: true,
        attrs: { name: {}, ...KEPT },
        toDOM: (node) => ["div", { class: "letter-part" }, look.part(node.attrs.name)],
      },
      kept_block: {
        group: "block",
        atom: true,
        attrs: { raw: {}, ...KEPT },
        toDOM: (node) => ["pre", { class: "letter-kept" }, node.attrs.raw],
      },
      text: { group: "inline" },
      value: {
        group: "inline",
        inline: true,
        atom: true,
        attrs: { raw: {} },
        toDOM: (node) => ["span", { class: "letter-value", ...look.value(node.attrs.raw).attributes }, look.value(node.attrs.raw).words],
      },
      piece: {
        content: "inline*",
        group: "inline",
        inline: true,
        attrs: element("span"),
        toDOM: (node) => ["span", framed(node, { class: "letter-piece" }), 0],
      },
      part: {
        group: "inline",
        inline: true,
        atom: true,
        attrs: { name: {} },
        toDOM: (node) => ["span", { class: "letter-part" }, look.part(node.attrs.name)],
      },
      kept: {
        group: "inline",
        inline: true,
        atom: true,
        attrs: { raw: {} },
        toDOM: (node) => ["code", { class: "letter-kept" }, node.attrs.raw],
      },
      line_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    },
    marks: Object.fromEntries(MARKS.map((tag) => [tag, { parseDOM: parsed(tag), toDOM: () => [tag, 0] }])),
  });
}

// What is pasted is strong or emphasised by the words for it.
const parsed = (tag) => ({ strong: [{ tag: "strong" }, { tag: "b" }], em: [{ tag: "em" }, { tag: "i" }] })[tag] ?? [{ tag }];
