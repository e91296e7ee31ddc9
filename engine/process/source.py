"""The reader of a diagram's XML, which trusts nothing: no entities, no DOCTYPE, no network, many caps."""

from typing import Final

from lxml import etree

from engine.process.errors import DiagramError
from engine.process.scan import scan

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"

Node = etree._Element


def read_source(data: bytes, *, is_foreign: bool = False) -> Node:
    """Return the root of a BPMN document or say why it is refused."""
    scan(data, is_foreign=is_foreign)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DiagramError("diagram.xml_malformed", detail=str(error)) from error
    if root.tag != f"{{{BPMN}}}definitions":
        raise DiagramError("diagram.not_bpmn", tag=str(root.tag))
    return root


def local_name(node: Node) -> str:
    """Return the tag without its namespace."""
    return etree.QName(node).localname


def namespace(node: Node) -> str:
    """Return the namespace of a tag, empty where there is none."""
    return etree.QName(node).namespace or ""


def bpmn_children(node: Node, name: str) -> list[Node]:
    """Return the BPMN children of one name, in the order of the file."""
    return node.findall(f"{{{BPMN}}}{name}")


def is_true(node: Node, attribute: str, *, default: bool = False) -> bool:
    """Return a boolean of XML, which is written in four paths; any other is refused."""
    found = {None: default, "true": True, "1": True, "false": False, "0": False}.get(node.get(attribute))
    if found is None:
        raise DiagramError("diagram.element_does_not_run", node.get("id"), kind=attribute)
    return found


def text_of(node: Node | None) -> str | None:
    """Return the stripped text of a node; an empty one counts as missing."""
    return (node.text or "").strip() or None if node is not None else None


def property_of(node: Node, name: str) -> str | None:
    """Return a property of an element, nothing where it is empty."""
    for found in node.iterfind(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property"):
        if found.get("name") == name:
            return (found.get("value") or "").strip() or None
    return None
