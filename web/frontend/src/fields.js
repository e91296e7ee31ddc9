// What single questions gain with a script: a long list of tags can be searched, and a plot of
// land is drawn on a map, which comes as a script of its own where a page asks for a plot.

const FEW = 8;
const here = document.currentScript?.src;
let map = null;

export function prepareFields() {
  prepare();
  document.addEventListener("f-shown", prepare);
  document.addEventListener("change", sayChosen);
}

function prepare() {
  for (const list of document.querySelectorAll("[data-f-search]:not([data-ready])")) {
    list.dataset.ready = "yes";
    if (list.querySelectorAll(".f-choice").length > FEW) addSearch(list);
  }
  if (!map && here && document.querySelector("[data-f-map], [data-f-drawn]")) loadMap();
}

// Where files travel with the form, the name of what was chosen stands where the page said to choose.
function sayChosen({ target }) {
  if (target.type !== "file" || target.closest("[data-upload]") || !target.files.length) return;
  const words = target.parentElement.querySelector(".f-choose-words");
  if (words) words.textContent = [...target.files].map((file) => file.name).join(", ");
}

function addSearch(list) {
  const search = document.createElement("input");
  search.type = "search";
  search.className = "f-input f-search";
  search.setAttribute("aria-label", list.dataset.fSearch);
  search.placeholder = list.dataset.fSearch;
  // The search is no answer: it has no name, and Enter in it must not send the form.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const choice of list.querySelectorAll(".f-choice")) {
      const isChosen = choice.querySelector("input").checked;
      choice.hidden = !isChosen && !choice.textContent.toLowerCase().includes(wanted);
    }
  });
  list.querySelector(".f-choices").before(search);
}

function loadMap() {
  map = document.createElement("script");
  map.src = new URL("plot.js", here);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("plot.css", here);
  document.head.append(style, map);
}
