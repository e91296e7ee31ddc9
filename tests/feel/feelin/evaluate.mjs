// Evaluates with feelin what stands on standard input, one JSON object a line, and answers one JSON value a line.
// {"text", "context", "calls": {name: {arguments as JSON: result}}} is an expression; with "input" a cell's tests.
import { createInterface } from 'node:readline';
import { evaluate, isFunction, isRange, unaryTest } from 'feelin';

function plain(value) {
  if (value === undefined || value === null) return null;
  if (['boolean', 'string', 'number'].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isFunction(value) || typeof value === 'function') return { function: true };
  if (isRange(value)) return { range: String(value) };
  if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return String(value);
}

function answer({ text, context, calls, input }) {
  const hosts = Object.fromEntries(
    Object.entries(calls).map(([name, results]) => [
      name,
      (...given) => results[JSON.stringify(given)] ?? null,
    ]),
  );
  try {
    const scope = { ...hosts, ...context };
    const found = input === undefined
      ? evaluate(text, scope)
      : unaryTest(text, { ...scope, '?': input.value });
    return { value: plain(found.value), warnings: found.warnings.map((warning) => warning.type) };
  } catch (error) {
    return { error: String(error.message ?? error).split('\n')[0] };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
