// On a page of the municipality: passes its questions on and brings the answers back. It believes nothing that the
// page says of itself, and keeps nothing.
"use strict";

(() => {
  let port = null;

  document.documentElement.dataset.mmsCard = chrome.runtime.getManifest().version;

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window || origin !== location.origin || data?.mmsCard !== "question") return;
    try {
      port ??= opened();
      port.postMessage(data);
    } catch {
      // The extension was renewed or removed while this page was open.
      answer({ id: data.id, error: { code: "extension.gone" } });
    }
  });

  function opened() {
    const made = chrome.runtime.connect();
    made.onMessage.addListener(answer);
    made.onDisconnect.addListener(() => (port = null));
    return made;
  }

  function answer(said) {
    window.postMessage({ ...said, mmsCard: "answer" }, location.origin);
  }
})();
