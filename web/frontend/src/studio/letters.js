// The letter of a key that is pressed. A Georgian keyboard has Georgian letters where others have Latin ones: there the
// place of the key counts.
export function letterOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(code ?? "");
  return place && key.length === 1 ? place[1].toLowerCase() : "";
}

export const isCommand = ({ ctrlKey, metaKey, altKey }) => (ctrlKey || metaKey) && !altKey;

export const isPlain = ({ ctrlKey, metaKey, altKey }) => !ctrlKey && !metaKey && !altKey;

export const isTyped = (target) =>
  Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"));
