// A page of the studio that is a form: what is typed is kept as it is typed, and validation is asked after it.
import { Findings } from "./findings.js";
import { Saving } from "./saving.js";
import { offerUnsent, part, tellState } from "./state.js";
import { offerUndo } from "./undo.js";
import { setWords } from "./words.js";

// `stackOf(form, changed)` gives what undoes and redoes: it calls `changed` for what it changes itself, and `told` of it
// is called when it has more to undo. `saved` hears that everything is kept. What else is given goes to the findings.
export function startPage({ stackOf, saved = () => {}, ...ofFindings }) {
  const page = part("page");
  const told = JSON.parse(part("told").textContent);
  setWords(told.words);
  const findings = new Findings({
    place: part("findings"),
    status: part("findings-status"),
    address: page.dataset.findings,
    languages: told.languages,
    file: told.path,
    choose: (where) => chooser(page, told)(where),
    marked: () => {},
    ...ofFindings,
  });
  if (part("typed")) keepTyped(page, findings, told, { stackOf, saved });
  // Whoever comes from a finding goes on to what it is about; the way back is not through here again.
  const where = decodeURIComponent(window.location.hash.slice(1));
  if (where) chooser(page, told, (address) => window.location.replace(address))(where);
  findings.ask();
  page.dataset.ready = "yes";
}

function keepTyped(page, findings, told, { stackOf, saved }) {
  const typed = part("typed");
  const saving = new Saving({
    form: part("form"),
    address: page.dataset.typed,
    revision: page.dataset.revision,
    content: () => new FormData(typed),
    told: (state, said) => tellState(state, said, saving),
    saved: ({ revision }) => {
      // A press of the button comes after what was kept by itself.
      typed.elements.seen.value = revision;
      findings.ask();
      saved();
    },
    owner: told.owner,
  });
  findings.kept = () => saving.flush();
  offerUnsent(saving);
  typed.addEventListener("input", () => saving.touch());
  const stack = stackOf(typed, () => saving.touch(), told);
  stack.told = offerUndo(stack);
  typed.addEventListener("submit", (event) => {
    if (!saving.isBusy) return saving.leave();
    // What is on its way raises the revision; the press names the one that it leads to.
    event.preventDefault();
    saving.settled().then(() => typed.requestSubmit(event.submitter));
  });
}

// A finding leads to what it is about: a field of this page, or the page of a component.
const chooser = (page, told, go = (address) => window.location.assign(address)) => (where) => {
  const field = document.getElementById(where) ?? document.getElementsByName(where)[0];
  if (field) field.focus();
  else if (told.components?.[where]) go(told.components[where]);
  else part("state")?.scrollIntoView();
};
