"""Diagrams as an editor writes them back: unchanged they keep their bytes, changed they read like the others.

Editors write the same document otherwise: quotes, spaces, `686.0` as `686`, elements and shapes in another
order, the cross of a gateway said aloud, labels without a place. Those differences would stand in every
comparison of two versions. Refuses to know what a diagram means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from engine.process.source import Node, read_source

# Where and how large a shape is drawn.
_DRAWN: Final = frozenset({"x", "y", "width", "height"})
_WHOLE: Final = re.compile(r"(-?\d+)\.0+")
_DI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ORDERED: Final = (
    f"{_DI}BPMNPlane",
    *(f"{_BPMN}{name}" for name in ("process", "subProcess", "laneSet", "lane")),
)
_MARKER: Final = "isMarkerVisible"


def written_back(new: bytes, *known: bytes | None) -> bytes:
    """Return the first of `known` that says the same as `new`, else `new` as our diagrams are written.

    Of two documents `known`, the later is the one that `new` was made from; its order of shapes is kept.
    """
    found = [document for document in known if document is not None]
    same = (document for document in found if _meaning(document) == _meaning(new, like=document))
    return next(same, None) or _as_ours(new, like=found[-1] if found else new)


def changed(content: bytes, change: Callable[[Node], None]) -> bytes:
    """Return the document after a change of its tree; what is not changed keeps its bytes."""
    root = _parsed(content, keeps_space=True)
    change(root)
    return written_back(bytes(etree.tostring(root)), content)


def _as_ours(content: bytes, *, like: bytes) -> bytes:
    """Return the document with our declaration, quotes and line end, all in the order of another."""
    root = _parsed(content, keeps_space=True)
    _order(root, like=_parsed(like, keeps_space=False))
    for shape in _shapes(root):
        if shape.get(_MARKER) == "true":
            del shape.attrib[_MARKER]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _order(root: Node, *, like: Node) -> None:
    """Put children into the order that they have in another document; new ones stay in their places.

    An editor takes out what it moves and undoes, and puts it back at the end.
    """
    others = {parent.get("id"): parent for parent in _ordered_in(like)}
    for parent in _ordered_in(root):
        other = others.get(parent.get("id"))
        if other is None:
            continue
        place = {_name_of(child): number for number, child in enumerate(other)}
        known = sorted(
            (child for child in parent if _name_of(child) in place), key=lambda child: place[_name_of(child)]
        )
        tails, rest = [child.tail for child in parent], iter(known)
        parent[:] = [next(rest) if _name_of(child) in place else child for child in list(parent)]
        for child, tail in zip(parent, tails, strict=True):
            child.tail = tail


def _ordered_in(root: Node) -> list[Node]:
    """Return the elements in which the order of what they hold is nobody's wish."""
    return [element for element in root.iter(*_ORDERED) if element.get("id")]


def _name_of(child: Node) -> tuple[str, str]:
    return str(child.tag), child.get("id") or (child.text or "").strip()


def _meaning(content: bytes, *, like: bytes | None = None) -> bytes:
    """Return what all ways of writing have in common; in the order of another document, if one is given."""
    read_source(content)  # refuses what no tree should be built from
    root = _parsed(content, keeps_space=False)
    if like is not None:
        _order(root, like=_parsed(like, keeps_space=False))
    for element in root.iter(etree.Element):
        if element.text is not None and not element.text.strip():
            element.text = None
        for name in _DRAWN.intersection(map(str, element.attrib)):
            if whole := _WHOLE.fullmatch(element.attrib[name]):
                element.attrib[name] = whole[1]
    for shape in _shapes(root):
        if shape.get(_MARKER) == "true":
            del shape.attrib[_MARKER]
        for label in shape.findall(f"{_DI}BPMNLabel"):
            if not len(label) and not label.attrib:
                shape.remove(label)
            for bounds in label:
                bounds.attrib.pop("height", None)  # follows from its words, in every editor's own font
    for plane in root.iter(f"{_DI}BPMNPlane"):
        plane[:] = sorted(plane, key=lambda shape: shape.get("id") or "")
    return bytes(etree.tostring(root, method="c14n2"))


def _shapes(root: Node) -> list[Node]:
    return [shape for plane in root.iter(f"{_DI}BPMNPlane") for shape in plane]


def _parsed(content: bytes, *, keeps_space: bool) -> Node:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=not keeps_space,
    )
    return etree.fromstring(content, parser)
