// Examples for the condition of a way: what the steps before it have brought, each as a whole expression to begin from.
import { extension, is } from "./moddle.js";
import { nameOf } from "./elements.js";
import { say } from "./words.js";

const MOST_STEPS = 12;

// Return `[{step, examples: [{label, value}]}]`, what is nearest before the way first.
export function examplesFor(flow, questions) {
  const found = [];
  for (const business of before(flow.sourceRef)) {
    const examples = asked(business, questions).flatMap(({ name, label, tests }) =>
      tests.map(({ feel, asks, value }) => ({
        label: say(`condition.${asks}`, { label, value }),
        value: `=${feel.replace("{}", name)}`,
      })),
    );
    if (examples.length) found.push({ step: nameOf(business), examples });
    if (found.length === MOST_STEPS) break;
  }
  return found;
}

// What is already asked stays, and both have to hold.
export function joined(condition, example) {
  const said = (condition ?? "").replace(/^\s*=/, "").trim();
  if (!said) return example;
  return `=${/\bor\b|\bif\b/.test(said) ? `(${said})` : said} and ${example.slice(1)}`;
}

// The elements from which a way leads here, the nearest first; what lies inside a sub-process goes before its end.
function before(start) {
  const found = [];
  const known = new Set([start]);
  for (let next = [start]; next.length; ) {
    const more = next.flatMap(sources).filter((one) => one && !known.has(one));
    next = [...new Set(more)];
    next.forEach((one) => known.add(one));
    found.push(...next);
  }
  return found;
}

function sources(business) {
  const incoming = (business.incoming ?? []).map((flow) => flow.sourceRef);
  const inside = is(business, "bpmn:SubProcess") ? business.flowElements.filter((one) => is(one, "bpmn:FlowNode")) : [];
  if (business.attachedToRef) return [business.attachedToRef];
  const around = !incoming.length && is(business.$parent, "bpmn:SubProcess") ? sources(business.$parent) : [];
  return [...incoming, ...inside, ...around];
}

function asked(business, questions) {
  const named = (list, place) => (list ?? []).map((one) => ({ ...one, name: [place, one.path].filter(Boolean).join(".") }));
  const form = extension(business, "zeebe:FormDefinition")?.formId;
  if (form) return named(questions.forms[form], business.id);
  const table = extension(business, "zeebe:CalledDecision");
  if (table) return named(questions.tables[table.decisionId], table.resultVariable);
  const block = extension(business, "zeebe:CalledElement")?.processId;
  if (block) return named(questions.blocks[block], "");
  const operation = extension(business, "zeebe:TaskDefinition")?.type;
  const whole = extension(business, "zeebe:IoMapping")?.outputParameters?.find((one) => one.source === "=result");
  return whole ? named(questions.operations[operation], whole.target) : [];
}
