// The drawing on the screen: full screen, how large it is drawn, the map of all of it. What a person has chosen stays
// so in this browser.
import { part } from "./state.js";
import { say } from "./words.js";

const MAP = "mms.studio.map";
const EDGE = 16; // around the drawing, on the screen
const READABLE = 0.3;
const FIRST = 0.5;
const WIDE = "(min-width: 60rem)";

export function prepareScreen(modeler) {
  const canvas = modeler.get("canvas");
  const step = (value) => modeler.get("zoomScroll").stepZoom(value);
  part("larger").addEventListener("click", () => step(1));
  part("smaller").addEventListener("click", () => step(-1));
  part("fit").addEventListener("click", () => fit(modeler));
  const tell = () => (part("zoom").textContent = `${Math.round(canvas.zoom() * 100)} %`);
  modeler.on("canvas.viewbox.changed", tell);
  tell();
  new ResizeObserver(() => canvas.resized()).observe(part("canvas"));
  fillWindow();
  offerMap(modeler.get("minimap"));
  offerFullScreen();
}

// All of the drawing in the middle, with some paper around it; a small one is not made larger than it is.
export function fit(modeler) {
  const canvas = modeler.get("canvas");
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !outer.width) return canvas.zoom("fit-viewport", "auto");
  const scale = Math.min(1, (outer.width - 2 * EDGE) / inner.width, (outer.height - 2 * EDGE) / inner.height);
  const [width, height] = [outer.width / scale, outer.height / scale];
  const x = inner.x + (inner.width - width) / 2;
  const y = inner.y + (inner.height - height) / 2;
  return canvas.viewbox({ x, y, width, height });
}

// Below what stands above it the drawing has all of the window: how much that is nobody knows before it is laid out.
function fillWindow() {
  const work = part("work");
  const measure = () => {
    const above = Math.round(work.getBoundingClientRect().top + window.scrollY);
    work.style.setProperty("--above", `${above}px`);
  };
  new ResizeObserver(measure).observe(document.body);
  measure();
}

// What is seen first is readable: of a drawing that is far too large for the window, its beginning.
export function begin(modeler) {
  const canvas = modeler.get("canvas");
  fit(modeler);
  const { inner, outer, scale } = canvas.viewbox();
  if (scale >= READABLE) return;
  const size = { width: outer.width / FIRST, height: outer.height / FIRST };
  canvas.viewbox({ x: inner.x - EDGE, y: inner.y - EDGE, ...size });
}

function offerMap(map) {
  const button = part("map");
  const remembered = read(MAP);
  const show = (isOpen) => {
    map.toggle(isOpen);
    button.setAttribute("aria-pressed", String(isOpen));
  };
  show(remembered ? remembered === "open" : matchMedia(WIDE).matches);
  button.addEventListener("click", () => {
    const isOpen = !map.isOpen();
    show(isOpen);
    write(MAP, isOpen ? "open" : "closed");
  });
}

function offerFullScreen() {
  const button = part("full");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else part("work").requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    const isFull = Boolean(document.fullscreenElement);
    button.setAttribute("aria-pressed", String(isFull));
    button.title = say(isFull ? "screen.leave" : "screen.full");
    button.setAttribute("aria-label", button.title);
  });
}

// A browser may forbid to keep anything.
function read(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    // Then it is as at first, the next time.
  }
}
