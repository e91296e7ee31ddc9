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
