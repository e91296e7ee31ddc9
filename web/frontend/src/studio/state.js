// Parts of an editor's page by their names, and what it says of the file being kept.
import { say } from "./words.js";

export const part = (name) => document.querySelector(`[data-studio="${name}"]`);

export function tellState(state, said, saving) {
  part("state").dataset.state = state;
  part("state").textContent = say(`save.${state}`, said ?? {});
  part("refused").hidden = state !== "refused" && state !== "rival";
  part("rival").hidden = state !== "rival";
  if (said?.message) part("refused-why").textContent = said.message;
  if (state === "rival") part("overwrite").onclick = () => saving.overwrite(said.revision);
}

// Offer what this browser kept because it could not be sent.
export async function offerUnsent(saving) {
  const found = await saving.unsent();
  if (!found) return;
  const at = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(found.at);
  const isOlder = String(found.seen) !== String(saving.revision);
  part("unsent-what").textContent = say(isOlder ? "save.unsent_older" : "save.unsent", { at });
  part("unsent").hidden = false;
  part("unsent-take").onclick = async () => {
    if (await saving.take(found)) window.location.reload();
  };
  part("unsent-drop").onclick = async () => {
    await saving.kept.forget();
    part("unsent").hidden = true;
  };
}
