"""Reading XML of unknown origin: nothing is fetched, expanded or declared, and no name stands for two things.

Refuses to know what the elements mean.
"""

from __future__ import annotations

from lxml import etree

from signing.errors import Check, Refused

MOST_ELEMENTS, LONGEST = 50_000, 8 * 2**20


def parsed(content: bytes) -> etree._Element:
    """Return the top element. Raises `Refused`."""
    if len(content) > LONGEST:
        raise Refused(Check.CONTAINER, "too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        top = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(Check.CONTAINER, "xml") from None
    # Looked for in the tree and not in the bytes, which may be of any encoding.
    if top.getroottree().docinfo.internalDTD is not None:
        raise Refused(Check.CONTAINER, "xml")
    if sum(1 for _ in top.iter()) > MOST_ELEMENTS:
        raise Refused(Check.CONTAINER, "too_large")
    return top


def refuse_names_twice(top: etree._Element) -> None:
    """Raise `Refused` where an identifier stands for two elements: readers might choose different ones."""
    said = [
        value
        for element in top.iter(etree.Element)
        for name, value in element.attrib.items()
        if str(name).rpartition("}")[2].casefold() == "id"
    ]
    if len(set(said)) != len(said):
        raise Refused(Check.CONTAINER, "id_twice")
