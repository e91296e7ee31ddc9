// Files go to the server as soon as they are chosen, one after the other, each with its progress, and may
// be tried again or taken away. Without a script the form brings them itself when it is sent.
// Knows neither what files are allowed nor how answers are saved: the server says the first, and an
// "input" event tells the second.

import { sameIn } from "./press.js";

const queues = new WeakMap(); // by form: the promise of the last file

export function watchFiles() {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.closest("[data-upload]")) return;
    for (const file of input.files) add(input, file);
    input.value = "";
  });
  // What is still on its way is waited for: the form would go without it.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.querySelector(".f-file[data-state=sending]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      queues.get(form)?.then(() => {
        const failed = form.querySelector(".f-file[data-state=failed] button");
        if (failed) failed.focus();
        else form.requestSubmit(sameIn(form, button));
      });
    },
    true,
  );
}

function add(input, file) {
  const item = document.createElement("li");
  item.className = "f-file";
  list(input).append(item);
  queue(input, item, file);
}

function list(input) {
  const place = input.closest(".f-choose");
  const before = place.previousElementSibling;
  if (before?.matches("ul.f-files")) return before;
  const made = document.createElement("ul");
  made.className = "f-files";
  place.before(made);
  return made;
}

function queue(input, item, file) {
  const words = input.closest("[data-upload]").dataset;
  const status = show(item, file.name, words.sending);
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(bar);
  item.dataset.state = "sending";
  const before = queues.get(input.form) ?? Promise.resolve();
  const sent = before.then(() => send(input, file, bar)).then(
    (kept) => keep(input, item, kept),
    (why) => fail(input, item, file, why || words.failed),
  );
  queues.set(input.form, sent);
  return status;
}

function send(input, file, bar) {
  const words = input.closest("[data-upload]").dataset;
  const data = new FormData();
  data.append("csrf_token", input.form.elements.csrf_token.value);
  data.append("token", location.pathname);
  if (input.accept.includes(".asice")) data.append("containers", "yes");
  for (const one of input.form.querySelectorAll(".f-file input[type=hidden]")) data.append("beside", one.value);
  data.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", words.upload);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject(request.response?.error);
    });
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => reject());
    request.timeout = 180000;
    request.send(data);
  });
}

function keep(input, item, kept) {
  if (!input.isConnected) return; // the question is not asked any more
  const words = input.closest("[data-upload]").dataset;
  item.dataset.state = "kept";
  for (const other of item.parentElement.querySelectorAll(".f-file")) {
    const same = other.querySelector("input[type=hidden]")?.value === kept.document;
    if (other !== item && (same || !input.multiple)) other.remove();
  }
  show(item, kept.name, kept.said ? `${words.kept}; ${kept.said}` : words.kept);
  const hidden = document.createElement("input");
  hidden.type = "hidden";
  hidden.name = input.name;
  hidden.value = kept.document;
  item.append(hidden, removal(input, item, kept.name));
  changed(input);
}

function fail(input, item, file, why) {
  if (!input.isConnected) return;
  const words = input.closest("[data-upload]").dataset;
  item.dataset.state = "failed";
  show(item, file.name, why);
  const again = button(`${words.again}: ${file.name}`);
  again.addEventListener("click", () => {
    queue(input, item, file);
    input.focus();
  });
  item.append(again, removal(input, item, file.name));
}

function removal(input, item, name) {
  const made = button(`${input.closest("[data-upload]").dataset.remove}: ${name}`);
  made.addEventListener("click", () => {
    item.remove();
    input.focus();
    changed(input);
  });
  return made;
}

function show(item, name, words) {
  const shown = document.createElement("span");
  shown.className = "f-file-name";
  shown.textContent = name;
  const status = document.createElement("span");
  status.className = "f-file-status";
  status.setAttribute("role", "status");
  item.replaceChildren(shown, " ", status, " ");
  status.textContent = words; // after it is there, so that it is read out
  return status;
}

function button(words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "f-button f-button--quiet";
  made.textContent = words;
  return made;
}

function changed(input) {
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
