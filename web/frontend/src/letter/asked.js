// Conditions that the builder knows, as expressions and back: one value, a test, and what it is compared with.
const PATH = "[A-Za-z_][\\w]*(?:\\.[A-Za-z_]\\w*)*";
const TEXT = '"((?:[^"\\\\]|\\\\.)*)"';
const NUMBER = "(-?\\d+(?:\\.\\d+)?)";
const KNOWN = [
  ["given", `(${PATH}) != null`, (path) => `${path} != null`],
  ["not_given", `(${PATH}) = null`, (path) => `${path} = null`],
  ["yes", `(${PATH}) = true`, (path) => `${path} = true`],
  ["no", `(${PATH}) = false`, (path) => `${path} = false`],
  ["is", `(${PATH}) = ${TEXT}`, (path, value) => `${path} = ${text(value)}`],
  ["is_not", `(${PATH}) != ${TEXT}`, (path, value) => `${path} != ${text(value)}`],
  ["has", `list contains\\((${PATH}), ${TEXT}\\)`, (path, value) => `list contains(${path}, ${text(value)})`],
  ["more", `(${PATH}) > ${NUMBER}`, (path, value) => `${path} > ${number(value)}`],
  ["less", `(${PATH}) < ${NUMBER}`, (path, value) => `${path} < ${number(value)}`],
];
const OF_KIND = {
  yes_no: ["yes", "no", "given", "not_given"],
  choice: ["is", "is_not", "given", "not_given"],
  several: ["has", "given", "not_given"],
  number: ["more", "less", "given", "not_given"],
  money: ["more", "less", "given", "not_given"],
};
export const COMPARED = ["is", "is_not", "has", "more", "less"];

export const testsOf = (kind) => OF_KIND[kind] ?? ["given", "not_given"];

// Return `{path, test, value}`, or nothing where the builder can't say it.
export function readCondition(expression) {
  for (const [test, pattern] of KNOWN) {
    const found = new RegExp(`^\\s*${pattern}\\s*$`).exec(expression);
    if (found) return { path: found[1], test, value: unquoted(found[2] ?? "") };
  }
  return null;
}

export const writeCondition = ({ path, test, value }) => KNOWN.find(([name]) => name === test)[2](path, value);

// Conditions joined by one word, each with what it says; nothing where it is more than that.
export function joinedParts(expression) {
  for (const word of ["and", "or"]) {
    const parts = expression.split(` ${word} `);
    if (parts.length > 1 && parts.every((one) => readCondition(one))) return { word, parts };
  }
  return null;
}

const text = (value) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const number = (value) => (/^-?\d+(\.\d+)?$/.test(value.trim()) ? value.trim() : "0");
const unquoted = (value) => value.replace(/\\(.)/g, "$1");
