"""The part of Markdown that texts in forms may use, to safe HTML.

Headings, paragraphs, lists, bold, italics and links. Everything else is text. It refuses HTML altogether:
what looks like a tag is shown as it is written. Values put into a text are never read as Markdown.
A value that stands alone at a bullet makes a bullet of each item of a list, and none of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BULLET_OF_TEMPLATE = re.compile(r"^([ \t]*[-*] +)\{\{((?:(?!\}\}).)*)\}\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_SLOT = re.compile("\ue000([0-9]+)\ue001")
_RESERVED = re.compile("[\ue000\ue001]")
_BLOCK_END = re.compile(r"\n[ \t]*\n")
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_BULLET = re.compile(r"[-*] +(.+)")
_NUMBERED = re.compile(r"[0-9]{1,3}[.)] +(.+)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,1000})\)")
_STRONG = re.compile(r"\*\*(?! )([^*\n]+?)(?<! )\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?! )([^*\n]+?)(?<! )\*(?![*\w])")
_ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)[^\s\\\ue000\ue001]*")


def to_html(source: str, value_of: Callable[[str], str | list[str]] = lambda expression: "") -> Markup:
    """Return HTML; `value_of` gives the text for each {{ expression }}, or the texts of a list."""
    values: list[str] = []

    def slot(value: str) -> str:
        values.append(value)
        return f"\ue000{len(values) - 1}\ue001"

    def one(match: re.Match[str]) -> str:
        value = value_of(match[1])
        return slot(value if isinstance(value, str) else "\n".join(value))

    def bullets(match: re.Match[str]) -> str:
        value = value_of(match[2])
        items = [value] if isinstance(value, str) else value
        return "".join(f"{match[1]}{slot(item)}\n" for item in items if item)

    text = _RESERVED.sub("", source.replace("\r\n", "\n"))
    text = _TEMPLATE.sub(one, _BULLET_OF_TEMPLATE.sub(bullets, text))
    html = "\n".join(_block(block) for block in _BLOCK_END.split(text.strip("\n")) if block.strip())
    return Markup(_SLOT.sub(lambda match: _value(values[int(match[1])]), html))


def _value(value: str) -> str:
    """A value keeps its lines. Slots stand in text only, never in an address."""
    return str(escape(value)).replace("\n", "<br>")


def _block(block: str) -> str:
    """One block; a heading, a list and a paragraph may follow each other without an empty line."""
    return "".join(_pieces([line.strip() for line in block.split("\n")]))


def _pieces(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        if heading := _HEADING.fullmatch(lines[at]):
            level = len(heading[1]) + 1
            yield f'<h{level} class="f-heading">{_inline(heading[2])}</h{level}>'
            at += 1
            continue
        kind = _kind(lines[at])
        end = at
        while end < len(lines) and _kind(lines[end]) == kind and not _HEADING.fullmatch(lines[end]):
            end += 1
        yield _list(kind, lines[at:end]) if kind else _paragraph(lines[at:end])
        at = end


def _kind(line: str) -> str:
    if _BULLET.fullmatch(line):
        return "ul"
    return "ol" if _NUMBERED.fullmatch(line) else ""


def _list(kind: str, lines: list[str]) -> str:
    pattern = _BULLET if kind == "ul" else _NUMBERED
    items = (match[1] for line in lines if (match := pattern.fullmatch(line)))
    return f'<{kind} class="f-list">' + "".join(f"<li>{_inline(item)}</li>" for item in items) + f"</{kind}>"


def _paragraph(lines: list[str]) -> str:
    return '<p class="f-text">' + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(text: str) -> str:
    """Links first, on the raw text, so that an address is judged before anything is escaped."""
    html, at = [], 0
    for link in _LINK.finditer(text):
        html.append(_emphasis(text[at : link.start()]))
        if _ADDRESS.fullmatch(link[2]):
            html.append(f'<a class="f-link" href="{escape(link[2])}">{_emphasis(link[1])}</a>')
        else:
            html.append(_emphasis(link[0]))
        at = link.end()
    return "".join((*html, _emphasis(text[at:])))


def _emphasis(text: str) -> str:
    escaped = str(escape(text))
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", escaped))
