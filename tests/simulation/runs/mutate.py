"""Random damage to generated diagrams: some of it is harmless, and whatever passes validation must run.

The damage is to the flow of control: another kind of gateway, a flow that goes elsewhere or is gone, an
event that interrupts or no longer does, another end, another name. What would be refused for its form
alone (a step that nothing leads to, a gateway without conditions) is put right afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from lxml import etree

from engine.process.source import BPMN, Node, local_name
from tests.simulation.runs.generate import DiagramBuilder

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
TARGETS = (
    *GATEWAYS,
    "userTask",
    "serviceTask",
    "scriptTask",
    "subProcess",
    "intermediateThrowEvent",
    "endEvent",
)
ENDS = ("terminate", "signal", "escalation", "")
NAMES = {"signal": ("s_alarm", "s_news"), "escalation": ("x_late", "x_odd")}


def mutant(seed: int) -> bytes:
    """Return a small generated process with one to three things changed."""
    choice = random.Random(seed)
    root = etree.fromstring(DiagramBuilder(choice, choice.randint(6, 22)).process())
    for _ in range(choice.randint(1, 3)):
        choice.choice(CHANGES)(root, choice)
    for level in [node for node in root.iter() if local_name(node) in {"process", "subProcess"}]:
        _drop_what_hangs(level)
        _close(level)
        _set_conditions(level)
    # An operation that is done at once would hide the events at its boundary.
    return etree.tostring(root).replace(b'"at_once"', b'"parked"')


def _pick(root: Node, choice: random.Random, *kinds: str) -> Node | None:
    found = [node for node in root.iter() if local_name(node) in kinds]
    return choice.choice(found) if found else None


def _change_gateway(root: Node, choice: random.Random) -> None:
    node = _pick(root, choice, *GATEWAYS)
    if node is not None:
        node.tag = f"{{{BPMN}}}{choice.choice(GATEWAYS)}"


def _redirect(root: Node, choice: random.Random) -> None:
    flow = _pick(root, choice, "sequenceFlow")
    if flow is not None:
        flow.set(
            "targetRef", choice.choice([n for n in _around(flow) if local_name(n) in TARGETS]).get("id") or ""
        )


def _remove_flow(root: Node, choice: random.Random) -> None:
    flow = _pick(root, choice, "sequenceFlow")
    if flow is not None:
        _around(flow).remove(flow)


def _interrupt_or_not(root: Node, choice: random.Random) -> None:
    event = _pick(root, choice, "boundaryEvent")
    if event is not None:
        event.set("cancelActivity", "true" if event.get("cancelActivity") == "false" else "false")


def _change_end(root: Node, choice: random.Random) -> None:
    end = _pick(root, choice, "endEvent")
    if end is not None:
        _define(end, choice.choice(ENDS), choice)


def _change_event(root: Node, choice: random.Random) -> None:
    event = _pick(root, choice, "boundaryEvent", "intermediateThrowEvent")
    if event is not None:
        _define(event, choice.choice(("signal", "escalation")), choice)


CHANGES: tuple[Callable[[Node, random.Random], None], ...] = (
    *(_change_gateway, _change_gateway, _redirect, _redirect, _remove_flow),
    *(_interrupt_or_not, _change_end, _change_event, _change_event),
)


def _around(node: Node) -> Node:
    found = node.getparent()
    assert found is not None
    return found


def _define(event: Node, kind: str, choice: random.Random) -> None:
    for child in list(event):
        event.remove(child)
    if kind:
        definition = etree.SubElement(event, f"{{{BPMN}}}{kind}EventDefinition")
        if kind in NAMES:
            definition.set(f"{kind}Ref", choice.choice(NAMES[kind]))


def _flows(level: Node) -> list[Node]:
    return level.findall(f"{{{BPMN}}}sequenceFlow")


def _drop_what_hangs(level: Node) -> None:
    """Take away what nothing leads to, until nothing hangs any more."""
    while True:
        ids = {node.get("id") for node in level}
        led = {flow.get("targetRef") for flow in _flows(level)}
        gone = [node for node in level if _hangs(node, ids=ids, led=led)]
        for node in gone:
            level.remove(node)
        if not gone:
            return


def _hangs(node: Node, *, ids: set[str | None], led: set[str | None]) -> bool:
    if local_name(node) == "sequenceFlow":
        return not {node.get("sourceRef"), node.get("targetRef")} <= ids
    if local_name(node) == "boundaryEvent":
        return node.get("attachedToRef") not in ids
    return node.get("id") is not None and local_name(node) != "startEvent" and node.get("id") not in led


def _close(level: Node) -> None:
    """Give an end to what leads nowhere."""
    sources = {flow.get("sourceRef") for flow in _flows(level)}
    for node in list(level):
        name = node.get("id")
        if name and name not in sources and local_name(node) not in {"sequenceFlow", "endEvent"}:
            etree.SubElement(level, f"{{{BPMN}}}endEvent", id=f"{name}_end")
            paths = {"id": f"{name}_out", "sourceRef": name, "targetRef": f"{name}_end"}
            etree.SubElement(level, f"{{{BPMN}}}sequenceFlow", paths)


def _set_conditions(level: Node) -> None:
    for node in [node for node in level if local_name(node) in GATEWAYS]:
        node.attrib.pop("default", None)
        paths = [flow for flow in _flows(level) if flow.get("sourceRef") == node.get("id")]
        for flow in paths:
            for child in list(flow):
                flow.remove(child)
        if len(paths) > 1 and local_name(node) != "parallelGateway":
            node.set("default", paths[-1].get("id") or "")
            for flow in paths[:-1]:
                etree.SubElement(flow, f"{{{BPMN}}}conditionExpression").text = "=chance"
