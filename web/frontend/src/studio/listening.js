// What is being typed into a field counts before it is left: whoever keeps the file asks for it.
let open = null; // says of the element what is being typed into a field
let isSaying = false;

export const typedFields = {
  isOpen: () => open !== null,
  isSaying: () => isSaying,
  say() {
    const sayIt = open;
    if (!sayIt || isSaying) return;
    isSaying = true;
    try {
      if (sayIt()) open = null;
    } finally {
      isSaying = false;
    }
  },
};

// Let `say` take the value when it differs from what was said; it answers why a value is refused.
export function listens(control, { refuse, say }) {
  let said = control.value.trim();
  const sayIt = () => {
    const value = control.value.trim();
    if (value === said) return true;
    if (refuse?.(value)) return false;
    said = value;
    say(value);
    return true;
  };
  control.addEventListener("input", () => {
    control.setCustomValidity("");
    open = sayIt;
  });
  control.addEventListener("change", () => {
    open = null;
    const why = refuse?.(control.value.trim()) ?? "";
    control.setCustomValidity(why);
    if (why) control.reportValidity();
    else sayIt();
  });
}
