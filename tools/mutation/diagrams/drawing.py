"""A diagram that is to be changed: its nodes, the paths between them, and how a change leaves it whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from engine.process.source import BPMN, ZEEBE, Node, local_name, read_source

LEVELS: Final = frozenset({"process", "subProcess"})
TASKS: Final = frozenset(
    {
        *("userTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask"),
        "callActivity",
    }
)
GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
EVENTS: Final = frozenset(
    {"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
)
STEPS: Final = TASKS | GATEWAYS | EVENTS | {"subProcess", "eventBasedGateway"}


Do = Callable[["Drawing"], None]


@dataclass(frozen=True)
class Around:
    """What a diagram may name of its folder."""

    forms: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of questions, by their key


@dataclass(frozen=True)
class Edit:
    """One change of a diagram; `elements` are those at which it may be noticed."""

    place: str
    change: str
    elements: frozenset[str]
    do: Do = field(repr=False)


Edits = Iterator[Edit]


class Drawing:
    """A diagram read anew, so that a change of it concerns nobody else."""

    def __init__(self, content: bytes, around: Around) -> None:
        self.root = read_source(content)
        self.around = around

    def written(self) -> bytes:
        return etree.tostring(self.root.getroottree(), xml_declaration=True, encoding="UTF-8")

    def node(self, key: str) -> Node:
        return next(node for node in self._drawn() if node.get("id") == key)

    def of_kind(self, *kinds: str) -> list[Node]:
        return [node for node in self._drawn() if local_name(node) in kinds]

    def steps(self) -> list[Node]:
        return self.of_kind(*STEPS)

    def levels(self) -> list[Node]:
        return [node for node in self.root.iter() if local_name(node) in LEVELS]

    def paths_out(self, step: Node) -> list[Node]:
        return [flow for flow in self.of_kind("sequenceFlow") if flow.get("sourceRef") == step.get("id")]

    def paths_in(self, step: Node) -> list[Node]:
        return [flow for flow in self.of_kind("sequenceFlow") if flow.get("targetRef") == step.get("id")]

    def mended(self) -> None:
        """Take away what hangs after a change, then write at each step which paths lead in and out."""
        while gone := [node for level in self.levels() for node in level if _hangs(node, level)]:
            for node in gone:
                level = node.getparent()
                if level is not None:
                    level.remove(node)
        self._forget_what_is_gone()
        for step in self.steps():
            self._write_paths(step)

    def _drawn(self) -> Iterator[Node]:
        for level in self.levels():
            yield from level

    def _forget_what_is_gone(self) -> None:
        known = {
            node.get("id") for node in self.root.iter() if local_name(node) not in ("BPMNShape", "BPMNEdge")
        }
        for node in list(self.root.iter()):
            refers = node.get("bpmnElement") or (node.text if local_name(node) == "flowNodeRef" else None)
            parent = node.getparent()
            if refers and refers not in known and parent is not None:
                parent.remove(node)
            if node.get("default") and node.get("default") not in known:
                del node.attrib["default"]

    def _write_paths(self, step: Node) -> None:
        for name, paths in (("incoming", self.paths_in(step)), ("outgoing", self.paths_out(step))):
            wanted = [path.get("id") for path in paths]
            found = step.findall(f"{{{BPMN}}}{name}")
            # The order of those that stay is the order in which a gateway tries them.
            kept = [path.text for path in found if path.text in wanted]
            for path in found:
                step.remove(path)
            place = sum(
                local_name(child) in ("documentation", "extensionElements", "incoming") for child in step
            )
            for number, way in enumerate([*kept, *(id_ for id_ in wanted if id_ not in kept)]):
                new = etree.Element(f"{{{BPMN}}}{name}")
                new.text = way
                step.insert(place + number, new)


def _hangs(node: Node, level: Node) -> bool:
    """Tell whether a node of a level has lost what it hangs on."""
    ids = {sibling.get("id") for sibling in level}
    kind = local_name(node)
    if kind == "sequenceFlow":
        return not {node.get("sourceRef"), node.get("targetRef")} <= ids
    if kind == "boundaryEvent":
        return node.get("attachedToRef") not in ids
    if kind not in STEPS or kind == "startEvent":
        return False
    return all(sibling.get("targetRef") != node.get("id") for sibling in level)


def key(node: Node) -> str:
    return node.get("id") or ""


def condition(flow: Node) -> Node | None:
    return flow.find(f"{{{BPMN}}}conditionExpression")


def said(step: Node, name: str) -> list[Node]:
    """Return what the extensions of a step say by this name, without those of steps within it."""
    found = step.findall(f"{{{BPMN}}}extensionElements")
    return [extension for extensions in found for extension in extensions.iter(f"{{{ZEEBE}}}{name}")]


def setting(step: str, name: str, number: int, attribute: str, value: str) -> Do:
    """Return what gives an attribute of the extensions of a step another value."""

    def do(drawing: Drawing) -> None:
        said(drawing.node(step), name)[number].set(attribute, value)

    return do


def without(step: str, name: str, number: int) -> Do:
    """Return what takes a part of the extensions of a step away."""

    def do(drawing: Drawing) -> None:
        part = said(drawing.node(step), name)[number]
        parent = part.getparent()
        assert parent is not None
        parent.remove(part)
        if not len(parent):  # an empty list of inputs is no BPMN
            around = parent.getparent()
            assert around is not None
            around.remove(parent)

    return do
