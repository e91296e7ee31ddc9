// Dialog that says when something stands in a letter, or for each row of what list it stands there.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { COMPARED, readCondition, testsOf, writeCondition } from "./asked.js";

// `asks` is "if" or "for"; `said` what stands there now; `done(text)` takes what is to stand there, null for nothing.
export function FrameDialog({ look, asks, said, done, close }) {
  const place = useRef(null);
  useEffect(() => place.current.showModal(), []);
  const { say } = look;
  const Fields = asks === "if" ? ConditionFields : RepetitionFields;
  const [text, setText] = useState(said ?? "");
  const finish = (event) => {
    event.preventDefault();
    if (text.trim()) done(text.trim());
  };
  return html`<dialog ref=${place} class="letter-dialog" aria-labelledby="letter-dialog-title" onClose=${close}>
    <form onSubmit=${finish}>
      <h2 id="letter-dialog-title">${say(`letter.${asks}.title`)}</h2>
      <${Fields} look=${look} text=${text} setText=${setText} />
      <p class="buttons"><button class="button" disabled=${!text.trim()}>${say("letter.apply")}</button>
        ${said === null ? "" : html`<button class="button second" type="button" onClick=${() => done(null)}>${say(`letter.${asks}.remove`)}</button>`}
        <button class="button second" type="button" onClick=${() => place.current.close()}>${say("letter.cancel")}</button></p>
    </form></dialog>`;
}

function ConditionFields({ look, text, setText }) {
  const { say } = look;
  const read = readCondition(text);
  const known = read && look.known.get(read.path) ? read : null;
  const [isWritten, setWritten] = useState(Boolean(text) && !known);
  const datum = known && look.known.get(known.path);
  const tests = testsOf(datum?.kind);
  const choose = (change) => {
    const next = { ...(known ?? { value: "" }), ...change };
    const of = look.known.get(next.path);
    const all = testsOf(of.kind);
    if (!all.includes(next.test)) next.test = all[0];
    if (of.options.length && !of.options.some(([value]) => value === next.value)) next.value = of.options[0][0];
    setText(writeCondition(next));
  };
  if (isWritten)
    return html`<${Written} look=${look} text=${text} setText=${setText} hint="letter.if.hint" />
      <p><button class="plain-button" type="button" onClick=${() => (setText(""), setWritten(false))}>${say("letter.build")}</button></p>`;
  return html`<${Datum} look=${look} id="letter-if-value" label=${say("letter.if.value")} chosen=${known?.path ?? ""} data=${() => true} choose=${(path) => choose({ path })} />
    ${known && html`<div class="f-field"><label class="f-label" for="letter-if-test">${say("letter.if.test")}</label>
      <select class="f-select" id="letter-if-test" onChange=${({ target }) => choose({ test: target.value })}>
      ${tests.map((one) => html`<option key=${one} value=${one} selected=${one === known.test}>${say(`letter.if.tests.${one}`)}</option>`)}</select></div>`}
    ${known && COMPARED.includes(known.test) && html`<${Compared} look=${look} datum=${datum} value=${known.value} choose=${(value) => choose({ value })} />`}
    <p><button class="plain-button" type="button" onClick=${() => setWritten(true)}>${say("letter.write")}</button></p>`;
}

function Compared({ look, datum, value, choose }) {
  const label = html`<label class="f-label" for="letter-if-with">${look.say("letter.if.with")}</label>`;
  const changed = ({ target }) => choose(target.value);
  if (datum.options.length)
    return html`<div class="f-field">${label}<select class="f-select" id="letter-if-with" onChange=${changed}>
      ${datum.options.map(([one, words]) => html`<option key=${one} value=${one} selected=${one === value}>${words}</option>`)}</select></div>`;
  return html`<div class="f-field">${label}<input class="f-input" id="letter-if-with" type="number" step="any" value=${value} onInput=${changed} /></div>`;
}

function RepetitionFields({ look, text, setText }) {
  const { say } = look;
  const found = /^(\w+)\s+in\s+=(.*)$/s.exec(text);
  const items = found?.[2].trim() ?? "";
  const isKnown = !items || look.known.get(items);
  const [isWritten, setWritten] = useState(!isKnown);
  const name = found?.[1] ?? "row";
  if (isWritten)
    return html`<${Written} look=${look} text=${items} setText=${(said) => setText(said.trim() ? `${name} in =${said}` : "")} hint="letter.for.hint" />
      <p><button class="plain-button" type="button" onClick=${() => (setText(""), setWritten(false))}>${say("letter.build")}</button></p>`;
  return html`<${Datum} look=${look} id="letter-for-list" label=${say("letter.for.list")} chosen=${items}
      data=${({ kind }) => kind === "list" || kind === "several"} choose=${(path) => setText(`${name} in =${path}`)} />
    <p><button class="plain-button" type="button" onClick=${() => setWritten(true)}>${say("letter.write")}</button></p>`;
}

const Written = ({ look, text, setText, hint }) => html`<div class="f-field">
  <label class="f-label" for="letter-written">${look.say("letter.written")}</label>
  <p class="f-hint" id="letter-written-hint">${look.say(hint)}</p>
  <textarea class="f-input source" id="letter-written" rows="3" aria-describedby="letter-written-hint" spellcheck=${false} value=${text} onInput=${({ target }) => setText(target.value)} /></div>`;

export const Datum = ({ look, id, label, chosen, data, choose }) => html`<div class="f-field"><label class="f-label" for=${id}>${label}</label>
  <select class="f-select" id=${id} onChange=${({ target }) => target.value && choose(target.value)}>
    <option value="" selected=${!chosen}>${look.say("letter.choose")}</option>
    ${look.groups
      .map((group) => ({ ...group, data: group.data.filter(data) }))
      .filter((group) => group.data.length)
      .map((group) => html`<optgroup key=${group.label} label=${group.label}>${group.data.map((one) => html`<option key=${one.path} value=${one.path} selected=${one.path === chosen}>${one.label}</option>`)}</optgroup>`)}
  </select></div>`;
