"""Coordinates of a diagram: boxes, lines and their labels, as its author laid them out.

A diagram has one sheet, and one more for each closed subprocess with a plane of its own (decision 144). Tells
what is on paper and nothing of what runs: pools, lanes and remarks are drawn too. What has no place is left
out. Refuses to know a case and how a browser draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.process.elements import EVENTS
from engine.process.source import ZEEBE, Node, local_name, property_of, read_source

MARGIN: Final = 24.0
# What others lie on: it is drawn first.
GROUNDS: Final = frozenset({"participant", "lane", "subProcess", "group"})
LANE_OF: Final = "mms:role"
_LOOP: Final = "multiInstanceLoopCharacteristics"


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn as a box; `kind` is its name in BPMN, `event` what an event is about."""

    element: str
    kind: str
    name: str
    box: Box
    label: Box | None = None
    event: str | None = None
    called: str | None = None
    is_interrupting: bool = True
    is_expanded: bool = True
    repeats: str | None = None  # parallel, sequential
    role: str | None = None  # of a lane: whose it is
    is_inner: bool = False  # stands within a subprocess

    @property
    def is_ground(self) -> bool:
        return self.kind in GROUNDS and self.is_expanded

    @property
    def is_event(self) -> bool:
        return self.kind in EVENTS

    @property
    def leans(self) -> str:
        """Return the side of its name on which an event at an edge stands: shorter words stand near to it."""
        if self.kind != "boundaryEvent" or self.label is None:
            return "middle"
        middle = self.box.x + self.box.width / 2
        if self.label.x >= middle:
            return "start"
        return "end" if self.label.x + self.label.width <= middle else "middle"


@dataclass(frozen=True, slots=True)
class Line:
    """A flow, or what ties a remark to something; `source` and `target` are the elements at its ends."""

    element: str
    kind: str
    name: str
    points: tuple[tuple[float, float], ...]
    label: Box | None = None
    source: str = ""
    target: str = ""

    @property
    def leans(self) -> str:
        """Return the side of its label on which the line runs down, where shorter words have to stand too."""
        box = self.label
        for (x, y), (x2, y2) in pairwise(self.points) if box else ():
            if box and x == x2 and min(y, y2) < box.y + box.height and box.y < max(y, y2):
                if x <= box.x:
                    return "start"
                if x >= box.x + box.width:
                    return "end"
        return "middle"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet of a diagram; `frame` holds all of it, `of` is the closed subprocess whose inside it draws."""

    frame: Box
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    of: str | None = None
    name: str = ""

    @property
    def things(self) -> tuple[Shape | Line, ...]:
        """Return all that is drawn on the sheet."""
        return (*self.shapes, *self.lines)

    def has_event_below(self, step: Shape) -> bool:
        """Tell whether an event stands at the lower edge of a step, where its name would end."""
        box = step.box
        return any(
            shape.kind == "boundaryEvent"
            and abs(shape.box.y + shape.box.height / 2 - box.y - box.height) <= 1
            and box.x < shape.box.x + shape.box.width / 2 < box.x + box.width
            for shape in self.shapes
        )


def drawing_of(content: bytes) -> Drawing | None:
    """Return the outermost sheet of a diagram, or None where nothing of it is drawn."""
    return next(iter(drawings_of(content)), None)


def drawings_of(content: bytes) -> tuple[Drawing, ...]:
    """Return the sheets of a diagram, the outermost first."""
    return drawn(read_source(content))


def drawn(root: Node) -> tuple[Drawing, ...]:
    """Return the sheets of a diagram that has been read, none where the outermost is empty.

    The sheets of subprocesses stand in the order of these in the file.
    """
    nodes = {node.get("id", ""): node for node in root.iter() if isinstance(node.tag, str) and node.get("id")}
    planes = planes_of(root)
    sheets: list[Drawing] = []
    for of, plane in planes.items():
        shapes, lines = tuple(_shapes(plane, nodes, planes)), tuple(_lines(plane, nodes))
        if shapes:
            shapes = tuple(sorted(shapes, key=lambda shape: not shape.is_ground))
            name = _name(nodes[of]) if of is not None else ""
            sheets.append(Drawing(_frame(shapes, lines), shapes, lines, of, name))
    return tuple(sheets) if sheets and sheets[0].of is None else ()


def planes_of(root: Node) -> dict[str | None, Node]:
    """Return the plane of each sheet: that of the whole first, under None, then those of subprocesses.

    Of two planes for one subprocess the first counts, as in the editor.
    """
    inner = [str(node.get("id")) for node in root.iter("{*}subProcess")]
    by_element: dict[str | None, Node] = {}
    for plane in root.iterfind("{*}BPMNDiagram/{*}BPMNPlane"):
        of = plane.get("bpmnElement")
        by_element.setdefault(of if of in inner else None, plane)
    return {of: by_element[of] for of in (None, *inner) if of in by_element}


def _shapes(plane: Node, nodes: Mapping[str, Node], planes: Mapping[str | None, Node]) -> Iterator[Shape]:
    for drawn in plane.iter("{*}BPMNShape"):
        node, box = nodes.get(drawn.get("bpmnElement", "")), _bounds(drawn)
        if node is None or box is None:
            continue
        yield Shape(
            element=node.get("id", ""),
            kind=local_name(node),
            name=_name(node),
            box=box,
            label=_label(drawn),
            event=_event(node),
            called=_called(node),
            is_interrupting=node.get("cancelActivity") != "false",
            is_expanded=drawn.get("isExpanded") not in ("false", "0") and node.get("id") not in planes,
            repeats=_repeats(node),
            role=property_of(node, LANE_OF) if local_name(node) == "lane" else None,
            is_inner=_is_inner(node),
        )


def _lines(plane: Node, nodes: Mapping[str, Node]) -> Iterator[Line]:
    for drawn in plane.iter("{*}BPMNEdge"):
        node = nodes.get(drawn.get("bpmnElement", ""))
        points = tuple(filter(None, (_point(waypoint) for waypoint in drawn.iterfind("{*}waypoint"))))
        if node is not None and len(points) > 1:
            ends = node.get("sourceRef", ""), node.get("targetRef", "")
            yield Line(node.get("id", ""), local_name(node), _name(node), points, _label(drawn), *ends)


def _frame(shapes: tuple[Shape, ...], lines: tuple[Line, ...]) -> Box:
    boxes = [shape.box for shape in shapes] + [shape.label for shape in shapes if shape.label]
    boxes += [line.label for line in lines if line.label]
    across = [x for box in boxes for x in (box.x, box.x + box.width)]
    down = [y for box in boxes for y in (box.y, box.y + box.height)]
    across += [x for line in lines for x, _ in line.points]
    down += [y for line in lines for _, y in line.points]
    left, top = min(across) - MARGIN, min(down) - MARGIN
    return Box(left, top, max(across) + MARGIN - left, max(down) + MARGIN - top)


def _is_inner(node: Node) -> bool:
    around = node.getparent()
    return around is not None and local_name(around) == "subProcess"


def _name(node: Node) -> str:
    text = node.findtext("{*}text") if local_name(node) == "textAnnotation" else None
    return (text or node.get("name") or "").strip()


def _event(node: Node) -> str | None:
    found = (local_name(child) for child in node if isinstance(child.tag, str))
    return next(
        (name.removesuffix("EventDefinition") for name in found if name.endswith("EventDefinition")), None
    )


def _called(node: Node) -> str | None:
    found = node.find(f".//{{{ZEEBE}}}calledElement") if local_name(node) == "callActivity" else None
    return None if found is None else found.get("processId")


def _repeats(node: Node) -> str | None:
    loop = node.find(f"{{*}}{_LOOP}")
    if loop is None:
        return None
    return "sequential" if loop.get("isSequential") in ("true", "1") else "parallel"


def _label(drawn: Node) -> Box | None:
    label = drawn.find("{*}BPMNLabel")
    return None if label is None else _bounds(label)


def _bounds(drawn: Node) -> Box | None:
    bounds = drawn.find("{*}Bounds")
    if bounds is None:
        return None
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = numbers
    if x is None or y is None or width is None or height is None or width <= 0 or height <= 0:
        return None
    return Box(x, y, width, height)


def _point(drawn: Node) -> tuple[float, float] | None:
    x, y = _number(drawn.get("x")), _number(drawn.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return round(number, 1) if math.isfinite(number) else None
