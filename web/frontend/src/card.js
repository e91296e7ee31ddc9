// Signing in with a card. In a demonstration the browser itself is the card: a key that can't be taken out of it, and
// a certificate of an authority that only demonstrations believe. What is signed is what a real card would sign
// (Web eID): the hash of this site's origin and that of the server's challenge.
import { heldCard, keepCard, dropCard } from "./demo_card.js";

export function offerCards() {
  const place = document.querySelector("[data-card]");
  const make = place?.querySelector("[data-card-make]");
  if (!make || !window.crypto?.subtle || !window.indexedDB) return;
  new Desk(place, make).open();
}

class Desk {
  constructor(place, make) {
    this.place = place;
    this.make = make;
    this.use = place.querySelector("[data-card-use]");
    this.said = place.querySelector("[data-card-said]");
    make.addEventListener("submit", (event) => this.on(event, () => this.makeCard()));
    this.use.addEventListener("submit", (event) => this.on(event, () => this.signIn()));
    const drop = this.use.querySelector("[data-card-drop]");
    drop.addEventListener("click", (event) => this.on(event, () => this.drop()));
  }

  async open() {
    this.place.querySelector("[data-card-unable]").hidden = true;
    if (location.origin !== this.place.dataset.origin) {
      this.said.textContent = this.said.dataset.elsewhere;
      return;
    }
    await this.show();
  }

  async show() {
    this.card = await heldCard();
    this.make.hidden = Boolean(this.card);
    this.use.hidden = !this.card;
    this.use.querySelector("[data-card-holder]").textContent = this.card?.holder ?? "";
  }

  // What a press starts is finished or told, and a second press meanwhile does nothing.
  async on(event, act) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.said.textContent = "";
    try {
      await act();
    } catch {
      this.said.textContent = this.said.dataset.failed;
    } finally {
      this.busy = false;
    }
  }

  async makeCard() {
    const person = this.make.elements.personal_number;
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    const body = new FormData(this.make);
    body.set("public_key", base64(await crypto.subtle.exportKey("spki", pair.publicKey)));
    const { certificate } = await answerOf(this.make.action, body);
    await keepCard({ key: pair.privateKey, certificate, holder: person.selectedOptions[0].textContent });
    await this.show();
    this.use.querySelector("button").focus();
  }

  async signIn() {
    const { nonce } = await answerOf(this.place.dataset.challenge, new FormData(this.use));
    const signed = await Promise.all([location.origin, nonce].map(digest));
    const value = await new Blob(signed).arrayBuffer();
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, this.card.key, value);
    this.use.elements.token.value = JSON.stringify({
      format: "web-eid:1.0",
      algorithm: "ES256",
      unverifiedCertificate: this.card.certificate,
      signature: base64(signature),
    });
    this.use.submit();
  }

  async drop() {
    await dropCard();
    await this.show();
    this.make.querySelector("select").focus();
  }
}

async function answerOf(address, body) {
  const answer = await fetch(address, { method: "POST", body, cache: "no-store" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

function digest(text) {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
