"""Recording of a scenario's run into its file, as what is expected from then on.

Kept are the deadline, what followed where it ran out, and of letters and acts the lines that hold a value
or depend on a condition: of those that differ in numbers alone one, in the first scenario that has it; what
most of the letters say, such as who sends them, once for all of them. A line that is expected and not there
any more goes. Refuses to judge whether it is right: whoever keeps it reads it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lxml import html as markup

from engine.scenarios.compare import Shown
from engine.scenarios.reading import lines_of

Pages = Mapping[str, str]  # HTML by language
_OF_MMS: Final = re.compile(r"mms[:_-]")
_NUMBERS: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Outcome:
    """Outcome of a run: the last day of the clock, letters as they went out, what people were shown beside.

    `templates` are the sources by name and language; `expired` is what followed from the end of the term.
    """

    due_on: str | None
    letters: tuple[tuple[str, Pages], ...]
    shown: Shown
    templates: Mapping[tuple[str, str], bytes]
    expired: str | None = None


class Witnessed:
    """Lines that some scenario of the service has: by letter, or for all where most letters have them."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        said: dict[tuple[str, str], set[str]] = {}
        for outcome in outcomes:
            for name, pages in (*outcome.letters, *outcome.shown.acts.items()):
                for language, page in pages.items():
                    lines = said.setdefault((name, language), set())
                    lines.update(_NUMBERS.sub("0", line) for line in lines_of(page))
        letters = Counter(language for _, language in said)
        found = Counter((language, line) for (_, language), lines in said.items() for line in lines)
        self._common = {key for key, count in found.items() if count > max(2, letters[key[0]] // 2)}
        self._known: set[tuple[str, str, str]] = set()
        self._forms: set[tuple[str, tuple[str, ...]]] = set()
        self._conditions: set[tuple[str, str, bool]] = set()

    def is_new(self, name: str, language: str, line: str) -> bool:
        """Say whether no scenario had the line of a letter before; from now on one has."""
        text = _NUMBERS.sub("0", line)
        key = ("" if (language, text) in self._common else name, language, text)
        is_new = key not in self._known
        self._known.add(key)
        return is_new

    def is_new_form(self, element: str, hidden: Sequence[str]) -> bool:
        """Say whether no scenario had the form of a step in this shape before; from now on one has."""
        key = (element, tuple(hidden))
        is_new = key not in self._forms
        self._forms.add(key)
        return is_new

    def is_new_condition(self, name: str, text: str, value: bool) -> bool:
        """Say whether no scenario had the condition of a letter say this before; from now on one has."""
        key = (name, text, value)
        is_new = key not in self._conditions
        self._conditions.add(key)
        return is_new


def keep(content: bytes, outcome: Outcome, witnessed: Witnessed) -> bytes:
    """Return the file of a scenario with what its run came to."""
    scenario = json.loads(content)
    scenario["expect"] = expectations(scenario["expect"], outcome, witnessed)
    return f"{json.dumps(scenario, indent=2, ensure_ascii=False)}\n".encode()


def expectations(expected: Mapping[str, Any], outcome: Outcome, witnessed: Witnessed) -> dict[str, Any]:
    """Return what a scenario expects with what its run came to."""
    expect = dict(expected)
    if outcome.due_on is not None:
        expect.setdefault("due_on", outcome.due_on)
    if outcome.expired is not None:
        expect.setdefault("expired", outcome.expired)
    if "letters" in expect or outcome.letters:
        letters = expect.get("letters", [name for name, _ in outcome.letters])
        if [_name_of(letter) for letter in letters] == [name for name, _ in outcome.letters]:
            expect["letters"] = [
                _with_lines(letter, pages, outcome, witnessed)
                for letter, (_, pages) in zip(letters, outcome.letters, strict=True)
            ]
    if hidden := _hidden(expect.pop("hidden", {}), outcome, witnessed):
        expect["hidden"] = hidden
    if conditions := _conditions(expect.pop("conditions", {}), outcome, witnessed):
        expect["conditions"] = conditions
    sent = {name for name, _ in outcome.letters}
    acts = {_name_of(act): act for act in expect.get("acts", [])}
    for name, pages in sorted(outcome.shown.acts.items()):
        if name not in sent:
            acts[name] = _with_lines(acts.get(name, name), pages, outcome, witnessed)
    if told := [act for act in acts.values() if not isinstance(act, str)]:
        expect["acts"] = told
    return expect


def _hidden(expected: Mapping[str, Any], outcome: Outcome, witnessed: Witnessed) -> dict[str, list[str]]:
    """Return what forms of steps hid, where the scenario says it or no other has such a form yet."""
    found = outcome.shown.hidden.items()
    news = {element for element, hidden in found if witnessed.is_new_form(element, hidden)}
    return {element: list(hidden) for element, hidden in found if element in expected or element in news}


def _conditions(
    expected: Mapping[str, Mapping[str, bool]], outcome: Outcome, witnessed: Witnessed
) -> dict[str, dict[str, bool]]:
    """Return what conditions said, where the scenario says it or no other has them say it yet."""
    found: dict[str, dict[str, bool]] = {}
    for name, conditions in sorted(outcome.shown.conditions.items()):
        known = expected.get(name, {})
        news = {text for text, value in conditions.items() if witnessed.is_new_condition(name, text, value)}
        if kept := {text: value for text, value in conditions.items() if text in known or text in news}:
            found[name] = kept
    return found


def _name_of(expected: Any) -> str:
    return expected if isinstance(expected, str) else str(expected["template"])


def _with_lines(expected: Any, pages: Pages, outcome: Outcome, witnessed: Witnessed) -> Any:
    """Return what is expected of a letter or act, with its lines that no scenario has yet."""
    name = _name_of(expected)
    contains = {} if isinstance(expected, str) else dict(expected["contains"])
    for language, page in sorted(pages.items(), reverse=True):
        said = lines_of(page)
        lines = [text for text in contains.pop(language, []) if any(text in line for line in said)]
        for line in _of_the_case(said, outcome.templates.get((name, language), b"")):
            if witnessed.is_new(name, language, line) and not any(text in line for text in lines):
                lines.append(line)
        if lines:
            contains[language] = lines
    return {"template": name, "contains": contains} if contains else name


def _of_the_case(lines: Iterable[str], template: bytes) -> Iterator[str]:
    """Yield the lines of a page that the template does not say in every case."""
    always = _always(template)
    return (line for line in dict.fromkeys(lines) if line not in always)


@lru_cache(maxsize=512)
def _always(template: bytes) -> frozenset[str]:
    """Return the lines of a template without placeholders, outside of conditions and loops."""
    if not template:
        return frozenset()
    root = markup.document_fromstring(template.decode())
    for node in [node for node in root.iter() if _is_of_mms(node)]:
        if node.getparent() is not None:
            node.drop_tree()
    return frozenset(line for line in lines_of(markup.tostring(root, encoding="unicode")) if "{{" not in line)


def _is_of_mms(node: Any) -> bool:
    return isinstance(node.tag, str) and any(map(_OF_MMS.match, (node.tag, *node.attrib)))


def merged(outcomes: Sequence[tuple[str, bytes, Outcome]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a service's scenarios that change, in order of name."""
    witnessed = Witnessed(outcome for _, _, outcome in outcomes)
    for name, content, outcome in outcomes:
        kept = keep(content, outcome, witnessed)
        if kept != content:
            yield name, kept


def renewed(scenarios: Mapping[str, Any], outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, Any]]:
    """Return what the scenarios of a service expect with what their runs came to, by name."""
    witnessed = Witnessed(outcomes.values())
    return {
        name: expectations(scenarios[name]["expect"], outcome, witnessed)
        for name, outcome in outcomes.items()
    }
