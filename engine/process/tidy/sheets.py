"""The sheets that a diagram is laid out on: its process, and the inside of each closed subprocess.

What is on a sheet is all of its level but the inside of what is closed. Refuses to know places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.process.drawing import drawn, planes_of
from engine.process.layout.presence import closed_on
from engine.process.source import BPMN, Node, local_name


def closed_in(root: Node) -> frozenset[str]:
    """Return the subprocesses of a diagram that are drawn closed."""
    return closed_on(drawn(root))


def levels(process: Node, closed: Collection[str]) -> Iterator[Node]:
    """Yield what has a sheet of its own: the process, then the closed subprocesses in their order."""
    yield process
    for part in process.iter(f"{{{BPMN}}}subProcess"):
        if part.get("id") in closed:
            yield part


def on_sheet(level: Node, closed: Collection[str]) -> Iterator[Node]:
    """Yield the elements that stand on the sheet of a level, in the order of the file."""
    for node in level.iterchildren(f"{{{BPMN}}}*"):
        yield node
        if local_name(node) == "subProcess" and node.get("id") not in closed:
            yield from on_sheet(node, closed)


def drop_unused(root: Node, closed: Collection[str]) -> None:
    """Take away planes of what is open or gone, and second ones; and the lanes in open subprocesses."""
    for part in root.iter(f"{{{BPMN}}}subProcess"):
        if part.get("id") not in closed:
            for lanes in part.findall(f"{{{BPMN}}}laneSet"):
                part.remove(lanes)
    planes = planes_of(root)
    kept = [plane for of, plane in planes.items() if of is None or of in closed]
    for diagram in root.findall("{*}BPMNDiagram"):
        if not any(plane in kept for plane in diagram) and kept:
            root.remove(diagram)
