"""Fixes that findings offer: in a file of a draft a wrong text gives way to the nearest right one.

A text is an expression, a name or a value as validation names it; in the file it stands whole, between
quotes, tags or braces, and escaped. Where an element is named only its own text changes; the rest of the
file stays as it is, byte for byte. Refuses to judge, which validation does after each save.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers import expat

from engine.catalogue.check.findings import EMPTY, WHOLE
from engine.errors import Rejected

_TEXTS: Final = {
    "'": "&apos;|&#39;",
    '"': "&quot;|&#34;",
    "<": "&lt;|&#60;",
    ">": "&gt;|&#62;",
    "&": "&amp;|&#38;",
}
_WRITTEN: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_SIGN: Final = re.compile(r"&[^;]{1,8};|.", re.DOTALL)
_SIGN_OF_JSON: Final = re.compile(r"\\.|.", re.DOTALL)
# Whitespace is never given back: a file of nothing else would take its length squared.
_BEFORE: Final = r"""(?P<before>(?:["'>]|&quot;|&\#34;|\{\{|\bin)\s*+=?\s*+)"""
_AFTER: Final = r"""(?P<after>\s*+(?:\\?["'<]|&quot;|&\#34;|\}\}))"""
# An expression of a column without a text, however it is left out.
_NO_QUESTION: Final = re.compile(
    r"(?P<before><(?P<tag>(?P<prefix>\w+:)?inputExpression)\b[^<>]*?)"
    r"(?:/>|>\s*(?:<(?:\w+:)?text\s*(?:/>|>\s*</(?:\w+:)?text>)\s*)?</(?P=tag)>)"
)
# What holds an empty expression: what is said of an element, a condition or placeholder of a letter.
_EMPTY: Final = {
    "bpmn": re.compile(r"(?<!\s)\s*+<zeebe:\w++[^<>]*+(?<=/)>"),
    "html": re.compile(r"""(?<!\s)\s++mms:if=(?:"=\s*+"|'=\s*+')|\{\{\s*+\}\}"""),
}
_SAYS_NOTHING: Final = re.compile(r"""=(?:"=\s*+"|'=\s*+')|^\{\{""")
_TAG: Final = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")


class FixGone(Rejected):
    """Outdated fix: what it would change does not stand there any more."""

    code = "service_draft.fix_gone"


def fixed(path: str, content: bytes, finding: Mapping[str, Any]) -> bytes:
    """Return the file with the fix of a finding (`where`, `fix`: the text and what takes its place).

    Raises `FixGone` where the text does not stand there. An empty text is what is missing in its place: the
    question of a table's column, or words in a file of texts.
    """
    old, new = finding["fix"]
    if not old:
        return _filled(path, content, str(finding["where"]), new)
    if old == EMPTY and not new:
        return _without(path, content, str(finding["where"]))
    old, new = old.strip(), new.strip()
    is_json = not path.endswith((".bpmn", ".dmn", ".html"))
    found = re.compile(f"{_BEFORE}(?P<text>{_pattern(old, is_json=is_json)}){_AFTER}")
    parts, end, total = [], 0, 0
    for begins, ends in _places(path, content, str(finding["where"])):
        part = content[begins:ends].decode(errors="replace")
        mended, count = found.subn(lambda match: _mended(match, old, new, is_json=is_json), part)
        parts += [content[end:begins], mended.encode()]
        end, total = ends, total + count
    if not total:
        raise FixGone
    return b"".join((*parts, content[end:]))


def is_fixable(path: str, content: bytes, finding: Mapping[str, Any]) -> bool:
    """Say whether the fix of a finding can be made in the file as it stands."""
    try:
        return bool(finding["fix"]) and bool(fixed(path, content, finding))
    except FixGone:
        return False


def _filled(path: str, content: bytes, where: str, new: str) -> bytes:
    """Return the file with a text where none stands: the question of a column, or words among texts."""
    if path.startswith("texts/") and new:
        return _worded(content, where, new)
    for begins, ends in _places(path, content, where) if path.endswith(".dmn") and new else ():
        part = content[begins:ends].decode(errors="replace")
        text = "".join(_WRITTEN.get(sign, sign) for sign in new)
        if match := _NO_QUESTION.search(part):
            mended = f"{part[: match.start()]}{_asked(match, text)}{part[match.end() :]}"
            return b"".join((content[:begins], mended.encode(), content[ends:]))
    raise FixGone


def _without(path: str, content: bytes, where: str) -> bytes:
    """Return the file without the first empty expression at a place, and without what holds it."""
    empty = _EMPTY.get(path.rpartition(".")[2])
    for begins, ends in _places(path, content, where):
        part = content[begins:ends].decode(errors="replace")
        holders = empty.finditer(part) if empty else iter(())
        if holder := next((found for found in holders if _SAYS_NOTHING.search(found[0])), None):
            mended = f"{part[: holder.start()]}{part[holder.end() :]}"
            return b"".join((content[:begins], mended.encode(), content[ends:]))
    raise FixGone


def _asked(match: re.Match[str], text: str) -> str:
    before, tag, prefix = match["before"].removesuffix("/").rstrip(), match["tag"], match["prefix"] or ""
    return f"{before}><{prefix}text>{text}</{prefix}text></{tag}>"


def _worded(content: bytes, key: str, words: str) -> bytes:
    """Return a file of texts with words under a key that has none."""
    group, _, name = key.partition(".")
    try:
        texts = json.loads(content)
        is_there = name in texts.setdefault(group, {})
    except (ValueError, AttributeError, TypeError):
        raise FixGone from None
    if is_there or not name:
        raise FixGone
    texts[group][name] = words
    return (json.dumps(texts, ensure_ascii=False, indent=2) + "\n").encode()


def _pattern(text: str, *, is_json: bool) -> str:
    """Return what finds a text however its signs are written in a file."""
    if is_json:
        return re.escape(_json(text))
    signs = (rf"(?:{re.escape(sign)}|{_TEXTS[sign]})" if sign in _TEXTS else re.escape(sign) for sign in text)
    return "".join(r"\s" if sign in (r"\ ", "\\\n", "\\\t") else sign for sign in signs)


def _mended(match: re.Match[str], old: str, new: str, *, is_json: bool) -> str:
    """Return what takes the place of a match: signs that stay are written as they were."""
    signs = (_SIGN_OF_JSON if is_json else _SIGN).findall(match["text"])
    begin = len(os.path.commonprefix([old, new]))
    end = len(os.path.commonprefix([old[begin:][::-1], new[begin:][::-1]]))
    middle = new[begin : len(new) - end]
    is_quoted = match["before"].startswith(('"', "'", "&"))
    written = {**_WRITTEN, **({'"': "&quot;", "'": "&apos;"} if is_quoted else {})}
    middle = _json(middle) if is_json else "".join(written.get(sign, sign) for sign in middle)
    kept = "".join(signs[:begin]), "".join(signs[len(signs) - end :] if end else [])
    return f"{match['before']}{kept[0]}{middle}{kept[1]}{match['after']}"


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _places(path: str, content: bytes, where: str) -> list[tuple[int, int]]:
    """Return where an element begins and ends, and each flow out of it, in order; other files are whole."""
    if where in ("", WHOLE) or not path.endswith((".bpmn", ".dmn")):
        return [(0, len(content))]
    found: list[tuple[int, int]] = []
    begun: list[int | None] = []
    parser = expat.ParserCreate()

    def starts(_: str, attributes: dict[str, str]) -> None:
        is_it = where in (attributes.get("id"), attributes.get("sourceRef"))
        is_within = any(begin is not None for begin in begun)
        begun.append(parser.CurrentByteIndex if is_it and not is_within else None)

    def stops(_: str) -> None:
        begin = begun.pop()
        if begin is not None:
            # An empty element has no end tag, and the index is behind it.
            index = parser.CurrentByteIndex
            tag = _TAG.match(content, index if content.startswith(b"</", index) else begin)
            found.append((begin, tag.end() if tag else begin))

    parser.StartElementHandler, parser.EndElementHandler = starts, stops
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError):
        raise FixGone from None
    return found


def _refuse(*_: Any) -> None:
    raise FixGone
