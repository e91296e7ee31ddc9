// Says of conditions what the builder makes of them, and of expressions what the editor of letters calls them.
import { readFileSync } from "node:fs";
import { joinedParts, readCondition, writeCondition } from "../../web/frontend/src/letter/asked.js";
import { Look, printed } from "../../web/frontend/src/letter/look.js";

const { told, conditions, built, values, frames, data } = JSON.parse(readFileSync(0, "utf8"));
const say = (key, words = {}) => (Object.keys(words).length ? `${key} ${JSON.stringify(words)}` : key);
const look = new Look(told, say);

console.log(
  JSON.stringify({
    conditions: conditions.map((one) => ({ read: readCondition(one), parts: joinedParts(one) })),
    built: built.map(writeCondition),
    values: values.map((one) => look.called(one)),
    frames: frames.map((one) => look.frame(one)),
    printed: data.map(printed),
  }),
);
