// The diagram's page of the studio: the drawing, what is said of the selected element, the same as a table,
// what validation says, and whether everything is kept. Each of these is a file of `studio/`.
import Modeler from "bpmn-js/lib/Modeler";
import minimapModule from "diagram-js-minimap";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import { drawArticles } from "./studio/articles.js";
import { watchKeys } from "./studio/canvas_keys.js";
import { Comments } from "./studio/comments.js";
import {
  append,
  attach,
  join,
  kindOf,
  mayAttach,
  nameOf,
  offerEvents,
  offerKinds,
  offerTargets,
  showElements,
} from "./studio/elements.js";
import { showFields, typedFields } from "./studio/fields.js";
import { Finder } from "./studio/finder.js";
import { Findings } from "./studio/findings.js";
import { addLane, isGround } from "./studio/lanes.js";
import { commentMarks, findingMarks } from "./studio/marks.js";
import { changesModule } from "./studio/moddle.js";
import { namesPackage } from "./studio/names.js";
import { fieldsOf } from "./studio/properties.js";
import { Saving } from "./studio/saving.js";
import { begin, fit, prepareScreen } from "./studio/screen.js";
import { OVERLAYS, openSheetOf, pictureName } from "./studio/sheets.js";
import { offerUnsent, part, tellState } from "./studio/state.js";
import { offerTidy } from "./studio/tidy.js";
import { toolsModule } from "./studio/tools.js";
import { offerUndo } from "./studio/undo.js";
import { Way } from "./studio/way.js";
import { say, setWords, translateModule } from "./studio/words.js";

async function start() {
  const page = part("page");
  const told = JSON.parse(part("told").textContent);
  setWords(told.words);
  const modeler = new Modeler({
    container: part("canvas"),
    additionalModules: [translateModule, toolsModule, changesModule, minimapModule],
    moddleExtensions: { zeebe, names: namesPackage(told.named_in) },
    overlays: OVERLAYS,
  });
  const answer = await fetch(page.dataset.file, { headers: { Accept: "application/json" } });
  const file = await answer.json();
  const { warnings } = await modeler.importXML(file.content);
  if (warnings.length) return refuse(say("save.unreadable"));
  begin(modeler);
  const choose = chooser(modeler);
  const findings = new Findings({
    place: part("findings"),
    status: part("findings-status"),
    address: page.dataset.findings,
    languages: told.languages,
    file: told.path,
    choose,
    marked: findingMarks(modeler, (id, number) => {
      choose(id);
      findings.lead(number);
    }),
    beside: part("findings-here"),
    way: wayOn(modeler),
    kept: () => saving.flush(),
  });
  const saving = new Saving({
    form: part("form"),
    address: page.dataset.file,
    revision: file.revision,
    content: async () => (await modeler.saveXML({ format: true })).xml,
    told: (state, said) => tellState(state, said, saving),
    saved: () => findings.ask(),
    owner: told.owner,
    typed: {
      say: () => typedFields.say(),
      isOpen: () => typedFields.isOpen() || modeler.get("directEditing").isActive(),
    },
  });
  modeler.on("commandStack.changed", () => saving.touch());
  part("properties").addEventListener("input", () => saving.touch());
  await offerUnsent(saving);
  const comments = new Comments({
    address: page.dataset.comments,
    file: told.path,
    choose,
    marked: commentMarks(modeler, choose),
  });
  watchSelection(modeler, told, choose, { comments, findings });
  prepareActions(modeler);
  prepareLanes(modeler, told);
  prepareScreen(modeler);
  drawArticles(modeler, { words: told.law, terms: told.terms });
  const finder = new Finder(modeler, { languages: told.named_in, choose });
  watchKeys(modeler, { finder, fit: () => fit(modeler) });
  offerTidy(modeler, {
    flush: () => saving.flush(),
    shown: () => {
      saving.touch();
      comments.show();
    },
    form: () => part("form"),
  });
  choose(decodeURIComponent(window.location.hash.slice(1)));
  findings.ask();
  await comments.load();
  page.dataset.ready = "yes";
}

function refuse(words) {
  part("state").textContent = words;
  part("canvas").hidden = true;
}

// What is not a drawing of an element, such as a lost finding's, is not chosen.
function chooser(modeler) {
  return (id) => {
    const element = modeler.get("elementRegistry").get(id);
    if (!element) return;
    openSheetOf(modeler, element);
    modeler.get("selection").select(element);
    modeler.get("canvas").scrollToElement(element);
    part("properties").querySelector("input, textarea, select")?.focus();
  };
}

// How a finding comes about, on the drawing. Steps inside a block are not drawn here and have their ids alone.
function wayOn(modeler) {
  const registry = modeler.get("elementRegistry");
  const canvas = modeler.get("canvas");
  const drawn = (act) => (id, mark) => registry.get(id) && act(id, mark);
  return new Way({
    box: part("way"),
    nameOf: (id) => (registry.get(id) ? nameOf(registry.get(id).businessObject) : id),
    mark: drawn((id, mark) => canvas.addMarker(id, mark)),
    unmark: drawn((id, mark) => canvas.removeMarker(id, mark)),
    look: drawn((id) => canvas.scrollToElement(registry.get(id))),
  });
}

function watchSelection(modeler, { choices, named_in: languages }, choose, { comments, findings }) {
  const show = () => {
    const [element, ...others] = modeler.get("selection").get();
    const isOne = element && others.length === 0;
    part("nothing").hidden = isOne;
    const isA = (type) => isOne && element.businessObject.$instanceOf(type);
    part("actions").hidden = !["bpmn:SequenceFlow", "bpmn:FlowNode", "bpmn:Lane"].some(isA);
    part("lane-adding").hidden = isOne && !isGround(element);
    if (!part("actions").hidden) offer(modeler, element, choices);
    part("selected").textContent = isOne
      ? `${kindOf(element.businessObject)}: ${nameOf(element.businessObject)}`
      : "";
    showFields(part("properties"), isOne ? element : null, isOne ? fieldsOf(element, modeler, choices, languages) : []);
    comments.here(isOne ? element.id : null);
    findings.here(isOne ? element.id : null);
    showElements(part("elements"), modeler, { choose, chosen: isOne ? element.id : null });
  };
  modeler.on("selection.changed", show);
  modeler.on("commandStack.changed", show);
  modeler.on("import.done", show);
  window.addEventListener("focus", async () => {
    if (await renewChoices(choices)) show();
  });
  show();
}

// What can be chosen may have become more in another window: a form, a table, a letter.
async function renewChoices(choices) {
  try {
    const shown = new DOMParser().parseFromString(await (await fetch(window.location.href)).text(), "text/html");
    const told = shown.querySelector('[data-studio="told"]');
    return told && Object.assign(choices, JSON.parse(told.textContent).choices);
  } catch {
    return null; // The server is away, which the state of the drawing says.
  }
}

// Offer what can be done with an element or an arrow, and hide what can't.
function offer(modeler, element, choices) {
  const isLane = isGround(element);
  const events = isLane ? [] : mayAttach(element, choices.operations);
  if (!isLane) {
    offerKinds(part("kinds"), element);
    offerEvents(part("events"), events);
    offerTargets(part("targets"), modeler, element);
  }
  part("appending").hidden = isLane || !part("kinds").length;
  part("attaching").hidden = !events.length;
  part("joining").hidden = isLane || !part("targets").length;
}

function prepareActions(modeler) {
  const kinds = part("kinds");
  const selected = () => modeler.get("selection").get()[0];
  part("append").addEventListener("click", () => {
    modeler.get("selection").select(append(modeler, selected(), kinds.value));
  });
  part("attach").addEventListener("click", () => {
    modeler.get("selection").select(attach(modeler, selected(), part("events").value));
  });
  part("join").addEventListener("click", () => {
    if (part("targets").value)
      modeler.get("selection").select(join(modeler, selected(), part("targets").value));
  });
  part("remove").addEventListener("click", () => modeler.get("modeling").removeElements([selected()]));
  part("picture").addEventListener("click", async () => {
    download((await modeler.saveSVG()).svg, pictureName(modeler, part("picture").dataset.name));
  });
  modeler.on("commandStack.changed", offerUndo(modeler.get("commandStack")));
}

// A new lane is chosen, and the first thing that is asked of it is whose it is.
function prepareLanes(modeler, { service, named_in: languages }) {
  const add = () => {
    modeler.get("selection").select(addLane(modeler, { service, languages }));
    part("properties").querySelector("select")?.focus();
  };
  modeler.on("studio.lane", add);
  part("lane").addEventListener("click", add);
}

function download(svg, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

start().catch((error) => {
  refuse(say("save.unreadable"));
  throw error;
});
