"""From a filled template to the parts of a letter: subject, plain text, HTML.

The plain text is made from the same tree as the HTML, so that the two can't say different things.
How a letter travels is unknown here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from engine.documents.filled import Rendered

_BLOCKS = frozenset({"p", "div", "section", "article", "header", "footer", "main", "address", "blockquote"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_BODY_STYLE = "font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em"


@dataclass(frozen=True)
class Letter:
    """Letter as the addressee reads it."""

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: str


def letter_of(rendered: Rendered) -> Letter:
    """Return the letter; its subject is the template's title."""
    tree = html.document_fromstring(rendered.html)
    body = tree.find("body")
    text = plain_text(body) if body is not None else ""
    if body is not None and "style" not in body.attrib:
        body.set("style", _BODY_STYLE)
    shown = etree.tostring(tree, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return Letter(rendered.title, text, shown, rendered.language)


def with_foot(letter: Letter, words: str) -> Letter:
    """Return the letter with a line below it that belongs to the copy and not to the letter."""
    tree = html.document_fromstring(letter.html)
    foot = etree.SubElement(tree.find("body"), "p")  # type: ignore[arg-type]
    foot.text = words
    shown = etree.tostring(tree, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return replace(letter, text=f"{letter.text}\n-- \n{words}\n", html=shown)


def plain_text(element: etree._Element) -> str:
    """Return the element as text: a blank line between blocks, lists with their marks."""
    text = "".join(_written(element))
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _written(element: etree._Element) -> Iterator[str]:
    name = str(element.tag)
    if name == "style":
        return
    if name == "br":
        yield "\n"
    before, after = _around(element, name)
    yield before
    yield _flowed(element.text)
    for child in element:
        yield from _written(child)
        yield _flowed(child.tail)
    yield after


def _around(element: etree._Element, name: str) -> tuple[str, str]:
    if name in _BLOCKS or name in _HEADINGS or name in ("ol", "ul", "dl", "table"):
        return "\n\n", "\n\n"
    if name == "li":
        return f"\n{_mark(element)} ", "\n"
    if name in ("tr", "dt"):
        return "\n", "\n"
    if name == "dd":
        return "\n  ", "\n"
    if name in ("td", "th"):
        return "", " | " if element.getnext() is not None else ""
    return "", ""


def _mark(item: etree._Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "–"
    start = parent.get("start", "1")
    first = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}."


def _flowed(text: str | None) -> str:
    """Line breaks of the source mean nothing in HTML."""
    return re.sub(r"\s+", " ", text or "")
