"""Splicing of a new layout into the text that was read: all else keeps its bytes.

A serialiser writes quotes and attributes its own way, and every line that it changed so would stand in a
comparison of two versions. Where the pieces can't be told apart in the text, what was written is taken whole.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

# What a layout writes, by local name, in the order of the file.
_WRITTEN: Final = ("collaboration", "laneSet", "BPMNDiagram")
_ROOT_ENDS: Final = re.compile(r"<(?:[\w.-]+:)?definitions\b[^>]*>[ \t]*\n?")
_ROOT_CLOSES: Final = re.compile(r"[ \t]*</(?:[\w.-]+:)?definitions>")
_NEXT_ID: Final = re.compile(r"\s*<[^<>]*?\bid=\"(?P<id>[\w.-]+)\"")


def spliced(read: bytes, written: bytes) -> bytes:
    """Return the bytes that were read with the layout in them, or `written` where that fails."""
    text, new = read.decode("utf-8"), written.decode("utf-8")
    for name in _WRITTEN:
        whole_element = rf"<(?P<prefix>(?:[\w.-]+:)?){name}\b(?:[^>]*/>|.*?</(?P=prefix){name}>)"
        pattern = re.compile(rf"[ \t]*{whole_element}[ \t]*\n?", re.DOTALL)
        pieces, olds = list(pattern.finditer(new)), list(pattern.finditer(text))
        places = [old.span() for old in olds]
        if len(pieces) != len(olds):
            text = pattern.sub("", text)
            found = [_place(name, text, new, piece) for piece in pieces]
            places = [place for place in found if place is not None]
            if len(places) != len(pieces):
                return written
        for (begin, end), piece in sorted(zip(places, pieces, strict=True), key=_from_behind):
            text = text[:begin] + piece[0] + text[end:]
    whole = text.encode("utf-8")
    return whole if _same(whole, written) else written


def _from_behind(put: tuple[tuple[int, int], re.Match[str]]) -> tuple[int, int]:
    """Order pieces by their places, the last first, and those of one place as they stand in the file."""
    return -put[0][0], -put[1].start()


def _place(name: str, text: str, new: str, piece: re.Match[str]) -> tuple[int, int] | None:
    """Return where a piece goes that the text has not: at its root, before what follows it, or at the end."""
    at: int | None = None
    if name == "collaboration":
        begins = _ROOT_ENDS.search(text)
        at = begins.end() if begins else None
    elif name == "BPMNDiagram":
        closes = _ROOT_CLOSES.search(text)
        at = closes.start() if closes else None
    else:
        follows = _NEXT_ID.match(new, piece.end())
        told = re.escape(follows["id"]) if follows else ""
        line = re.search(rf"^[ \t]*<[^<>]*?\bid=\"{told}\"", text, re.M) if follows else None
        at = line.start() if line else None
    return None if at is None else (at, at)


def _same(one: bytes, other: bytes) -> bool:
    try:
        return _canonical(one) == _canonical(other)
    except etree.XMLSyntaxError:
        return False


def _canonical(content: bytes) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=True
    )
    root = etree.fromstring(content, parser)
    for node in root.iter(etree.Element):
        if node.text is not None and not node.text.strip():
            node.text = None
    return bytes(etree.tostring(root, method="c14n2"))
