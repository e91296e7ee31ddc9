// The card that a page can use: one in a reader, through the browser's extension and the card program, or, in a
// demonstration, one that this browser holds itself. Both answer alike, so that a page need not know which it has:
//
//   const card = await findCard();
//   await card.certificate("sign")     the certificate, DER in base64; "auth" is that for signing in
//   await card.sign([{ hash, title, data }, …], "SHA-256", purpose)
//                                      { signatures, problem }: the signatures in base64 (PKCS #1 v1.5, or r and s one
//                                      after the other) in the order of the documents; fewer, with the problem, where
//                                      something stopped the card after the first
//   await card.authenticate(nonce)     the text of a Web eID token for this site
//
// `hash` and `data`, the bytes that were hashed, are in base64. A reader's card signs the hash; one that the browser
// holds hashes the data itself, and can't do without them. What does not work is a CardProblem, which `tell` shows.
import { DemoCard, heldCard } from "./demo_card.js";
import { CardProblem } from "./card_problem.js";

export { CardProblem, tell } from "./card_problem.js";

/** The card that this browser holds, if it does, else that of the reader, present or not: asking it will tell. */
export async function findCard() {
  const held = await heldCard();
  return held ? new DemoCard(held) : new ReaderCard();
}

export class ReaderCard {
  kind = "reader";

  async certificate(purpose) {
    return (await ask("certificate", { purpose })).certificate;
  }

  async sign(documents, algorithm, purpose) {
    const shown = documents.map(({ hash, title }) => ({ hash, title }));
    const { signatures, stopped } = await ask("sign", { documents: shown, algorithm, purpose });
    return { signatures, problem: stopped ? new CardProblem(stopped) : null };
  }

  async authenticate(nonce) {
    return JSON.stringify((await ask("authenticate", { nonce })).token);
  }

  /** What is in the way, or that nothing is: a list of findings with words in the languages, the first one first. */
  async findings() {
    return (await ask("status", {})).findings;
  }
}

// The extension's script on this page leaves its mark before any script of ours runs.
export const hasExtension = () => "mmsCard" in document.documentElement.dataset;

function ask(command, said) {
  if (!hasExtension()) return Promise.reject(new CardProblem({ code: "extension.missing" }));
  const id = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const listen = ({ source, data }) => {
      if (source !== window || data?.mmsCard !== "answer" || data.id !== id) return;
      window.removeEventListener("message", listen);
      if (data.error) reject(new CardProblem(data.error));
      else resolve(data.result);
    };
    window.addEventListener("message", listen);
    const question = { ...said, mmsCard: "question", id, command, language: document.documentElement.lang };
    window.postMessage(question, location.origin);
  });
}
