// Buttons that answer the one question of a step. One that finishes the step is sent as it is; one that only chooses does
// so here, and leads on to what is asked next. Without a script the page comes back with the option chosen.

export const ANSWER = "_answer";
const HELD = 600; // milliseconds

export function watchAnswers() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-answer=chooses]");
    if (!button?.form || !choose(button)) return;
    event.preventDefault();
  });
}

// The next step comes to where the step before was, and its buttons to where a hand still presses those: the second half of
// a double click must not answer it.
export function holdAnswers() {
  const answers = document.querySelector("[data-answers]");
  if (!answers) return;
  answers.inert = true;
  setTimeout(() => (answers.inert = false), HELD);
}

function choose(button) {
  const { form, value } = button;
  const named = [...form.elements].filter((field) => field.name === button.dataset.key);
  const field = named.find((one) => one.type !== "radio" || one.value === value);
  if (!field) return false;
  if (field.type === "radio") field.checked = true;
  else field.value = value;
  field.focus();
  // What else is asked now is shown by the server's answer, if it depends on this.
  const onward = () => goOn(form, button.dataset.key);
  if (field.closest("[data-f-watch]")) form.addEventListener("f-shown", onward, { once: true });
  else onward();
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  return true;
}

// To the first question behind the answered one, else to the button that finishes the step.
function goOn(form, key) {
  const fields = [...form.elements].filter((field) => field.name && !["hidden", "submit", "fieldset"].includes(field.type));
  const last = fields.findLastIndex((field) => field.name === key);
  const next = fields.slice(last + 1).find((field) => form.contains(field) && field.checkVisibility());
  (next ?? document.querySelector("[data-finish]"))?.focus();
}
