// Between the pages that sign, the server and the card: what the card has to sign, and what it has signed. One document
// is signed as many are.
import { CardProblem, findCard } from "./card.js";

/**
 * Ask the server what the card has to sign of a document. `fields` are those of the form that shows it. Returns what the
 * server has prepared. Throws a CardProblem with the server's words; `anew` is then where the document is shown as it is.
 */
export async function prepared(address, fields, certificate) {
  fields.set("certificate", certificate);
  const answer = await fetch(address, { method: "POST", body: fields, cache: "no-store" });
  const said = await answer.json();
  if (answer.ok) return said;
  throw Object.assign(refusal(said.error), { anew: said.anew });
}

/** Have the card sign what was prepared; each document has `hash`, `data`, `title` and `algorithm`. */
export const signed = (card, documents, purpose) => card.sign(documents, documents[0].algorithm, purpose);

export const cardAndCertificate = async () => {
  const card = await findCard();
  return { card, certificate: await card.certificate("sign") };
};

/** A problem in the words of the server, which speaks the language of the page. */
export const refusal = (words) => new CardProblem({ code: "card.refused", what: { [document.documentElement.lang]: words } });
