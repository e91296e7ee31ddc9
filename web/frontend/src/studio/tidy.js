// "Tidy up": the server lays the kept diagram out anew, and the drawing on the page is replaced by what it gives.
// One press brings the drawing before back, as long as nothing else was changed since.
import { fit } from "./screen.js";
import { part } from "./state.js";
import { say } from "./words.js";

// `flush` keeps what was changed, `shown` is called once another drawing stands on the page.
export function offerTidy(modeler, { flush, shown, form }) {
  let before = null;
  let changes = 0;
  const button = part("tidy");

  async function show(xml) {
    await modeler.importXML(xml);
    fit(modeler);
    shown();
  }

  async function laidOut() {
    const answer = await fetch(button.dataset.address, {
      method: "POST",
      body: new FormData(form()),
      headers: { Accept: "application/json" },
    });
    const said = await answer.json();
    if (!answer.ok) throw new Refused(said.message);
    return said.content;
  }

  // What was changed while the diagram was being laid out would be lost: then it stays as it is.
  async function tidy() {
    await flush();
    const seen = changes;
    const kept = (await modeler.saveXML({ format: true })).xml;
    const content = await laidOut();
    if (changes !== seen) throw new Refused(say("tidy.changed"));
    await show(content);
    before = kept;
    part("untidy").hidden = false;
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    part("tidied").textContent = say("tidy.busy");
    try {
      await tidy();
      part("tidied").textContent = say("tidy.done");
    } catch (error) {
      part("tidied").textContent = (error instanceof Refused && error.message) || say("tidy.away");
    } finally {
      button.disabled = false;
    }
  });

  part("untidy").addEventListener("click", async () => {
    await show(before);
    forget();
    part("tidied").textContent = "";
  });

  // What is drawn by hand afterwards would be lost by going back: undo is for that.
  function forget() {
    before = null;
    part("untidy").hidden = true;
  }
  modeler.on("commandStack.changed", (event) => {
    if (event?.trigger === "clear") return;
    changes += 1;
    forget();
  });
}

class Refused extends Error {}
