// Signing with a card what the page shows: the server says what the card has to sign, the card signs it, and the page's
// form brings the signature. The page works without: then one signs on paper.
import { tell } from "./card.js";
import { canHold, heldCard, makeCard } from "./demo_card.js";
import { cardAndCertificate, prepared, signed } from "./signing_steps.js";

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
  offerDemoCard(said, form.querySelector("button"));
}

// Where there are demonstration cards, whoever holds none of their own in this browser makes one here.
export async function offerDemoCard(said, next) {
  const make = document.querySelector("[data-sign-make]");
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
      next.focus();
    } catch (problem) {
      tell(said, problem);
    } finally {
      button.disabled = false;
    }
  });
}

async function sign(form) {
  const { card, certificate } = await cardAndCertificate();
  let asked;
  try {
    asked = await prepared(form.dataset.sign, new FormData(form), certificate);
  } catch (problem) {
    if (!problem.anew) throw problem;
    // What the page shows is not what would be signed any more.
    window.location.assign(problem.anew);
    return;
  }
  const { title, purpose } = form.dataset;
  const { signatures } = await signed(card, [{ ...asked, title }], purpose);
  [form.elements.signature.value] = signatures;
  form.elements.preparation.value = asked.preparation;
  form.submit();
}
