"""Names in a diagram: what people read beside steps, branches, arrows and annotations, as it is drawn.

They are the words of the official language; those of others lie in the texts of the folder, by the same ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.process.source import BPMN, Node, local_name, read_source

# What has a name that nobody reads in the picture, or that is another's: of a role, of the service.
_UNREAD: Final = frozenset({"process", "lane", "participant", "message", "error", "signal", "escalation"})


@dataclass(frozen=True, slots=True)
class DrawnName:
    """The name of something in a diagram; `kind` is its name in BPMN."""

    element: str
    kind: str
    name: str


def drawn_names(content: bytes) -> Iterator[DrawnName]:
    """Yield the names that people read in a diagram, in the order of the file."""
    for node in read_source(content).iter(f"{{{BPMN}}}*"):
        kind, name = local_name(node), _name(node)
        if name and node.get("id") and kind not in _UNREAD:
            yield DrawnName(str(node.get("id")), kind, name)


def _name(node: Node) -> str:
    said = node.findtext("{*}text") if local_name(node) == "textAnnotation" else node.get("name")
    return " ".join((said or "").split())
