// Document of the editor made from the source of a letter, and the source made from it.
import { BOXES, LINES, LISTS, MARKS } from "./schema.js";
import { decoded, encoded, parted, pieces, readNodes, Unreadable, valueOf } from "./source.js";

const BLOCKS = [...LINES, ...LISTS, ...BOXES, "li", "hr", "dl", "table"];
const PART = "mms:part";
const BARE = ""; // the tag of words that stand in no element: a part of a sentence

// Return `{frame, doc}`, or throw `Unreadable`.
export function docOf(schema, text) {
  const frame = parted(text);
  const made = new Making(schema);
  const { blocks, end } = made.blocks(readNodes(frame.body));
  const { title, doc } = schema.nodes;
  const first = schema.topNodeType.contentMatch.matchType(title) ? [title.create(null, made.words(frame.title ?? ""))] : [];
  if (first.length && frame.title === null) throw new Unreadable("title");
  const found = doc.create({ end }, [...first, ...blocks]);
  found.check();
  return { frame, doc: found };
}

export function sourceOf(frame, doc) {
  const hasTitle = doc.firstChild?.type.name === "title";
  const title = hasTitle ? inline(doc.firstChild) : "";
  const blocks = [];
  doc.forEach((node, _, index) => hasTitle && index === 0 ? null : blocks.push(node));
  return `${frame.before}${title}${frame.between}${written(blocks, 0)}${doc.attrs.end}${frame.after}`;
}

class Making {
  constructor(schema) {
    this.schema = schema;
  }

  // White space before an element is its own; what stands after the last is the end of what is around.
  blocks(nodes) {
    if (nodes.some((node) => node.text?.trim()) || (nodes.length && !nodes.some(isBlock) && nodes.some((node) => node.tag && node.tag !== PART)))
      return { blocks: [this.bare(nodes)], end: "" };
    const blocks = [];
    let space = "";
    for (const node of nodes) {
      if (node.text !== undefined) space += node.text;
      else {
        blocks.push(this.block(node, space));
        space = "";
      }
    }
    return { blocks, end: space };
  }

  bare(nodes) {
    const { line, kept_block: kept } = this.schema.nodes;
    if (nodes.some(isBlock)) return kept.create({ raw: nodes.map((node) => node.text ?? node.raw).join(""), before: "" });
    return line.create({ tag: BARE, before: "" }, this.inline(nodes));
  }

  block(node, before) {
    const { part_line: part, kept_block: kept, line, box, list, item } = this.schema.nodes;
    const attributes = { tag: node.tag, attributes: node.attributes, before };
    if (node.tag === PART) return part.create({ name: nameOf(node), before });
    const hasWords = node.children.some((child) => child.text?.trim());
    const hasBlocks = node.children.some(isBlock);
    const simple = () => !node.isVoid && !hasBlocks;
    const isLine = LINES.includes(node.tag) || (BOXES.includes(node.tag) && hasPieces(node));
    if (isLine && simple()) return line.create(attributes, this.inline(node.children));
    if (node.tag === "li" && simple()) return item.create(attributes, this.inline(node.children));
    if (BOXES.includes(node.tag) && !node.isVoid && !hasWords && (hasBlocks || node.children.every((one) => one.text || one.tag === PART))) {
      const { blocks, end } = this.blocks(node.children);
      if (blocks.length) return box.create({ ...attributes, end }, blocks);
    }
    if (LISTS.includes(node.tag) && !hasWords && node.children.every((one) => one.text || [PART, "li"].includes(one.tag))) {
      const { blocks, end } = this.blocks(node.children);
      if (blocks.length) return list.create({ ...attributes, end }, blocks);
    }
    return kept.create({ raw: node.raw, before });
  }

  inline(nodes, marks = []) {
    return nodes.flatMap((node) => (node.text === undefined ? this.piece(node, marks) : this.words(node.text, marks)));
  }

  piece(node, marks) {
    const { part, kept, piece, line_break: turn } = this.schema.nodes;
    if (node.tag === PART) return [part.create({ name: nameOf(node) }, null, marks)];
    if (node.tag === "br" && node.isVoid && !node.attributes.length) return [turn.create(null, null, marks)];
    if (MARKS.includes(node.tag) && !node.attributes.length && node.children.length) {
      const mark = this.schema.marks[node.tag].create();
      // Where it can't stand as it is nested, it is kept as written.
      if (!mark.isInSet(marks) && inOrder([...marks, mark])) return this.inline(node.children, [...marks, mark]);
    }
    const isPiece = node.tag === "span" && !node.isVoid && node.children.length && !node.children.some(isBlock);
    if (isPiece) return [piece.create({ tag: node.tag, attributes: node.attributes }, this.inline(node.children), marks)];
    return [kept.create({ raw: node.raw }, null, marks)];
  }

  words(raw, marks = []) {
    return pieces(raw).map(({ words, expression }) =>
      expression === undefined ? this.schema.text(decoded(words), marks) : this.schema.nodes.value.create({ raw: expression }, null, marks),
    );
  }
}

const hasPieces = (node) => node.children.some((child) => child.text?.trim() || (child.tag && child.tag !== PART));
const isBlock = (node) => BLOCKS.includes(node.tag);
const rank = (mark) => MARKS.indexOf(mark.type.name);
const inOrder = (marks) => marks.every((mark, at) => at === 0 || rank(marks[at - 1]) < rank(mark));
const nameOf = (node) => valueOf(node.attributes, "name") ?? "";

function written(blocks, depth) {
  const like = blocks.find((block) => block.attrs.before)?.attrs.before ?? `\n${"  ".repeat(depth)}`;
  return blocks.map((block) => (block.attrs.before ?? like) + element(block, depth)).join("");
}

function element(node, depth) {
  const { tag, attributes, end } = node.attrs;
  if (node.type.name === "part_line") return partOf(node);
  if (node.type.name === "kept_block") return node.attrs.raw;
  if (node.inlineContent) return tag === BARE ? inline(node) : around(tag, attributes, inline(node));
  const inside = [];
  node.forEach((child) => inside.push(child));
  const inner = node.type.name === "list" ? depth + 1 : depth;
  return around(tag, attributes, written(inside, inner) + (end ?? `\n${"  ".repeat(depth)}`));
}

const around = (tag, attributes, inside) => `<${tag}${attributes.map(([name, raw]) => ` ${name}=${raw}`).join("")}>${inside}</${tag}>`;
const partOf = (node) => `<${PART} name="${node.attrs.name}"/>`;

// Marks that go on from one piece to the next are opened once.
function inline(node) {
  let text = "";
  let open = [];
  const close = (to) => {
    while (open.length > to) text += `</${open.pop().type.name}>`;
  };
  node.forEach((child) => {
    const marks = [...child.marks].sort((one, other) => rank(one) - rank(other));
    let same = 0;
    while (same < open.length && same < marks.length && open[same].eq(marks[same])) same++;
    close(same);
    for (const mark of marks.slice(same)) {
      text += `<${mark.type.name}>`;
      open.push(mark);
    }
    text += leaf(child);
  });
  close(0);
  return text;
}

function leaf(node) {
  const { type, attrs } = node;
  if (node.isText) return encoded(node.text);
  if (type.name === "value") return `{{${attrs.raw}}}`;
  if (type.name === "part") return partOf(node);
  if (type.name === "line_break") return "<br/>";
  if (type.name === "kept") return attrs.raw;
  return around(attrs.tag, attrs.attributes, inline(node));
}
