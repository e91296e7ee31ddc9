"""Check that everything that runs is drawn once, on the sheet of its level: a lawyer approves what she sees.

A level is drawn where its subprocess is open, else on the plane of its own. Refuses to know places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from engine.process.drawing import Drawing
from engine.process.elements import KINDS
from engine.process.source import BPMN, Node, local_name

NOT_DRAWN: Final = "not_drawn"
DRAWN_TWICE: Final = "drawn_twice"
_RUNS: Final = KINDS | {"sequenceFlow"}


def misplaced_on(root: Node, sheets: Sequence[Drawing]) -> dict[str | None, dict[str, str]]:
    """Return, by sheet, the elements that it should draw and does not, and those that are drawn twice.

    What belongs to a sheet that the file has not is told with the sheet around it.
    """
    times = Counter(shape.get("bpmnElement") for shape in root.iter("{*}BPMNShape", "{*}BPMNEdge"))
    drawn = {sheet.of: {thing.element for thing in sheet.things} for sheet in sheets}
    closed = closed_on(sheets)
    found: dict[str | None, dict[str, str]] = {sheet.of: {} for sheet in sheets}
    for node in root.iterfind(f"{{{BPMN}}}process//{{{BPMN}}}*"):
        if local_name(node) not in _RUNS or not sheets:
            continue
        element, around = str(node.get("id")), _closed_around(node, closed)
        nearest = next((of for of in around if of in drawn), None)
        if element not in drawn.get(around[0] if around else None, ()):
            found[nearest][element] = NOT_DRAWN
        elif times[element] > 1:
            found[nearest][element] = DRAWN_TWICE
    return found


def closed_on(sheets: Sequence[Drawing]) -> frozenset[str]:
    """Return the subprocesses whose inside is not drawn where they stand themselves."""
    shapes = (shape for sheet in sheets for shape in sheet.shapes if shape.kind == "subProcess")
    closed = {shape.element for shape in shapes if not shape.is_expanded}
    return frozenset(closed | {sheet.of for sheet in sheets if sheet.of is not None})


def _closed_around(node: Node, closed: Collection[str]) -> tuple[str, ...]:
    """Return the closed subprocesses that a node is in, from the inside out."""
    holders = (str(holder.get("id")) for holder in node.iterancestors(f"{{{BPMN}}}subProcess"))
    return tuple(holder for holder in holders if holder in closed)
