// Signing in with a card, and finding out why a reader does not work. The page's form brings the answer to the server.
import { CardProblem, findCard, hasExtension, ReaderCard, tell } from "./card.js";
import { sentences } from "./card_problem.js";
import { canHold, dropCard, heldCard, makeCard } from "./demo_card.js";

export function offerCards() {
  const place = document.querySelector("[data-card]");
  const use = place?.querySelector("[data-card-use]");
  if (use && window.crypto?.subtle) new Desk(place, use).open();
}

class Desk {
  constructor(place, use) {
    this.place = place;
    this.use = use;
    this.said = place.querySelector("[data-card-said]");
    this.make = place.querySelector("[data-card-make]");
    this.held = place.querySelector("[data-card-held]");
    this.reader = place.querySelector("[data-card-reader]");
    this.on(use, "submit", (event) => this.signIn(event.submitter));
    this.on(this.reader.querySelector("[data-card-doctor]"), "click", () => this.examine());
    if (!this.make) return;
    this.on(this.make, "submit", () => this.makeCard());
    this.on(this.held.querySelector("[data-card-drop]"), "click", () => this.drop());
  }

  async open() {
    this.place.querySelector("[data-card-unable]").hidden = true;
    if (location.origin !== this.place.dataset.origin) {
      this.said.textContent = this.said.dataset.elsewhere;
      return;
    }
    this.use.hidden = false;
    this.place.dataset.extension = hasExtension() ? "there" : "missing";
    await this.show();
  }

  async show() {
    if (!this.make) return;
    const card = canHold() ? await heldCard() : undefined;
    this.make.hidden = Boolean(card) || !canHold();
    this.held.hidden = !card;
    this.held.querySelector("[data-card-holder]").textContent = card?.holder ?? "";
  }

  // What a press starts is finished or told, and a second press meanwhile does nothing.
  on(target, kind, act) {
    target.addEventListener(kind, async (event) => {
      event.preventDefault();
      if (this.busy) return;
      this.busy = true;
      this.said.replaceChildren();
      try {
        await act(event);
      } catch (problem) {
        tell(this.said, problem);
      } finally {
        this.busy = false;
      }
    });
  }

  async signIn(button) {
    const card = button.value === "reader" ? new ReaderCard() : await findCard();
    const body = new FormData(this.use);
    const answer = await fetch(this.place.dataset.challenge, { method: "POST", body, cache: "no-store" });
    const { nonce, error } = await answer.json().catch(() => ({}));
    if (error) throw new CardProblem({ code: "challenge.refused", what: { [document.documentElement.lang]: error } });
    if (!nonce) throw new Error(`status ${answer.status}`);
    if (card.kind === "reader") this.said.textContent = this.said.dataset.waiting;
    this.use.elements.token.value = await card.authenticate(nonce);
    this.use.submit();
  }

  async examine() {
    this.said.textContent = this.said.dataset.looking;
    const findings = await new ReaderCard().findings();
    this.said.dataset.cardCode = findings[0].code;
    this.said.replaceChildren(...findings.flatMap(sentences));
  }

  async makeCard() {
    await makeCard(this.make, this.make.elements.personal_number.selectedOptions[0].textContent);
    await this.show();
    this.held.querySelector("button").focus();
  }

  async drop() {
    await dropCard();
    await this.show();
    this.make.querySelector("select").focus();
  }
}
