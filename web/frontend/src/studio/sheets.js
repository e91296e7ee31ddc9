// The sheets of a diagram: the whole, and the inside of each closed part, which bpmn-js draws on planes of their own.

// What stands upon a drawing, such as the button that opens a closed part, does not shrink with it.
export const OVERLAYS = { defaults: { scale: { min: 1 } } };

// Open the sheet that an element is drawn on: what is on another one can't be selected.
export function openSheetOf(editor, element) {
  const canvas = editor.get("canvas");
  const sheet = canvas.findRoot(element);
  if (sheet && sheet !== canvas.getRootElement()) canvas.setRootElement(sheet);
}

// Return the function from an element to the number of the sheet that it is drawn on.
export function sheetNumbers(editor) {
  const canvas = editor.get("canvas");
  const sheets = canvas.getRootElements();
  return (element) => sheets.indexOf(canvas.findRoot(element));
}

// Return the closed parts that an element is in, from the inside out.
export function partsAround(editor, element) {
  const found = [];
  let sheet = editor.get("canvas").findRoot(element);
  while (sheet?.businessObject.$instanceOf("bpmn:SubProcess")) {
    const part = editor.get("elementRegistry").get(sheet.businessObject.id);
    if (!part || found.includes(part)) break;
    found.push(part);
    sheet = editor.get("canvas").findRoot(part);
  }
  return found;
}

// Return the name of a picture's file, with the part that it shows.
export function pictureName(editor, name) {
  const shown = editor.get("canvas").getRootElement().businessObject;
  return shown.$instanceOf("bpmn:SubProcess") ? name.replace(/\.svg$/, `.${shown.id}.svg`) : name;
}
