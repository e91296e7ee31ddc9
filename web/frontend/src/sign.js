// Signing with a card what the page shows: the server says what the card has to sign, the card signs it, and the page's
// form brings the signature. The page works without: then one signs on paper.
import { CardProblem, findCard, tell } from "./card.js";
import { canHold, heldCard, makeCard } from "./demo_card.js";

export function offerSigning() {
  const form = document.querySelector("[data-sign]");
  if (!form || !window.crypto?.subtle) return;
  document.querySelector("[data-sign-unable]").hidden = true;
  form.hidden = false;
  const said = form.querySelector("[data-sign-said]");
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    said.textContent = said.dataset.working;
    try {
      await sign(form);
    } catch (problem) {
      tell(said, problem);
      isBusy = false;
    }
  });
  offerDemoCard(document.querySelector("[data-sign-make]"), said);
}

// Where there are demonstration cards, whoever holds none of their own in this browser makes one here.
async function offerDemoCard(make, said) {
  if (!make || !canHold()) return;
  const { holder } = make.dataset;
  make.hidden = (await heldCard())?.holder === holder;
  make.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = make.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    try {
      await makeCard(make, holder);
      make.hidden = true;
      said.textContent = make.dataset.made;
      document.querySelector("[data-sign] button").focus();
    } catch (problem) {
      tell(said, problem);
    } finally {
      button.disabled = false;
    }
  });
}

async function sign(form) {
  const card = await findCard();
  const body = new FormData(form);
  body.set("certificate", await card.certificate("sign"));
  const answer = await fetch(form.dataset.sign, { method: "POST", body, cache: "no-store" });
  const asked = await answer.json();
  if (asked.anew) {
    // What the page shows is not what would be signed any more.
    window.location.assign(asked.anew);
    return;
  }
  if (!answer.ok) throw new CardProblem({ code: "card.refused", what: { [document.documentElement.lang]: asked.error } });
  const { title, purpose } = form.dataset;
  form.elements.signature.value = await card.sign(asked.hash, asked.algorithm, title, purpose, asked.data);
  form.elements.preparation.value = asked.preparation;
  form.submit();
}
