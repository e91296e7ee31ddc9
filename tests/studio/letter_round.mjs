// Reads the letters of the files that are named into the editor's document, and says which come back as they were.
import { readFileSync } from "node:fs";
import { docOf, sourceOf } from "../../web/frontend/src/letter/document.js";
import { schemaOf } from "../../web/frontend/src/letter/schema.js";

const look = { frame: () => ({}), value: () => ({ attributes: {}, words: "" }), part: (name) => name, title: "" };

function told(text) {
  const schema = schemaOf(look, text.includes("<html"));
  try {
    const { frame, doc } = docOf(schema, text);
    const kept = [];
    doc.descendants((node) => void (node.type.name.startsWith("kept") && kept.push(node.attrs.raw)));
    return { source: sourceOf(frame, doc), kept, doc: doc.toJSON() };
  } catch (error) {
    return { refused: `${error.constructor.name}: ${error.message}` };
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(told)));
