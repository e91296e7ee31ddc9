"""Diagrams as an editor writes them back: unchanged they keep their bytes, changed they read like the others.

Editors write the same document otherwise: quotes, spaces, `686.0` as `686`. Those differences would stand in
every comparison of two versions. Refuses to know what a diagram means.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from engine.process.source import read_source

# Where and how large a shape is drawn.
_DRAWN: Final = frozenset({"x", "y", "width", "height"})
_WHOLE: Final = re.compile(r"(-?\d+)\.0+")


def written_back(old: bytes, new: bytes) -> bytes:
    """Return `old` if `new` says the same, else `new` in the way our diagrams are written."""
    if _meaning(old) == _meaning(new):
        return old
    return as_ours(new)


def as_ours(content: bytes) -> bytes:
    """Return the document with our declaration, quotes and line end."""
    root = etree.fromstring(content, _parser(keeps_space=True))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _meaning(content: bytes) -> bytes:
    """Return what both ways of writing have in common."""
    read_source(content)  # refuses what no tree should be built from
    root = etree.fromstring(content, _parser(keeps_space=False))
    for element in root.iter(etree.Element):
        if element.text is not None and not element.text.strip():
            element.text = None
        for name in _DRAWN.intersection(map(str, element.attrib)):
            if whole := _WHOLE.fullmatch(element.attrib[name]):
                element.attrib[name] = whole[1]
    return bytes(etree.tostring(root, method="c14n2"))


def _parser(*, keeps_space: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=not keeps_space,
    )
