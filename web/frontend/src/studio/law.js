// The law that a step rests on, in short, as `engine/process/step_law.py` has it: `სზაკ, მუხ. 54`, `GAC, art. 54`.
const PART =
  /^(?:№\s?([\p{L}\p{N}_-]+))?(?:(?:^|,)\s*(მუხ\.|თავი)\s+([0-9IVXLC][0-9IVXLC⁰¹²³⁴-⁹(), –-]*))?$/u;
// What leads to a number stays with it.
const LEADS = /(მუხ\.|თავი|art\.|ch\.|No\.|ვადა:|term:) /g;

// `words` are those of the page's language. What is written otherwise is shown as it stands.
export function inShort(text, words) {
  const parts = text.split(";").map((one) => one.trim());
  const found = parts.map((one) => PART.exec(one));
  if (found.some((one) => !one || !one[0]) || found[0][1] === undefined) return text;
  return found.map((one) => said(one, words).join(", ")).join("; ");
}

function said([, number, kind, where], words) {
  const act = number !== undefined && (words.acts[number] ?? `${words.number}${latin(number, words.letters)}`);
  const place = kind !== undefined && `${words.kinds[kind]} ${where}`;
  return [act, place].filter(Boolean);
}

const latin = (number, letters) => [...number].map((one) => letters[one] ?? one).join("");

export const kept = (text) => text.replace(LEADS, "$1\u00a0");

// The term of law that a step or clock counts by, as `engine/process/step_term.py` has it: nothing where its due date
// or timer names none or several.
const TERM = /\bterm\(\s*"([\w.-]+)"\s*\)/g;

export function termNamed(counted) {
  const found = new Set([...counted.matchAll(TERM)].map((one) => one[1]));
  return found.size === 1 ? [...found][0] : undefined;
}

export function termSaid(term, { terms, isClock }) {
  const length = terms.lengths[term];
  return length && (isClock ? length : `${terms.word}: ${length}`);
}
