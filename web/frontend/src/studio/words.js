// The words of the page, in its language, by their keys; what bpmn-js says itself is looked up by its
// English.
let words = {};

export function setWords(said) {
  words = said;
}

export function say(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// As bpmn-js asks for words: an English sentence, with values in braces.
function translate(template, values = {}) {
  const key = `editor.${template.toLowerCase().replace(/[^a-z]+/g, "_")}`;
  if (key in words) return say(key, values);
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const translateModule = { translate: ["value", translate] };
