// Values that can stand in a letter, as a tree with a search: pressed, one stands where the cursor is.
import { html } from "htm/preact";
import { canPrint } from "./look.js";

const MOST_FOUND = 40;
const EXPRESSION = /[.(]/;

// `rows` are the repetitions around the cursor; `put(datum)` writes a value.
// What nobody knows is written as it is typed: a value that a step brings which is still to be drawn.
export function Tree({ look, rows, question, asked, put, write, back }) {
  const { say } = look;
  const groups = [...rows.map((row) => ofRow(row, say)), ...look.groups].map(({ label, data }) => ({ label, data: data.filter(canPrint) }));
  const found = question.trim() ? matching(groups, question) : null;
  const first = found?.[0]?.data[0];
  const typed = (event) => {
    if (event.key === "Enter" && first) put(first);
    else if (event.key === "Enter" && found) write(question.trim());
    else if (event.key === "Escape") back();
    else return;
    event.preventDefault();
  };
  return html`<h2>${say("letter.data")}</h2>
    <label class="f-label" for="letter-search">${say("letter.search")}</label>
    <input class="f-input" id="letter-search" type="search" value=${question} aria-describedby="letter-found"
      onInput=${({ target }) => asked(target.value)} onKeyDown=${typed} />
    <p class="small soft" id="letter-found" role="status">${found ? say("letter.found", { count: found.reduce((sum, { data }) => sum + data.length, 0) }) : say("letter.search_hint")}</p>
    ${found && (!first || EXPRESSION.test(question)) && html`<p><button class="button second" type="button" onClick=${() => write(question.trim())}>${say("letter.write_it", { text: question.trim() })}</button></p>`}
    ${found
      ? found.map((group) => html`<h3 key=${group.label}>${group.label}</h3><${Data} group=${group} look=${look} put=${put} />`)
      : groups.filter(({ data }) => data.length).map((group, at) => html`<details key=${group.label} open=${at < rows.length + 1}><summary>${group.label}</summary><${Data} group=${group} look=${look} put=${put} /></details>`)}`;
}

const Data = ({ group, look, put }) => html`<ul class="letter-data">
  ${group.data.map(
    (datum) => html`<li key=${datum.path}><button type="button" class="letter-datum" data-path=${datum.path} title=${datum.path} onClick=${() => put(datum)}>
      <span>${datum.label}</span> <small>${look.say(`letter.kind.${datum.kind}`)}</small></button></li>`,
  )}</ul>`;

const ofRow = ({ name, of }, say) => ({
  label: say("letter.row_of", { list: of.label }),
  data: of.columns.length ? of.columns.map((one) => ({ ...one, path: `${name}.${one.path}` })) : [{ ...of, kind: "text", path: name }],
});

function matching(groups, question) {
  const words = question.trim().toLowerCase();
  let left = MOST_FOUND;
  return groups
    .map(({ label, data }) => {
      const isWhole = label.toLowerCase().includes(words);
      const kept = data.filter((one) => isWhole || `${one.label} ${one.path}`.toLowerCase().includes(words)).slice(0, left);
      left -= kept.length;
      return { label, data: kept };
    })
    .filter(({ data }) => data.length);
}
