// Preview of a letter beside its editor: as it would be written after a scenario, asked again when all is kept.
export class Preview {
  constructor({ place, address, look }) {
    Object.assign(this, { place, address, look });
    this.scenario = place.querySelector("select");
    this.shown = place.querySelector("[data-letter=filled]");
    this.status = place.querySelector("[role=status]");
    this.question = 0;
    this.scenario?.addEventListener("change", () => this.ask());
    place.querySelector("[data-letter=languages]").addEventListener("change", () => this.show());
    this.ask();
  }

  async ask() {
    const question = ++this.question;
    this.status.textContent = this.place.dataset.busy;
    const target = new URL(this.address, window.location.href);
    if (this.scenario?.value) target.searchParams.set("scenario", this.scenario.value);
    try {
      const answer = await fetch(target);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (question !== this.question) return;
      this.pages = [...page.querySelectorAll("[data-letter-filled]")];
      this.status.textContent = answer.ok ? "" : this.place.dataset.away;
      this.show();
    } catch {
      if (question === this.question) this.status.textContent = this.place.dataset.away;
    }
  }

  show() {
    const language = this.place.querySelector("[data-letter=languages] input:checked").value;
    const page = this.pages?.find((one) => one.dataset.letterFilled === language);
    const shown = page?.cloneNode(true);
    // Values that nothing stands for are called as in the letter.
    for (const code of shown?.querySelectorAll("li > code") ?? []) code.replaceWith(this.look.called(code.textContent).words);
    this.shown.replaceChildren(...(shown?.childNodes ?? []));
  }
}
