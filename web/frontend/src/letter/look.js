// What values, conditions and parts of a letter are called, in the words of the page.
import { joinedParts, readCondition } from "./asked.js";
import { decoded, valueOf } from "./source.js";

const PATH = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g;
const WHOLE = /^(?:date\(|format money\()?\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\)?$/;
const PARAMETER = /^parameter\("([^"]+)"\)(\.number)?$/;
const UNIT = /^if parameter\("([^"]+)"\)\.unit = /;
const TEXTS = /"(?:[^"\\]|\\.)*"/g;
const LOOP = /^\s*(\w+)\s+in\s+=(.+)$/s;
const LONGEST = 40;

export class Look {
  // `groups` are `[{label, data: [{path, label, kind, options, columns}]}]`; `say` gives the words of the page.
  constructor({ groups, parameters, parts, names }, say) {
    Object.assign(this, { groups, parameters, say });
    this.names = names;
    this.parts = new Map(parts.map((one) => [one.name, one]));
    this.known = new Map(groups.flatMap(({ data }) => data.map((datum) => [datum.path, datum])));
    // A name of several values stands for the step that brings them.
    this.wholes = new Map(groups.flatMap(({ label, data }) => data.map(({ path }) => [path.split(".")[0], { label, kind: "text", options: [] }])));
    this.rows = new Map();
    this.title = say("letter.title");
  }

  // Rows of repetitions have names of their own.
  learn(doc) {
    this.rows.clear();
    doc.descendants((node) => {
      const loop = loopOf(node.attrs.attributes ?? []);
      if (loop) this.rows.set(loop.name, { ...loop, of: this.known.get(loop.items) });
    });
  }

  at(path) {
    const [first, ...rest] = path.split(".");
    const row = this.rows.get(first);
    if (!row) return this.known.get(path);
    if (!rest.length) return row.of && { ...row.of, kind: "text", path };
    const column = row.of?.columns.find((one) => one.path === rest.join("."));
    return column && { ...column, path };
  }

  value(raw) {
    const expression = decoded(raw).trim();
    const { words, kind } = this.called(expression);
    return { words, attributes: { "data-kind": kind, title: expression } };
  }

  called(expression) {
    const [, path] = WHOLE.exec(expression) ?? [];
    const datum = path && this.at(path);
    if (datum) return { words: datum.label, kind: datum.kind };
    const [, parameter] = PARAMETER.exec(expression) ?? UNIT.exec(expression) ?? [];
    if (this.parameters[parameter]) {
      const isUnit = UNIT.test(expression);
      return { words: isUnit ? this.say("letter.unit") : this.parameters[parameter], kind: "law" };
    }
    const named = [...expression.replace(TEXTS, "").matchAll(PATH)].map(([one]) => this.at(one)).find(Boolean);
    if (named) return { words: named.label, kind: "computed" };
    const [root, ...rest] = (path ?? "").split(".");
    if (path && !(root in this.names) && !this.wholes.has(root)) return { words: shortened(expression), kind: "unknown" };
    return { words: this.whole(root, rest) ?? shortened(expression), kind: "computed" };
  }

  // What a step computes has no words of its own: it is called as the step, with its place in what that gives.
  whole(root, rest) {
    const label = this.names[root] || this.wholes.get(root)?.label;
    return label && [label, ...rest].join(" · ");
  }

  part(name) {
    return this.parts.get(name)?.label ?? name;
  }

  // What stands beside what is only sometimes, or several times, in the letter.
  frame(attributes) {
    const said = [this.condition(valueOf(attributes, "mms:if")), this.repetition(loopOf(attributes))].filter(Boolean);
    return said.length ? { "data-frame": said.join(" · ") } : {};
  }

  condition(text) {
    if (text === null) return "";
    const expression = text.replace(/^\s*=/, "");
    const joined = joinedParts(expression);
    const parts = joined ? joined.parts : [expression];
    const between = joined ? ` ${this.say(`letter.${joined.word}`)} ` : "";
    return this.say("letter.only_if", { condition: parts.map((one) => this.test(one)).join(between) });
  }

  test(expression) {
    const found = readCondition(expression);
    if (!found) return shortened(expression.trim());
    const datum = this.at(found.path);
    const [root, ...rest] = found.path.split(".");
    const name = datum?.label ?? this.wholes.get(found.path)?.label ?? this.whole(root, rest);
    if (!name) return shortened(expression.trim());
    const option = datum?.options.find(([value]) => value === found.value);
    return this.say(`letter.test.${found.test}`, { name, value: option?.[1] ?? found.value });
  }

  repetition(loop) {
    if (!loop) return "";
    return this.say("letter.each_of", { list: this.known.get(loop.items)?.label ?? shortened(loop.items) });
  }
}

// Return `{name, items}` of a repetition, or nothing.
export function loopOf(attributes) {
  const said = valueOf(attributes, "mms:for");
  const found = said === null ? null : LOOP.exec(said);
  return found && { name: found[1], items: found[2].trim() };
}

// How a value is printed.
export function printed({ path, kind }) {
  if (kind === "date" || kind === "moment") return `date(${path})`;
  return kind === "money" ? `format money(${path})` : path;
}

export const canPrint = ({ kind, is_other_name: isOther }) => !isOther && !["yes_no", "list", "several"].includes(kind);

const shortened = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
