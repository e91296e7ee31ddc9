// The diagrams of two versions with marks on what differs, or one with marks on what was taken; an item of the list
// selects its element. The page says everything in words without this.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import { OVERLAYS, openSheetOf, partsAround } from "./studio/sheets.js";
import { say, setWords, translateModule } from "./studio/words.js";

const SIGNS = { added: "+", removed: "−", changed: "≠", moved: "↔", taken: "✓", waiting: "●", missed: "✗" };
const part = (name) => document.querySelector(`[data-compare="${name}"]`);

async function start() {
  const told = JSON.parse(part("told").textContent);
  part("drawing").hidden = false;
  setWords(told.words);
  const viewer = new NavigatedViewer({
    container: part("canvas"),
    additionalModules: [translateModule],
    moddleExtensions: { zeebe },
    overlays: OVERLAYS,
  });
  let shown = null;
  const show = async (side) => {
    if (shown === side) return;
    shown = side;
    await viewer.importXML(told.drawn[side === "old" ? 0 : 1]);
    viewer.get("canvas").zoom("fit-viewport", "auto");
    mark(viewer, told.marks[side], told.words);
    const choice = document.querySelector(`[name="side"][value="${side}"]`);
    if (choice) choice.checked = true;
  };
  for (const choice of document.querySelectorAll('[name="side"]'))
    choice.addEventListener("change", () => show(choice.value));
  for (const button of document.querySelectorAll("[data-compare-element]"))
    button.addEventListener("click", async () => {
      await show(button.dataset.side);
      choose(viewer, button.dataset.compareElement);
    });
  await show("new");
  if (window.location.hash) choose(viewer, decodeURIComponent(window.location.hash.slice(1)));
  part("page").dataset.ready = "yes";
}

function mark(viewer, marks, words) {
  const inside = new Map();
  for (const [id, what] of Object.entries(marks)) {
    const element = viewer.get("elementRegistry").get(id);
    // The plane of the diagram itself has no place for a sign.
    if (!element?.parent) continue;
    viewer.get("canvas").addMarker(id, `is-${what}`);
    put(viewer, id, { what, sign: SIGNS[what], title: words[what], left: -12 });
    for (const closed of partsAround(viewer, element)) inside.set(closed, (inside.get(closed) ?? 0) + 1);
  }
  for (const [closed, number] of inside)
    put(viewer, closed.id, { what: "inside", sign: number, title: say("inside", { number }), right: 12 });
}

function put(viewer, id, { what, sign, title, ...across }) {
  const mark = document.createElement("span");
  mark.className = `compare-sign ${what}`;
  mark.textContent = sign;
  mark.title = title;
  viewer.get("overlays").add(id, { position: { top: -12, ...across }, html: mark });
}

function choose(viewer, id) {
  const element = viewer.get("elementRegistry").get(id);
  if (!element?.parent) return;
  openSheetOf(viewer, element);
  const canvas = viewer.get("canvas");
  canvas.zoom(1);
  canvas.scrollToElement(element, 200);
  viewer.get("selection").select(element);
  part("canvas").scrollIntoView({ block: "nearest" });
}

start().catch((error) => {
  part("drawing").hidden = true;
  throw error;
});
