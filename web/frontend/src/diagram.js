// A diagram that is only looked at: it opens where the case is, grows and shrinks, and prints on one sheet.
// Without a script it stands at its own size and is moved by its scroll bars.
const STEP = 1.25;
const LEAST = 0.25;
const MOST = 3;

function start() {
  for (const paper of document.querySelectorAll(".diagram-paper")) show(paper);
}

function show(paper) {
  const drawing = paper.querySelector("svg.diagram");
  const tools = paper.parentElement.querySelector("[data-diagram-tools]");
  if (!drawing || !tools) return;
  const own = { width: Number(drawing.getAttribute("width")), height: Number(drawing.getAttribute("height")) };
  const said = tools.querySelector("[data-diagram-scale]");
  let scale = 1;

  // What lies in the middle of the paper stays there while the drawing grows or shrinks.
  function resize(wanted) {
    const next = Math.min(MOST, Math.max(LEAST, wanted));
    const across = (paper.scrollLeft + paper.clientWidth / 2) / scale;
    const down = (paper.scrollTop + paper.clientHeight / 2) / scale;
    scale = next;
    drawing.setAttribute("width", own.width * scale);
    drawing.setAttribute("height", own.height * scale);
    paper.scrollLeft = across * scale - paper.clientWidth / 2;
    paper.scrollTop = down * scale - paper.clientHeight / 2;
    said.textContent = `${Math.round(scale * 100)} %`;
  }

  const whole = () => paper.clientWidth / own.width;
  const deeds = {
    larger: () => resize(scale * STEP),
    smaller: () => resize(scale / STEP),
    whole: () => resize(Math.min(1, whole())),
    here: () => center(paper, drawing),
  };
  for (const button of tools.querySelectorAll("[data-diagram]")) {
    button.addEventListener("click", () => deeds[button.dataset.diagram]());
  }
  const keys = { "+": deeds.larger, "=": deeds.larger, "-": deeds.smaller, 0: deeds.whole };
  paper.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  tools.hidden = false;
  center(paper, drawing);
}

// Moves the paper, never the page: whoever reads the words above is not thrown down to the drawing.
function center(paper, drawing) {
  const here = drawing.querySelector("#here");
  if (!here) return;
  const [place, frame] = [here.getBoundingClientRect(), paper.getBoundingClientRect()];
  paper.scrollLeft += place.left + place.width / 2 - frame.left - paper.clientWidth / 2;
  paper.scrollTop += place.top + place.height / 2 - frame.top - paper.clientHeight / 2;
}

start();
