// A plot of land on a map: a press adds a corner, corners can be dragged, and the field below
// always holds the same corners as text, which is what is sent. There are no tiles: nothing of
// what a citizen draws is told to anybody. By keyboard the arrows move the map and Enter sets a
// corner in its middle. A plot that is only shown lies there with the zones around it, and can't be changed.
import { Map as Chart, divIcon, marker, polygon, polyline, layerGroup } from "leaflet";

const GEORGIA = [
  [41.0, 39.9],
  [43.7, 46.8],
];
const STEPS = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
const MOST_LINES = 8;
const LINE = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

function start() {
  for (const place of document.querySelectorAll("[data-f-map]:not([data-ready])")) {
    place.dataset.ready = "yes";
    show(place, document.getElementById(place.dataset.fMap));
  }
  for (const place of document.querySelectorAll("[data-f-drawn]:not([data-ready])")) {
    place.dataset.ready = "yes";
    showDrawn(place, JSON.parse(place.dataset.fDrawn));
  }
}

function showDrawn(place, { plot, zones }) {
  place.hidden = false;
  const { chart, grid } = unfold(place.querySelector(".f-map-ground"));
  chart.on("moveend", () => drawGrid(chart, grid));
  chart.fitBounds([...plot, ...zones.flatMap(({ outline }) => outline)], { maxZoom: 18 });
  for (const { names, outline, own } of zones) {
    const className = own ? "f-map-zone f-map-zone--own" : "f-map-zone";
    const name = names[document.documentElement.lang] ?? names.ka;
    polygon(outline, { className, interactive: false })
      .bindTooltip(name, { permanent: true, direction: "center", className: "f-map-name" })
      .addTo(chart);
  }
  polygon(plot, { className: "f-map-plot", interactive: false }).addTo(chart);
}

function unfold(ground) {
  const chart = new Chart(ground, { attributionControl: false, minZoom: 6, maxZoom: 19 });
  return { chart, grid: layerGroup().addTo(chart) };
}

function show(place, text) {
  if (!text) return;
  place.hidden = false;
  const ground = place.querySelector(".f-map-ground");
  const { chart, grid } = unfold(ground);
  const drawn = layerGroup().addTo(chart);
  let corners = read(text.value);

  const write = (changed) => {
    corners = changed;
    text.value = corners.map(([lat, lng]) => `${lat.toFixed(6)}, ${lng.toFixed(6)}`).join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("change", { bubbles: true }));
    draw();
  };
  const draw = () => {
    drawn.clearLayers();
    if (corners.length) polygon(corners, { className: "f-map-plot" }).addTo(drawn);
    corners.forEach((corner, number) => {
      const icon = divIcon({ className: "f-map-corner", iconSize: [24, 24], html: "" });
      const point = marker(corner, { icon, draggable: true, keyboard: false }).addTo(drawn);
      point.on("dragend", () => {
        const { lat, lng } = point.getLatLng();
        write(corners.map((one, index) => (index === number ? [lat, lng] : one)));
      });
    });
  };
  const fit = () => (corners.length ? chart.fitBounds(corners, { maxZoom: 17 }) : chart.fitBounds(GEORGIA));

  chart.on("click", ({ latlng }) => write([...corners, [latlng.lat, latlng.lng]]));
  chart.on("moveend", () => drawGrid(chart, grid));
  ground.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { lat, lng } = chart.getCenter();
    write([...corners, [lat, lng]]);
  });
  text.addEventListener("input", () => {
    const typed = read(text.value);
    if (JSON.stringify(typed) !== JSON.stringify(corners)) {
      corners = typed;
      draw();
    }
  });
  place.querySelector("[data-f-undo]").addEventListener("click", () => write(corners.slice(0, -1)));
  place.querySelector("[data-f-clear]").addEventListener("click", () => write([]));
  fit();
  draw();
}

// A line that is no corner is left to the server, which says what is wrong with it.
function read(text) {
  return text
    .split("\n")
    .map((line) => LINE.exec(line))
    .filter(Boolean)
    .map(([, lat, lng]) => [Number(lat), Number(lng)]);
}

function drawGrid(chart, grid) {
  grid.clearLayers();
  const seen = chart.getBounds();
  const [south, north, west, east] = [seen.getSouth(), seen.getNorth(), seen.getWest(), seen.getEast()];
  const step = STEPS.filter((one) => Math.max(north - south, east - west) / one <= MOST_LINES).pop() ?? STEPS[0];
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  const line = (from, to, at) => {
    polyline([from, to], { className: "f-map-line", interactive: false }).addTo(grid);
    const icon = divIcon({ className: "f-map-degree", html: `${at.toFixed(digits)}°`, iconSize: [64, 16] });
    marker(from, { icon, interactive: false, keyboard: false }).addTo(grid);
  };
  for (let lat = Math.ceil(south / step) * step; lat < north; lat += step) line([lat, west], [lat, east], lat);
  for (let lng = Math.ceil(west / step) * step; lng < east; lng += step) line([south, lng], [north, lng], lng);
}

start();
document.addEventListener("f-shown", start);
