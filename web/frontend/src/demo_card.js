// The demonstration card: two keys that WebCrypto makes and never lets out, each with a certificate of an authority
// that only demonstrations believe, kept in a database of this site. What it signs is what a real card would sign.
import { CardProblem } from "./card_problem.js";

const STORE = "cards";
const ONLY = "card";
const KEY = { name: "ECDSA", namedCurve: "P-256" };
const PURPOSES = ["auth", "sign"];

function opened() {
  return new Promise((resolve, reject) => {
    // Version 1 held a card without the key that signs: it goes.
    const request = indexedDB.open("demo-card", 2);
    request.onupgradeneeded = () => {
      const database = request.result;
      if (database.objectStoreNames.contains(STORE)) database.deleteObjectStore(STORE);
      database.createObjectStore(STORE);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const canHold = () => Boolean(window.crypto?.subtle && window.indexedDB);
export const heldCard = async () => (canHold() ? inStore("readonly", (store) => store.get(ONLY)) : undefined);
export const dropCard = () => inStore("readwrite", (store) => store.delete(ONLY));

/** Make a card for whom the form names, whose action issues certificates, and keep it. */
export async function makeCard(form, holder) {
  const card = { holder };
  for (const purpose of PURPOSES) {
    const pair = await crypto.subtle.generateKey(KEY, false, ["sign"]);
    const body = new FormData(form);
    body.set("purpose", purpose);
    body.set("public_key", base64(await crypto.subtle.exportKey("spki", pair.publicKey)));
    const answer = await fetch(form.action, { method: "POST", body, cache: "no-store" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    card[purpose] = { key: pair.privateKey, certificate: (await answer.json()).certificate };
  }
  await inStore("readwrite", (store) => store.put(card, ONLY));
}

export class DemoCard {
  kind = "demo";

  constructor(held) {
    this.held = held;
  }

  async certificate(purpose) {
    return this.held[purpose].certificate;
  }

  async sign(documents, algorithm) {
    const signatures = [];
    for (const { hash, data } of documents) {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      if (base64(await crypto.subtle.digest(algorithm, bytes)) !== hash) {
        throw new CardProblem({ code: "card.other_hash" });
      }
      signatures.push(base64(await signed(this.held.sign.key, algorithm, bytes)));
    }
    return { signatures, problem: null };
  }

  async authenticate(nonce) {
    const digests = await Promise.all([location.origin, nonce].map(digest));
    const value = await new Blob(digests).arrayBuffer();
    return JSON.stringify({
      format: "web-eid:1.0",
      algorithm: "ES256",
      unverifiedCertificate: this.held.auth.certificate,
      signature: base64(await signed(this.held.auth.key, "SHA-256", value)),
    });
  }
}

function signed(key, hash, bytes) {
  return crypto.subtle.sign({ name: "ECDSA", hash }, key, bytes);
}

function digest(text) {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
