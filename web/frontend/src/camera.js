// At the desk of a community centre a paper is photographed straight into its slot. Knows neither whose paper
// it is nor how it travels: to the form it is a file that was chosen.

export function offerCamera() {
  if (!document.body.dataset.camera || !navigator.mediaDevices?.getUserMedia) return;
  prepare();
  document.addEventListener("f-shown", prepare);
}

function prepare() {
  for (const input of document.querySelectorAll("main input[type=file]:not([data-camera])")) {
    if (!input.accept.includes(".jpg")) continue;
    input.dataset.camera = "offered";
    const open = button(document.body.dataset.camera);
    open.addEventListener("click", () => photograph(input, open));
    input.closest(".f-choose").after(open);
  }
}

async function photograph(input, open) {
  const words = document.body.dataset;
  const shown = document.createElement("dialog");
  shown.className = "camera";
  shown.setAttribute("aria-label", words.camera);
  const video = document.createElement("video");
  video.autoplay = video.muted = video.playsInline = true;
  const take = button(words.cameraTake);
  const stop = button(words.cameraStop);
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 2560 }, height: { ideal: 1920 } },
    });
  } catch {
    say(open, words.cameraFailed);
    return;
  }
  shown.append(video, take, stop);
  document.body.append(shown);
  video.srcObject = stream;
  take.disabled = true; // there is no picture yet
  video.addEventListener("loadeddata", () => (take.disabled = false));
  shown.addEventListener("close", () => {
    for (const track of stream.getTracks()) track.stop();
    shown.remove();
    open.focus();
  });
  take.addEventListener("click", () => keep(input, video, () => shown.close()));
  stop.addEventListener("click", () => shown.close());
  shown.showModal();
}

function keep(input, video, done) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob(
    (picture) => {
      const files = new DataTransfer();
      files.items.add(new File([picture], "scan.jpg", { type: "image/jpeg" }));
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      done();
    },
    "image/jpeg",
    0.9,
  );
}

function say(open, words) {
  const status = document.createElement("p");
  status.setAttribute("role", "alert");
  status.textContent = words;
  if (open.nextElementSibling?.getAttribute("role") !== "alert") open.after(status);
}

function button(words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button second";
  made.textContent = words;
  return made;
}
