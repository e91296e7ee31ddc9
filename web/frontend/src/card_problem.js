// What kept a card from answering, and showing it: what is wrong, and the one next step.
export class CardProblem extends Error {
  constructor({ code, what, next, tries_left: triesLeft }) {
    super(code);
    this.code = code;
    this.what = what;
    this.next = next;
    this.triesLeft = triesLeft;
  }
}

/**
 * Show a problem in a place of the page (it has role="status"), instead of what stood there. The card program brings
 * its words along; those for what happens on the way to it stand in the page (`sign_in/card_words.html`).
 */
export function tell(place, problem) {
  place.dataset.cardCode = problem instanceof CardProblem ? problem.code : "card.failed";
  if (problem.what) place.replaceChildren(...sentences(problem));
  else place.replaceChildren((ours(problem.code) ?? ours("card.failed")).content.cloneNode(true));
}

const ours = (code) => document.querySelector(`[data-card-words] [data-code="${code}"]`);

/** Two paragraphs in the language of the page: what is wrong, and what to do about it. */
export function sentences({ what, next }) {
  const language = document.documentElement.lang;
  return [what, next].filter(Boolean).map((words) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = words[language] ?? words.ka;
    return paragraph;
  });
}
