"""The XML Schema of BPMN 2.0, as the OMG published it, and the check of a diagram against it.

The schema files come with the pinned SpiffWorkflow (3.2.0). Extension elements and attributes of
other namespaces are beyond them; the whitelist of the catalogue judges those.
"""

import threading
from dataclasses import dataclass
from importlib import resources
from typing import Final

from lxml import etree

from engine.process.source import Node

MOST: Final = 20
_OWN: Final = threading.local()


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the schema is not kept; `element` is the nearest id around it."""

    element: str
    line: int
    detail: str


def breaches(root: Node) -> tuple[Breach, ...]:
    """Return the first places where a document does not keep to the schema."""
    schema = _schema()
    if schema.validate(root):
        return ()
    tree = root.getroottree()
    return tuple(_breach(tree, entry) for entry in list(schema.error_log)[:MOST])


def _schema() -> etree.XMLSchema:
    """Return the thread's own schema: one keeps the errors of its last document, whoever asked."""
    found: etree.XMLSchema | None = getattr(_OWN, "schema", None)
    if found is None:
        file = resources.files("SpiffWorkflow") / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
        with resources.as_file(file) as path:
            found = _OWN.schema = etree.XMLSchema(etree.parse(path))
    return found


def _breach(tree: "etree._ElementTree", entry: "etree._LogEntry") -> Breach:
    node: Node | None = _node(tree, entry.path) if entry.path else None
    element = ""
    while node is not None and not element:
        element = node.get("id") or ""
        node = node.getparent()
    return Breach(element, entry.line, _plain(entry.message))


def _node(tree: "etree._ElementTree", path: str) -> Node | None:
    prefixes = {prefix: uri for prefix, uri in tree.getroot().nsmap.items() if prefix}
    try:
        found = tree.xpath(path, namespaces=prefixes)
    except etree.XPathError:
        # A prefix that is declared further in; the line is told all the same.
        return None
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None


def _plain(message: str) -> str:
    """Return the message without the addresses of namespaces, short enough to be read."""
    words = [word.rpartition("}")[2] if "{http" in word else word for word in message.split(" ")]
    return " ".join(words)[:300]
