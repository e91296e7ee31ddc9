"""Steps changed: left out, swapped with the one that follows; events at a boundary left out or changed."""

from __future__ import annotations

from engine.process.source import BPMN, Node, local_name
from mutation.diagrams.drawing import TASKS, Do, Drawing, Edit, Edits, key

_LEFT_OUT = TASKS | {"subProcess", "intermediateCatchEvent", "intermediateThrowEvent"}


def step_removed(drawing: Drawing) -> Edits:
    """What leads to the step leads to what followed it; what hangs on the step goes with it."""
    for step in drawing.of_kind(*_LEFT_OUT):
        if len(drawing.paths_out(step)) == 1 and drawing.paths_in(step):
            yield Edit(key(step), "removed", frozenset({key(step)}), _bypassing(key(step)))


def steps_swapped(drawing: Drawing) -> Edits:
    for flow in drawing.of_kind("sequenceFlow"):
        ends = [drawing.node(flow.get(name) or "") for name in ("sourceRef", "targetRef")]
        if all(local_name(end) in TASKS and len(drawing.paths_out(end)) == 1 for end in ends):
            one, other = map(key, ends)
            yield Edit(one, f"swapped with {other}", frozenset({one, other}), _swapping(one, other))


def boundary_removed(drawing: Drawing) -> Edits:
    """The event goes, and with it what only it leads to."""
    for event in drawing.of_kind("boundaryEvent"):
        yield Edit(key(event), "removed", frozenset({key(event)}), _removing(key(event)))


def boundary_flipped(drawing: Drawing) -> Edits:
    """An event that interrupted does so no more, or the other way round; an error always interrupts."""
    for event in drawing.of_kind("boundaryEvent"):
        if event.find(f"{{{BPMN}}}errorEventDefinition") is None:
            new = "true" if event.get("cancelActivity") == "false" else "false"
            yield Edit(
                key(event), f"interrupting → {new}", frozenset({key(event)}), _flipping(key(event), new)
            )


def message_changed(drawing: Drawing) -> Edits:
    """A message that is waited for becomes the next one that the file declares."""
    known = [key(message) for message in drawing.root.findall(f"{{{BPMN}}}message")]
    for event in drawing.of_kind("boundaryEvent", "intermediateCatchEvent", "receiveTask"):
        definition = event.find(f"{{{BPMN}}}messageEventDefinition")
        old = (event if definition is None else definition).get("messageRef")
        if old in known and len(known) > 1:
            new = known[(known.index(old) + 1) % len(known)]
            yield Edit(key(event), f"{old} → {new}", frozenset({key(event)}), _awaiting(key(event), new))


def ending_changed(drawing: Drawing) -> Edits:
    """An end of everything becomes an end of one path."""
    for event in drawing.of_kind("endEvent"):
        if event.find(f"{{{BPMN}}}terminateEventDefinition") is not None:
            yield Edit(key(event), "terminates no more", frozenset({key(event)}), _only_ending(key(event)))


def _bypassing(step: str) -> Do:
    def do(drawing: Drawing) -> None:
        node = drawing.node(step)
        (way,) = drawing.paths_out(node)
        for flow in drawing.paths_in(node):
            flow.set("targetRef", way.get("targetRef") or "")
        for gone in (way, node):
            _take(gone)
        drawing.mended()

    return do


def _swapping(one: str, other: str) -> Do:
    swapped = {one: other, other: one}

    def do(drawing: Drawing) -> None:
        for flow in drawing.of_kind("sequenceFlow"):
            for name in ("sourceRef", "targetRef"):
                old = flow.get(name) or ""
                flow.set(name, swapped.get(old, old))
        drawing.mended()

    return do


def _removing(event: str) -> Do:
    def do(drawing: Drawing) -> None:
        _take(drawing.node(event))
        drawing.mended()

    return do


def _flipping(event: str, value: str) -> Do:
    def do(drawing: Drawing) -> None:
        drawing.node(event).set("cancelActivity", value)

    return do


def _awaiting(event: str, message: str) -> Do:
    def do(drawing: Drawing) -> None:
        node = drawing.node(event)
        definition = node.find(f"{{{BPMN}}}messageEventDefinition")
        (node if definition is None else definition).set("messageRef", message)

    return do


def _only_ending(event: str) -> Do:
    def do(drawing: Drawing) -> None:
        node = drawing.node(event)
        definition = node.find(f"{{{BPMN}}}terminateEventDefinition")
        assert definition is not None
        node.remove(definition)

    return do


def _take(node: Node) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
