"""The plan of a diagram: its drawing, with what belongs to what (levels, hosts, ends, lanes, law).

`plans_of` reads a file once, a plan for each sheet; the rules ask the plan and never the XML. Refuses to know
what a rule demands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from engine.process.drawing import Box, Drawing, Line, Shape, drawn
from engine.process.elements import GATEWAYS, SCOPES, TASKS
from engine.process.layout.geometry import Point, Segment, Side, around, segments, side_of
from engine.process.layout.presence import misplaced_on
from engine.process.layout.roles import Blocks, roles_of
from engine.process.source import BPMN, Node, local_name, property_of, read_source
from engine.process.step_term import terms_of

ARROWS: Final = frozenset({"sequenceFlow", "messageFlow"})
# What a shape may lie on, without being foreign to it or outside of it.
SHEETS: Final = frozenset({"participant", "lane", "group"})
_DATA_TIES: Final = frozenset({"dataInputAssociation", "dataOutputAssociation"})


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow with its runs and the shapes at its ends, where those are drawn."""

    line: Line
    runs: tuple[Segment, ...]
    source: Shape | None
    target: Shape | None
    box: Box  # around all runs

    @property
    def element(self) -> str:
        return self.line.element

    @property
    def ends(self) -> frozenset[str]:
        return frozenset(shape.element for shape in (self.source, self.target) if shape is not None)

    @property
    def start(self) -> Point:
        return self.line.points[0]

    @property
    def end(self) -> Point:
        return self.line.points[-1]

    @property
    def leaves(self) -> Side | None:
        """Return the side of its source at which the arrow begins."""
        return None if self.source is None else side_of(self.start, self.source.box)

    @property
    def arrives(self) -> Side | None:
        """Return the side of its target at which the arrow ends."""
        return None if self.target is None else side_of(self.end, self.target.box)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane without lanes in it: the role it is of, and the elements that the file lists in it."""

    shape: Shape
    role: str | None
    members: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """A diagram on paper and in its levels. `roles` are the lanes a step may stand in, the first one best."""

    drawing: Drawing
    holders: Mapping[str, str]
    hosts: Mapping[str, str]
    laws: Mapping[str, str]
    terms: Mapping[str, str]  # of steps and clocks, by the parameter that they name
    roles: Mapping[str, tuple[str, ...]]
    lanes: tuple[Lane, ...]
    flows: Mapping[str, tuple[str, str]]
    defaults: frozenset[str] = frozenset()
    misplaced: Mapping[str, str] = field(default_factory=dict)  # elements of this sheet, by what is wrong
    _reached: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Return everything drawn as a box, by its id."""
        return {shape.element: shape for shape in self.drawing.shapes}

    @cached_property
    def steps(self) -> tuple[Shape, ...]:
        """Return the boxes of the diagram: tasks, calls and closed subprocesses."""
        kinds = TASKS | SCOPES
        return tuple(shape for shape in self.drawing.shapes if shape.kind in kinds and not shape.is_ground)

    @cached_property
    def branches(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.drawing.shapes if shape.kind in GATEWAYS)

    @cached_property
    def events(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.drawing.shapes if shape.is_event)

    @cached_property
    def things(self) -> tuple[Shape, ...]:
        """Return everything that stands on the ground: steps, branches, events, data and annotations."""
        shapes = self.drawing.shapes
        return tuple(shape for shape in shapes if not shape.is_ground and shape.kind not in SHEETS)

    @cached_property
    def frames(self) -> tuple[Shape, ...]:
        """Return the open subprocesses."""
        shapes = self.drawing.shapes
        return tuple(shape for shape in shapes if shape.is_ground and shape.kind not in SHEETS)

    @cached_property
    def arrows(self) -> tuple[Arrow, ...]:
        """Return the flows that are drawn."""
        return tuple(self._arrow(line) for line in self.drawing.lines if line.kind in ARROWS)

    @cached_property
    def ties(self) -> tuple[Arrow, ...]:
        """Return the lines that no token passes: of annotations and of data."""
        return tuple(self._arrow(line) for line in self.drawing.lines if line.kind not in ARROWS)

    def around(self, element: str) -> tuple[str, ...]:
        """Return what holds an element, from the inside out."""
        found: list[str] = []
        while (holder := self.holders.get(element)) is not None:
            found.append(holder)
            element = holder
        return tuple(found)

    def leads_to(self, source: str, target: str) -> bool:
        """Tell whether a token can come from one element to another; a step leads to what is at its edge."""
        if source not in self._reached:
            seen, pending = {source}, [source]
            while pending:
                for following in self._following.get(pending.pop(), ()):
                    if following not in seen:
                        seen.add(following)
                        pending.append(following)
            self._reached[source] = frozenset(seen)
        return target in self._reached[source]

    def is_way_back(self, arrow: Arrow) -> bool:
        """Tell whether an arrow closes a loop and leads to the left."""
        source, target = arrow.source, arrow.target
        if source is None or target is None or arrow.line.kind != "sequenceFlow":
            return False
        is_left = target.box.x + target.box.width / 2 < source.box.x + source.box.width / 2
        return is_left and self.leads_to(target.element, source.element)

    @cached_property
    def _following(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for flow in self.flows.values():
            found.setdefault(flow[0], []).append(flow[1])
        for event, host in self.hosts.items():
            found.setdefault(host, []).append(event)
        return found

    def _arrow(self, line: Line) -> Arrow:
        source, target = self.flows.get(line.element, ("", ""))
        ends = self.shapes.get(source), self.shapes.get(target)
        box = around([Segment(start, end).box for start, end in pairwise(line.points)])
        return Arrow(line, segments(line.points), *ends, box)


def plan_of(content: bytes, blocks: Blocks) -> Plan | None:
    """Return the plan of the outermost sheet of a diagram, None where nothing of it is drawn."""
    return next(iter(plans_of(content, blocks)), None)


def plans_of(content: bytes, blocks: Blocks) -> tuple[Plan, ...]:
    """Return the plans of all sheets of a diagram, the outermost first."""
    root = read_source(content)
    sheets = drawn(root)
    nodes = [node for node in root.iter(f"{{{BPMN}}}*") if node.get("id")]
    misplaced = misplaced_on(root, sheets)
    return tuple(
        Plan(
            drawing=drawing,
            holders=dict(_holders(nodes)),
            hosts={_id(node): host for node in nodes if (host := node.get("attachedToRef"))},
            laws={_id(node): law for node in nodes if (law := property_of(node, "mms:law"))},
            terms=terms_of(nodes),
            roles=roles_of(root, blocks),
            lanes=tuple(_lanes(root, {shape.element: shape for shape in drawing.shapes})),
            flows=dict(_flows(nodes)),
            defaults=frozenset(flow for node in nodes if (flow := node.get("default"))),
            misplaced=misplaced.get(drawing.of, {}),
        )
        for drawing in sheets
    )


def _id(node: Node) -> str:
    return str(node.get("id"))


def _holders(nodes: list[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for holder in node.iterancestors(f"{{{BPMN}}}subProcess"):
            yield _id(node), _id(holder)
            break


def _flows(nodes: list[Node]) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in nodes:
        kind, parent = local_name(node), node.getparent()
        source, target = node.get("sourceRef"), node.get("targetRef")
        if kind in _DATA_TIES and parent is not None:
            data = node.findtext(
                f"{{{BPMN}}}{'sourceRef' if kind == 'dataInputAssociation' else 'targetRef'}"
            )
            ends = (data or "").strip(), str(parent.get("id"))
            yield _id(node), ends if kind == "dataInputAssociation" else (ends[1], ends[0])
        elif source and target:
            yield _id(node), (source, target)


def _lanes(root: Node, shapes: Mapping[str, Shape]) -> Iterator[Lane]:
    for lane in root.iter(f"{{{BPMN}}}lane"):
        shape = shapes.get(lane.get("id", ""))
        if shape is None or lane.find(f"{{{BPMN}}}childLaneSet/{{{BPMN}}}lane") is not None:
            continue
        members = frozenset((ref.text or "").strip() for ref in lane.iterfind(f"{{{BPMN}}}flowNodeRef"))
        yield Lane(shape, property_of(lane, "mms:role"), members)


def lane_at(plan: Plan, point: Point) -> Lane | None:
    """Return the lane in which a point lies."""
    x, y = point
    for lane in plan.lanes:
        box: Box = lane.shape.box
        if box.x <= x <= box.x + box.width and box.y <= y < box.y + box.height:
            return lane
    return None
