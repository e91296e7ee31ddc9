"""Graphs written as their arrows, and the stages of tidying run on them.

`graph("a>b b>c")` has steps; a name with a `?` is a branch, one with `(` or `)` begins or ends. `lanes` says
the lane of nodes, of all that are not named it is the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.process.tidy.graph import BOX, BRANCH, EVENT, Flow, Graph, Node
from engine.process.tidy.order import reading_of
from engine.process.tidy.picture import Picture, picture_of
from engine.process.tidy.place import Choices, Placement, place

KINDS = {"?": "exclusiveGateway", "(": "startEvent", ")": "endEvent"}
SIZES = {"exclusiveGateway": (BRANCH, BRANCH), "startEvent": (EVENT, EVENT), "endEvent": (EVENT, EVENT)}


def node(id: str, *, lane: int = 0, parent: str | None = None, host: str | None = None) -> Node:
    kind = "boundaryEvent" if host else KINDS.get(id[-1], "userTask")
    width, height = (EVENT, EVENT) if host else SIZES.get(kind, BOX)
    return Node(id, kind, width, height, lane=lane, parent=parent, host=host)


def frame(id: str, *, lane: int = 0, parent: str | None = None) -> Node:
    return Node(id, "subProcess", *BOX, lane=lane, parent=parent, is_frame=True)


def graph(
    arrows: str,
    *more: Node,
    lanes: Mapping[str, int] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Graph:
    """Return a graph of arrows; `more` are nodes that are no plain steps of the outermost level."""
    lanes, answers = lanes or {}, answers or {}
    pairs = [tuple(arrow.split(">")) for arrow in arrows.split()]
    known = {found.id: found for found in more}
    for name in (end for pair in pairs for end in pair):
        known.setdefault(name, node(name, lane=lanes.get(name, 0)))
    flows = tuple(
        Flow(f"{a}>{b}", a, b, (answers[f"{a}>{b}"],) if f"{a}>{b}" in answers else ()) for a, b in pairs
    )
    return Graph(known, flows, max((found.lane for found in known.values()), default=0) + 1 if lanes else 0)


def placed(found: Graph, choices: Choices | None = None) -> Placement:
    return place(found, reading_of(found), choices or Choices())


def picture(found: Graph, choices: Choices | None = None) -> Picture:
    return picture_of(found, reading_of(found), placed(found, choices))
