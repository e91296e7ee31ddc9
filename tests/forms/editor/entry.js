// The public editor, as an analyst uses it: a form goes in, the same form comes out.
import { createFormEditor } from "@bpmn-io/form-js-editor";

window.openAndSave = async (schema) => {
  const container = document.createElement("div");
  document.body.append(container);
  const editor = await createFormEditor({ container, schema });
  const saved = editor.saveSchema();
  editor.destroy();
  container.remove();
  return saved;
};
