"""Changes of no consequence: where things are drawn, what they are called, their order in the file."""

from __future__ import annotations

from lxml import etree

from engine.process.source import BPMN, Node, local_name
from mutation.diagrams.drawing import STEPS, Do, Drawing, Edit, Edits, key

EVERYWHERE: frozenset[str] = frozenset()


def moved(drawing: Drawing) -> Edits:
    for shape in drawing.root.iter():
        if local_name(shape) == "BPMNShape":
            of = shape.get("bpmnElement") or ""
            yield Edit(of, "drawn elsewhere", EVERYWHERE, _drawing_elsewhere(of))


def renamed(drawing: Drawing) -> Edits:
    for node in drawing.of_kind(*STEPS, "sequenceFlow"):
        if name := node.get("name"):
            yield Edit(key(node), f"{name} → {name} 2", EVERYWHERE, _renaming(key(node), f"{name} 2"))


def documented(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        if step.find(f"{{{BPMN}}}documentation") is None:
            yield Edit(key(step), "a note added", EVERYWHERE, _noting(key(step)))


def reordered(drawing: Drawing) -> Edits:
    """The steps and paths of a level stand in the file the other way round."""
    for level in drawing.levels():
        yield Edit(key(level), "read from behind", EVERYWHERE, _turning(key(level)))


def _drawing_elsewhere(of: str) -> Do:
    def do(drawing: Drawing) -> None:
        for shape in drawing.root.iter():
            if shape.get("bpmnElement") == of and local_name(shape) == "BPMNShape":
                for bounds in (child for child in shape if local_name(child) == "Bounds"):
                    bounds.set("x", str(float(bounds.get("x", "0")) + 30))

    return do


def _renaming(step: str, name: str) -> Do:
    def do(drawing: Drawing) -> None:
        drawing.node(step).set("name", name)

    return do


def _noting(step: str) -> Do:
    def do(drawing: Drawing) -> None:
        note = etree.Element(f"{{{BPMN}}}documentation")
        note.text = "A note for those who read the diagram."
        drawing.node(step).insert(0, note)

    return do


def _turning(of: str) -> Do:
    def do(drawing: Drawing) -> None:
        level = next(level for level in drawing.levels() if key(level) == of)
        turned = [node for node in level if _is_drawn(node)]
        place = level.index(turned[0]) if turned else 0
        for node in turned:
            level.remove(node)
        # Annotations stay behind them, as the schema has it.
        level[place:place] = reversed(turned)

    return do


def _is_drawn(node: Node) -> bool:
    return local_name(node) in STEPS | {"sequenceFlow"}
