"""Text of a letter or act as people read it, line by line, and how it differs from what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from lxml import etree
from lxml import html as markup

LINES: Final = frozenset(
    ("title", "h1", "h2", "h3", "h4", "p", "div", "li", "tr", "br", "caption", "dt", "dd", "blockquote")
)
CELLS: Final = frozenset(("td", "th"))


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise."""

    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected!r}, found {self.found!r}"


class Renewable(Difference):
    """A difference of words or questions alone: what a run came to can be kept in its place."""


class OtherForm(Renewable):
    """A form that hides other questions."""


class OtherCondition(Renewable):
    """A condition of a letter or act that says something else, or is not there."""


class Unsaid(Renewable):
    """A text that a letter or act does not have; `found` is the line that comes nearest."""

    def __str__(self) -> str:
        return f"{self.what}: {self.expected!r} is not there; the nearest line is {self.found!r}"


class EmptyPlaceholder(Difference):
    """A placeholder of a letter or act in whose place nothing stands."""

    def __str__(self) -> str:
        said = f"{self.what}: nothing stands in place of {{{{ {self.expected} }}}}"
        return f'{said}; where that is meant, the template says so with mms:if or if … then … else ""'


def lines_of(page: str) -> tuple[str, ...]:
    """Return the lines of a page, its title first; cells of a row make one line."""
    written = "".join(_written(markup.document_fromstring(page)))
    lines = (" ".join(line.split()) for line in written.split("\n"))
    return tuple(line for line in lines if line)


def unsaid(what: str, pages: Mapping[str, str], wanted: Mapping[str, Iterable[str]]) -> Iterator[Difference]:
    """Yield the texts that no line of the page in their language has."""
    for language, texts in wanted.items():
        lines = lines_of(pages[language]) if language in pages else ()
        for text in texts:
            if not any(" ".join(text.split()) in line for line in lines):
                yield Unsaid(f"{what}, {language}", text, _nearest(text, lines))


def _nearest(text: str, lines: Iterable[str]) -> str | None:
    return max(lines, key=lambda line: SequenceMatcher(None, text, line).ratio(), default=None)


def _written(node: etree._Element) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in ("style", "script"):
        yield node.tail or ""
        return
    around = "\n" if node.tag in LINES else " " if node.tag in CELLS else ""
    yield around + (node.text or "").replace("\n", " ")
    for child in node:
        yield from _written(child)
    yield around + (node.tail or "").replace("\n", " ")
