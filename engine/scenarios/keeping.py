"""What a run of a scenario has come to, written into its file as what is expected from then on.

Kept are the deadline, and of letters and acts the lines that hold a value or depend on a condition: of those
that differ in numbers alone one, in the first scenario that has it. What the file expects already stays.
Refuses to judge whether it is right: whoever keeps it reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lxml import html as markup

from engine.scenarios.reading import lines_of

Pages = Mapping[str, str]  # HTML by language
_OF_MMS: Final = re.compile(r"mms[:_-]")
_NUMBERS: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the last day of the clock, letters as they went out, acts as they were made last.

    `templates` are the sources by name and language.
    """

    due_on: str | None
    letters: tuple[tuple[str, Pages], ...]
    acts: Mapping[str, Pages]
    templates: Mapping[tuple[str, str], bytes]


def keep(content: bytes, outcome: Outcome, witnessed: set[tuple[str, str, str]]) -> bytes:
    """Return the file of a scenario with what its run came to; `witnessed` are lines that others have."""
    scenario = json.loads(content)
    expect = scenario["expect"]
    if outcome.due_on is not None:
        expect.setdefault("due_on", outcome.due_on)
    if "letters" in expect or outcome.letters:
        expected = expect.get("letters", [name for name, _ in outcome.letters])
        if [_name_of(one) for one in expected] == [name for name, _ in outcome.letters]:
            expect["letters"] = [
                _with_lines(one, pages, outcome, witnessed)
                for one, (_, pages) in zip(expected, outcome.letters, strict=True)
            ]
    sent = {name for name, _ in outcome.letters}
    acts = {_name_of(one): one for one in expect.get("acts", [])}
    for name, pages in sorted(outcome.acts.items()):
        if name not in sent:
            acts[name] = _with_lines(acts.get(name, name), pages, outcome, witnessed)
    if told := [one for one in acts.values() if not isinstance(one, str)]:
        expect["acts"] = told
    return f"{json.dumps(scenario, indent=2, ensure_ascii=False)}\n".encode()


def _name_of(expected: Any) -> str:
    return expected if isinstance(expected, str) else str(expected["template"])


def _with_lines(expected: Any, pages: Pages, outcome: Outcome, witnessed: set[tuple[str, str, str]]) -> Any:
    """Return what is expected of a letter or act, with its lines that no scenario has yet."""
    name = _name_of(expected)
    contains = {} if isinstance(expected, str) else dict(expected["contains"])
    for language, page in sorted(pages.items(), reverse=True):
        lines = contains.get(language, [])
        for line in _of_the_case(page, outcome.templates.get((name, language), b"")):
            key = name, language, _NUMBERS.sub("0", line)
            if key not in witnessed and not any(text in line for text in lines):
                lines = [*lines, line]
            witnessed.add(key)
        if lines:
            contains[language] = lines
    return {"template": name, "contains": contains} if contains else name


def _of_the_case(page: str, template: bytes) -> Iterator[str]:
    """Yield the lines of a page that the template does not say in every case."""
    always = _always(template)
    return (line for line in dict.fromkeys(lines_of(page)) if line not in always)


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


def merged(outcomes: Iterable[tuple[str, bytes, Outcome]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a service's scenarios that change, in order of name."""
    witnessed: set[tuple[str, str, str]] = set()
    for name, content, outcome in outcomes:
        kept = keep(content, outcome, witnessed)
        if kept != content:
            yield name, kept
