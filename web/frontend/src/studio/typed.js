// Text that is being typed into the fields of a panel. It counts before its field is left: whoever keeps the file asks
// for it. However often the panel is drawn anew meanwhile, the field shows what is typed and not what the model says.
let open = null; // the field that is typed into: {id, text, said, set, refuse}
const refused = new Map(); // by field, what the model does not take: {text, why}

const isNew = () => open !== null && open.text.trim() !== open.said;

export const typedFields = {
  isOpen: () => isNew() || refused.size > 0,
  // Say what is typed of the model; what it refuses stays typed.
  say() {
    if (!isNew()) return;
    const text = open.text.trim();
    if (open.refuse?.(text)) return;
    open.said = text;
    open.set(text);
  },
  // What is undone is no longer what was typed.
  drop() {
    open = null;
    refused.clear();
  },
};

export const textOf = (id, value) => (open?.id === id ? open.text : (refused.get(id)?.text ?? value ?? ""));

export const whyRefused = (id) => refused.get(id)?.why ?? "";

export function type(id, text, { value, set, refuse }) {
  if (open?.id !== id) {
    typedFields.say();
    open = { id, said: (value ?? "").trim() };
  }
  refused.delete(id);
  Object.assign(open, { text, set, refuse });
}

// The model has changed meanwhile, and a field is said of it in another way.
export function renew(id, { set, refuse }) {
  if (open?.id === id) Object.assign(open, { set, refuse });
}

export function leave(id) {
  if (open?.id !== id) return;
  typedFields.say();
  const why = open && isNew() ? open.refuse(open.text.trim()) : "";
  if (why) refused.set(id, { text: open.text, why });
  open = null;
}
