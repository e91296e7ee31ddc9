// Reads the page aloud: with a voice of the browser if it has one in the page's language, else with
// speech from this site. Works by keyboard: three buttons, and Escape stops.
import { piecesOf } from "./reading.js";

export function offerListening() {
  const bar = document.querySelector("[data-listen]");
  if (!bar || !(window.Audio || window.speechSynthesis)) return;
  bar.hidden = false;
  const reader = new Reader(bar);
  window.addEventListener("pagehide", () => reader.stop());
}

class Reader {
  constructor(bar) {
    this.bar = bar;
    this.main = bar.parentElement;
    this.buttons = Object.fromEntries(
      ["start", "pause", "stop"].map((name) => [name, bar.querySelector(`[data-listen-${name}]`)]),
    );
    this.status = bar.querySelector("[role=status]");
    this.words = { pause: this.buttons.pause.textContent, resume: this.buttons.pause.dataset.resume };
    this.buttons.start.addEventListener("click", () => this.start());
    this.buttons.pause.addEventListener("click", () => this.pause());
    this.buttons.stop.addEventListener("click", () => this.stop({ focus: true }));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.run) this.stop({ focus: true });
    });
  }

  async start() {
    const run = { pieces: piecesOf(this.main, this.bar), sounds: new Map() };
    this.run = run;
    this.show(true);
    this.status.textContent = "";
    this.buttons.pause.focus();
    const voice = await voiceFor(document.documentElement.lang);
    try {
      for (let place = 0; place < run.pieces.length && this.run === run; place += 1) {
        const { element, text } = run.pieces[place];
        if (!element.isConnected) continue;
        this.mark(element);
        await (voice ? this.say(run, text, voice) : this.play(run, place));
      }
      if (this.run === run) this.stop({ focus: this.bar.contains(document.activeElement) });
    } catch {
      if (this.run !== run) return;
      this.stop({ focus: true });
      this.status.textContent = this.status.dataset.failed;
    }
  }

  pause() {
    if (!this.run) return;
    const paused = (this.run.paused = !this.run.paused);
    this.buttons.pause.textContent = paused ? this.words.resume : this.words.pause;
    const { audio, utterance } = this.run;
    if (utterance) paused ? speechSynthesis.pause() : speechSynthesis.resume();
    else if (audio) paused ? audio.pause() : audio.play();
  }

  stop({ focus = false } = {}) {
    const run = this.run;
    if (!run) return;
    this.run = null;
    run.audio?.pause();
    if (run.utterance) speechSynthesis.cancel();
    for (const sound of run.sounds.values()) sound.then(URL.revokeObjectURL, () => {});
    run.end?.();
    this.mark(null);
    this.show(false);
    if (focus) this.buttons.start.focus();
  }

  say(run, text, voice) {
    return new Promise((done, failed) => {
      run.end = done;
      run.utterance = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
      run.utterance.addEventListener("end", done);
      run.utterance.addEventListener("error", failed);
      speechSynthesis.speak(run.utterance);
    });
  }

  // The next piece is asked for while this one plays.
  async play(run, place) {
    const address = await this.sound(run, place);
    if (this.run !== run) return;
    if (place + 1 < run.pieces.length) this.sound(run, place + 1).catch(() => {});
    await new Promise((done, failed) => {
      run.end = done;
      run.audio = new Audio(address);
      run.audio.addEventListener("ended", done);
      run.audio.addEventListener("error", failed);
      if (!run.paused) run.audio.play().catch((error) => error.name !== "AbortError" && failed(error));
    });
  }

  sound(run, place) {
    if (!run.sounds.has(place)) run.sounds.set(place, this.fetch(run.pieces[place].text));
    return run.sounds.get(place);
  }

  async fetch(text) {
    const body = new URLSearchParams({ text, csrf_token: this.bar.dataset.token });
    const answer = await fetch(this.bar.dataset.listen, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    return URL.createObjectURL(await answer.blob());
  }

  mark(element) {
    this.main.querySelector(".being-read")?.classList.remove("being-read");
    element?.classList.add("being-read");
    element?.scrollIntoView({ block: "nearest" });
  }

  show(running) {
    this.buttons.start.hidden = running;
    this.buttons.pause.hidden = this.buttons.stop.hidden = !running;
    this.buttons.pause.textContent = this.words.pause;
  }
}

// Some browsers tell their voices late, some have none.
async function voiceFor(language) {
  const voices = () => speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(language));
  if (!window.speechSynthesis) return null;
  if (!speechSynthesis.getVoices().length) {
    await new Promise((done) => {
      speechSynthesis.addEventListener("voiceschanged", done, { once: true });
      setTimeout(done, 300);
    });
  }
  return voices()[0] ?? null;
}
