"""The bytes of a DMN file as an element tree. Knows attacks on XML; refuses to know decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from engine.decisions.errors import DecisionError

MAX_BYTES: Final = 2_000_000
NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)


def parse(data: bytes) -> etree._Element:
    """Return the root of a DMN file; nothing outside the bytes is ever read."""
    if len(data) > MAX_BYTES:
        raise DecisionError("decision.too_large", limit=MAX_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DecisionError("decision.malformed_xml", detail=str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise DecisionError("decision.doctype_forbidden")
    if local(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise DecisionError("decision.not_dmn", found=str(root.tag))
    return root


def local(element: etree._Element) -> str:
    """Return the name of an element of DMN; nothing for one of another vocabulary."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in NAMESPACES else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children with one of the names."""
    for child in element:
        if local(child) in names:
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a name."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """Return the text of an element's ``text`` child."""
    text = None if element is None else child(element, "text")
    return "" if text is None or text.text is None else text.text.strip()


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute, empty if it is not there."""
    return "" if element is None else str(element.get(name, "")).strip()
