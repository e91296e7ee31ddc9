// Source of a letter, XHTML as the platform fills it: read into a tree, and written back sign by sign as it stood.
// What the tree holds is as it is written (`raw`) beside what it means, so that whatever nobody touched stays the same.
const NAME = /[\w:.-]+/y;
const SPACE = /\s*/y;
const ENTITY = /&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos));/gi;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const OPEN = "{{";
const CLOSE = "}}";

export class Unreadable extends Error {}

// `{before, title, between, body, after}`: of a part of letters, all of it is body.
export function parted(text) {
  const title = /<title>([^]*?)<\/title>/.exec(text);
  const body = /<body\b[^>]*>/.exec(text);
  const end = text.lastIndexOf("</body>");
  if (!title && !body && !text.includes("<html")) return { before: "", title: null, between: "", body: text, after: "" };
  if (!title || !body || end < body.index || title.index > body.index) throw new Unreadable("frame");
  const from = title.index + "<title>".length;
  const inside = body.index + body[0].length;
  return {
    before: text.slice(0, from),
    title: title[1],
    between: text.slice(from + title[1].length, inside),
    body: text.slice(inside, end),
    after: text.slice(end),
  };
}

// Nodes: `{text}` as written, or `{tag, attributes: [[name, raw]], children, isVoid, raw}`; an attribute has its quotes.
export function readNodes(text) {
  const reader = new Reader(text);
  const nodes = reader.nodes(null);
  if (reader.at < text.length) throw new Unreadable("end");
  return nodes;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  nodes(around) {
    const found = [];
    for (;;) {
      const end = this.text.indexOf("<", this.at);
      const words = this.text.slice(this.at, end < 0 ? this.text.length : end);
      if (words) found.push({ text: words });
      this.at += words.length;
      if (end < 0) {
        if (around !== null) throw new Unreadable("open");
        return found;
      }
      if (this.text.startsWith("</", this.at)) {
        if (around === null) throw new Unreadable("close");
        return found;
      }
      found.push(this.element());
    }
  }

  element() {
    const start = this.at++;
    const tag = this.take(NAME) || fail("tag");
    const attributes = [];
    for (;;) {
      this.take(SPACE);
      const name = this.take(NAME);
      if (!name) break;
      attributes.push([name, this.value()]);
    }
    if (this.took("/>")) return { tag, attributes, children: [], isVoid: true, raw: this.text.slice(start, this.at) };
    if (!this.took(">")) fail("tag");
    const children = this.nodes(tag);
    if (!this.took(`</${tag}>`)) fail("close");
    return { tag, attributes, children, isVoid: false, raw: this.text.slice(start, this.at) };
  }

  value() {
    if (!this.took("=")) fail("attribute");
    const quote = this.text[this.at];
    const end = quote === '"' || quote === "'" ? this.text.indexOf(quote, this.at + 1) : -1;
    if (end < 0) fail("attribute");
    const raw = this.text.slice(this.at, end + 1);
    this.at = end + 1;
    return raw;
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [""];
    this.at += found.length;
    return found;
  }

  took(words) {
    const is = this.text.startsWith(words, this.at);
    if (is) this.at += words.length;
    return is;
  }
}

function fail(what) {
  throw new Unreadable(what);
}

export const decoded = (raw) =>
  raw.replace(ENTITY, (_, decimal, hex, name) =>
    name ? NAMED[name.toLowerCase()] : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );

export const encoded = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export const quoted = (text) => `"${encoded(text).replaceAll(">", "&gt;").replaceAll('"', "&quot;")}"`;

// What an attribute says, or nothing where it is not there.
export function valueOf(attributes, name) {
  const found = attributes.find(([one]) => one === name);
  return found ? decoded(found[1].slice(1, -1)) : null;
}

// The attributes with another value for one, or without it.
export function withValue(attributes, name, value) {
  const others = attributes.filter(([one]) => one !== name);
  return value === null ? others : [...others, [name, quoted(value)]];
}

// Pieces of a text: words, and expressions that stand in braces; both as they are written.
export function pieces(raw) {
  const found = [];
  let at = 0;
  for (;;) {
    const start = raw.indexOf(OPEN, at);
    if (raw.slice(at, start < 0 ? raw.length : start).includes(CLOSE)) fail("braces");
    if (start < 0) break;
    if (start > at) found.push({ words: raw.slice(at, start) });
    const end = endOf(raw, start + OPEN.length);
    found.push({ expression: raw.slice(start + OPEN.length, end) });
    at = end + CLOSE.length;
  }
  if (at < raw.length) found.push({ words: raw.slice(at) });
  return found;
}

// Where an expression ends: braces of its own contexts and of its texts do not close it.
function endOf(raw, start) {
  let depth = 0;
  let quoted = false;
  const text = raw.slice(start).replaceAll("&quot;", '"     ').replaceAll("&#34;", '"    ');
  for (let at = 0; at < text.length; at++) {
    if (quoted) {
      if (text[at] === "\\") at++;
      else if (text[at] === '"') quoted = false;
    } else if (text[at] === '"') quoted = true;
    else if (depth === 0 && text.startsWith(CLOSE, at)) return start + at;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}") depth--;
  }
  return fail("braces");
}
