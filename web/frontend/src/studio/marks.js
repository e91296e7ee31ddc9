// Signs on the drawing that lead into the panel: what validation has found at an element, and how many comments stand
// at it. A finding is a colour, a sign and the number that it has in the list.
import { nameOf } from "./elements.js";
import { isGround } from "./lanes.js";
import { partsAround } from "./sheets.js";
import { part } from "./state.js";
import { say } from "./words.js";

const MARKERS = { error: "has-error", remark: "has-remark" };
const MOST_NUMBERS = 2;

// Return what shows findings: a list of `{where, severity, number, words}`; `go` leads to those of an element.
export function findingMarks(modeler, go) {
  let marked = [];
  const element = (id) => modeler.get("elementRegistry").get(id);
  return (findings) => {
    const [canvas, overlays] = [modeler.get("canvas"), modeler.get("overlays")];
    for (const [id, marker] of marked) if (element(id)) canvas.removeMarker(id, marker);
    overlays.remove({ type: "finding" });
    const here = findings.filter(({ where }) => element(where)?.parent);
    marked = here.map(({ where, severity }) => [where, MARKERS[severity]]);
    for (const [id, marker] of marked) canvas.addMarker(id, marker);
    for (const [id, found] of byPlace(modeler, here)) {
      const html = findingButton(element(id), found);
      html.addEventListener("click", () => go(found[0].where, found[0].number));
      overlays.add(id, "finding", { position: cornerOf(element(id)), scale: false, html });
    }
  };
}

// Findings by the element that bears their sign: their own, and each closed part around it.
function byPlace(modeler, findings) {
  const found = new Map();
  for (const finding of findings) {
    const element = modeler.get("elementRegistry").get(finding.where);
    for (const { id } of [element, ...partsAround(modeler, element)]) found.set(id, [...(found.get(id) ?? []), finding]);
  }
  return found;
}

function findingButton(element, found) {
  const { severity } = found.find((one) => one.severity === "error") ?? found[0];
  const numbers = found.map(({ number }) => number);
  const html = buttonWith(numbers.slice(0, MOST_NUMBERS).join(", "));
  html.classList.add("finding-mark", severity);
  html.classList.toggle("more", numbers.length > MOST_NUMBERS);
  html.classList.toggle("at-end", !element.waypoints && !isGround(element));
  html.title = found.map(({ number, words }) => `${number}. ${words}`).join("\n");
  const name = nameOf(element.businessObject);
  html.setAttribute("aria-label", say(`mark.${severity}`, { numbers: numbers.join(", "), name }));
  return html;
}

// At the upper right corner; in the head of a lane; in the middle of an arrow.
function cornerOf(element) {
  const { waypoints, width } = element;
  if (isGround(element)) return { top: 4, left: 1 };
  // Its end is that of the element: beyond it stands what can be done with a chosen one.
  if (!waypoints) return { top: -14, left: width };
  const at = Math.floor((waypoints.length - 1) / 2);
  const [from, to] = [waypoints[at], waypoints[at + 1]];
  const least = (axis) => Math.min(...waypoints.map((one) => one[axis]));
  return { left: (from.x + to.x) / 2 - least("x") - 14, top: (from.y + to.y) / 2 - least("y") - 14 };
}

// Return what shows the number of open comments at each element.
export function commentMarks(modeler, choose) {
  return (numbers) => {
    const overlays = modeler.get("overlays");
    overlays.remove({ type: "comments" });
    for (const [id, number] of numbers) {
      const element = modeler.get("elementRegistry").get(id);
      if (!element) continue;
      const html = buttonWith(number);
      html.classList.add("comment-mark");
      html.setAttribute("aria-label", say("comment.mark", { number, name: nameOf(element.businessObject) }));
      html.addEventListener("click", () => {
        choose(id);
        part("comments-of").querySelector("textarea")?.focus();
      });
      overlays.add(id, "comments", { position: { top: -36, left: -22 }, scale: false, html });
    }
  };
}

function buttonWith(words) {
  const html = document.createElement("button");
  const sign = document.createElement("span");
  html.type = "button";
  sign.textContent = words;
  html.append(sign);
  return html;
}
