"""The graph that a layout arranges: nodes with their sizes, lanes and levels, and the flows between them.

Read from a diagram, it knows neither where anything was drawn nor what conditions say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from engine.process import step_law, step_term
from engine.process.elements import EVENTS, GATEWAYS, KINDS, SCOPES, TASKS
from engine.process.layout.labels import PADDING
from engine.process.source import BPMN, local_name
from engine.process.source import Node as XmlNode
from engine.process.tidy import text
from engine.texts import LANGUAGES

BOX: Final = (112.0, 64.0)
BRANCH: Final = 36.0
EVENT: Final = 28.0
MOST_LINES: Final = 3
WIDEST: Final = 176.0
BETWEEN_EVENTS: Final = 48.0
FROM_CORNER: Final = 10.0
LAW: Final = "mms:law"
NOTE_WIDER: Final = 8.0  # than its box, on each side


@dataclass(frozen=True, slots=True)
class Node:
    """A step, branch, event or level of the diagram; `host` is what a boundary event is attached to."""

    id: str
    kind: str
    width: float
    height: float
    names: tuple[str, ...] = ()
    parent: str | None = None
    host: str | None = None
    lane: int = 0
    is_frame: bool = False
    note: tuple[float, float] = (0.0, 0.0)  # the room of the article

    @property
    def is_gateway(self) -> bool:
        return self.kind in GATEWAYS

    @property
    def is_event(self) -> bool:
        return self.kind in EVENTS

    @property
    def is_box(self) -> bool:
        return not (self.is_gateway or self.is_event or self.is_frame)


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow between two nodes of one level."""

    id: str
    source: str
    target: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """All levels of a diagram; `lanes` is the number of lanes, 0 where it has none."""

    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    lanes: int = 0
    high: tuple[float, ...] = ()  # of each lane at least, for its name
    children: Mapping[str | None, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        children: dict[str | None, list[str]] = {None: []}
        for node in self.nodes.values():
            children.setdefault(node.parent, []).append(node.id)
        object.__setattr__(self, "children", {key: tuple(ids) for key, ids in children.items()})

    @cached_property
    def outgoing(self) -> dict[str, list[Flow]]:
        found: dict[str, list[Flow]] = {node: [] for node in self.nodes}
        for flow in self.flows:
            found[flow.source].append(flow)
        return found

    @cached_property
    def incoming(self) -> dict[str, list[Flow]]:
        found: dict[str, list[Flow]] = {node: [] for node in self.nodes}
        for flow in self.flows:
            found[flow.target].append(flow)
        return found

    @cached_property
    def boundary(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node in self.nodes.values():
            if node.host:
                found.setdefault(node.host, []).append(node.id)
        return found

    def level(self, flow: Flow) -> str | None:
        """Return the level that a flow is on."""
        return self.nodes[flow.target].parent


def graph_of(
    process: XmlNode,
    lanes: Mapping[str, int],
    names: Mapping[str, Sequence[str]],
    *,
    count: int = 0,
    collapsed: frozenset[str] = frozenset(),
) -> Graph:
    """Return the graph of a process; what stands in no lane stands in the first.

    A subprocess that is drawn closed is a step here; what is in it is drawn elsewhere.
    """
    nodes: dict[str, Node] = {}
    flows: list[Flow] = []
    terms = step_term.terms_of(process.iter(f"{{{BPMN}}}*"))
    found: list[tuple[XmlNode, str | None]] = [(child, None) for child in process]
    for child, parent in found:
        kind = local_name(child) if isinstance(child.tag, str) else ""
        code = child.get("id", "")
        said = (*filter(None, [(child.get("name") or "").strip()]), *names.get(code, ()))
        if kind == "sequenceFlow":
            flows.append(Flow(code, child.get("sourceRef", ""), child.get("targetRef", ""), said))
        elif kind in KINDS:
            is_frame = kind == "subProcess" and code not in collapsed
            node = _node(child, said, parent, lanes.get(code, 0), is_frame=is_frame)
            has_note = kind in TASKS | SCOPES
            nodes[code] = replace(node, note=_note(child, terms.get(code), node.width)) if has_note else node
            found += [(inner, code) for inner in child] if is_frame else []
    nodes = {code: node for code, node in nodes.items() if node.kind != "boundaryEvent" or node.host in nodes}
    flows = [flow for flow in flows if _is_drawable(flow, nodes)]
    hosts = [node.host for node in nodes.values() if node.host]
    for host in dict.fromkeys(hosts):
        nodes[host] = _wide_enough(nodes[host], hosts.count(host))
    return Graph(nodes, tuple(flows), count)


def _is_drawable(flow: Flow, nodes: Mapping[str, Node]) -> bool:
    ends = nodes.get(flow.source), nodes.get(flow.target)
    return ends[0] is not None and ends[1] is not None and ends[0].parent == ends[1].parent


def _node(child: XmlNode, names: tuple[str, ...], parent: str | None, lane: int, *, is_frame: bool) -> Node:
    kind = local_name(child)
    width, height = BOX
    if kind in EVENTS:
        width = height = EVENT
    elif kind in GATEWAYS:
        width = height = BRANCH
    else:
        width = _box_width(names)
    return Node(
        id=child.get("id", ""),
        kind=kind,
        width=width,
        height=height,
        names=names,
        parent=parent,
        host=child.get("attachedToRef") if kind == "boundaryEvent" else None,
        lane=lane,
        is_frame=is_frame,
    )


def _note(step: XmlNode, term: str | None, width: float) -> tuple[float, float]:
    """Return the size of the article and the term beside a step, whatever language they are drawn in."""
    law = next((part.get("value") or "" for part in step.iterfind("*/*/*") if part.get("name") == LAW), "")
    across, down = 0.0, 0.0
    for language in LANGUAGES:
        parts = [step_law.in_short(law, language)] if law else []
        parts += [step_term.said(term, None, language, is_clock=False)] if term else []
        blocks = [text.small_block([part], width + 2 * NOTE_WIDER) for part in parts]
        across = max([across, *(block[0] for block in blocks)])
        down = max(down, sum(block[1] for block in blocks))
    return across, down


def _box_width(names: Sequence[str]) -> float:
    """Return a width in which no word is cut and no name has more than three lines."""
    width = max(BOX[0], 4 * -(-(text.longest_word(names) + 2 * PADDING) // 4))
    own = names[0] if names else ""  # a drawing is made for the official language
    while width < WIDEST and len(text.lines(own, width - 2 * PADDING)) > MOST_LINES:
        width += 4
    return width


def _wide_enough(host: Node, events: int) -> Node:
    if host.is_frame:
        return host
    room = (events - 1) * BETWEEN_EVENTS + EVENT + 2 * FROM_CORNER
    return Node(
        **{name: getattr(host, name) for name in Node.__slots__ if name != "width"},
        width=max(host.width, room),
    )
