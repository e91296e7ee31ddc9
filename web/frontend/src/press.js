// A form may be shown anew, with new buttons, while one of its buttons is pressed.

const PRESSES = { pointerdown: ["pointerup", "pointercancel"], keydown: ["keyup"] };

let press = null; // over with the release

export function watchPresses() {
  for (const [begin, ends] of Object.entries(PRESSES)) {
    document.addEventListener(begin, () => (press = until(ends)), true);
  }
}

function until(ends) {
  const over = new AbortController();
  return new Promise((release) => {
    // What was pressed is told after the release, and before any timer.
    const released = () => setTimeout(() => release(over.abort()));
    for (const end of ends) document.addEventListener(end, released, { capture: true, signal: over.signal });
    window.addEventListener("blur", released, { signal: over.signal });
  });
}

// A button that is replaced while it is held down would not be pressed: whoever replaces it waits.
export function released() {
  return press;
}

// The button of the same name in the form as it stands now.
export function sameIn(form, button) {
  if (!button || button.form === form) return button;
  return [...form.elements].find(
    (one) => one.type === "submit" && one.name === button.name && one.value === button.value,
  );
}
