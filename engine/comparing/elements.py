"""The elements of a diagram as things: their attributes and all they hold, by codes that have words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.comparing.changes import Fact, Thing, Weight
from engine.process.source import Node, local_name, read_source

# What holds elements; whatever else lies in an element is said of it.
_HOLDERS: Final = frozenset(
    {"process", "subProcess", "adHocSubProcess", "transaction", "collaboration", "laneSet"}
)
_ROOTS: Final = frozenset({"message", "error", "signal", "escalation"})
# Said twice, or not at all what the element is.
_PASSED_OVER: Final = frozenset({"incoming", "outgoing", "laneSet"})
_CODES: Final = {
    "name": "name",
    "documentation": "documentation",
    "sourceRef": "source",
    "targetRef": "target",
    "default": "default",
    "attachedToRef": "attached",
    "cancelActivity": "interrupting",
    "conditionExpression": "condition",
    "extensionElements.formDefinition.formId": "form",
    "extensionElements.assignmentDefinition.candidateGroups": "role",
    "extensionElements.assignmentDefinition.assignee": "assignee",
    "extensionElements.taskSchedule.dueDate": "due",
    "extensionElements.priorityDefinition.priority": "priority",
    "extensionElements.taskDefinition.type": "operation",
    "extensionElements.taskDefinition.retries": "retries",
    "extensionElements.calledDecision.decisionId": "decision",
    "extensionElements.calledDecision.resultVariable": "result",
    "extensionElements.calledElement.processId": "block",
    "extensionElements.script.expression": "script",
    "extensionElements.script.resultVariable": "result",
    "extensionElements.subscription.correlationKey": "correlation",
    "timerEventDefinition.timeDuration": "time",
    "timerEventDefinition.timeDate": "time",
    "timerEventDefinition.timeCycle": "time",
    "messageEventDefinition.messageRef": "message",
    "errorEventDefinition.errorRef": "error",
    "signalEventDefinition.signalRef": "signal",
    "escalationEventDefinition.escalationRef": "escalation",
    "flowNodeRef": "members",
}
_WORDS: Final = frozenset({"name", "documentation"})
_TYPE_OF_XML: Final = "{http://www.w3.org/2001/XMLSchema-instance}"


def elements(content: bytes) -> dict[str, Thing]:
    """Return the elements of a diagram by id, as they are said and drawn."""
    root = read_source(content)
    nodes = {node.get("id", ""): node for node in _nodes(root)}
    drawn = _drawn(root)
    return {key: _thing(node, nodes, drawn.get(key, "")) for key, node in nodes.items()}


def _nodes(root: Node) -> Iterator[Node]:
    for node in root.iter():
        parent = node.getparent()
        if not isinstance(node.tag, str) or parent is None or not node.get("id"):
            continue
        holder = local_name(parent)
        is_root = holder == "definitions" and local_name(node) in _ROOTS | {"process", "collaboration"}
        if is_root or holder in _HOLDERS and local_name(node) not in _PASSED_OVER | {"documentation"}:
            yield node


def _thing(node: Node, nodes: dict[str, Node], drawn: str) -> Thing:
    kind = _kind(node)
    facts = dict(_facts(node, nodes))
    facts["kind", ""] = Fact(kind)
    if order := _order(node, nodes):
        facts["order", ""] = order
    if drawn:
        facts["place", ""] = Fact(drawn, Weight.LAYOUT)
    return Thing(kind, _name(node, nodes), facts)


def _facts(node: Node, nodes: dict[str, Node]) -> Iterator[tuple[tuple[str, str], Fact]]:
    is_named = local_name(node) in _ROOTS  # cases meet by the name of a message
    for path, of, value in _said(node, ""):
        code = _CODES.get(path)
        weight = Weight.WORDS if code in _WORDS and not is_named else Weight.MEANING
        shown = (
            _name(nodes[value], nodes) if code in ("source", "target", "default") and value in nodes else None
        )
        is_drawn = code == "members" or local_name(node) == "lane" and weight is Weight.MEANING
        weight = Weight.LAYOUT if is_drawn else weight
        yield _key(code, path, of), Fact(value, weight, shown)


def _key(code: str | None, path: str, of: str) -> tuple[str, str]:
    if code is not None:
        return code, of
    last = path.rpartition(".")[2]
    if ".ioMapping." in path:
        return ("inputs" if ".input." in path else "outputs"), of
    if path.endswith(".properties.property.value"):
        return ("law", "") if of == "mms:law" else ("property", of)
    if "oopCharacteristics" in path:
        return "repetition", last
    return "other", ".".join(filter(None, (path.removeprefix("extensionElements."), of)))


def _said(node: Node, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield what the node and all it holds says: the path of names, which of several, and the value."""
    of = node.get("target") or node.get("name") or node.get("key") or "" if path else ""
    naming = {"target", "name", "key"} if of else set()
    for name, value in node.attrib.items():
        local = str(name).rpartition("}")[2]
        is_said = not str(name).startswith(_TYPE_OF_XML) and local != "id"
        if is_said and local not in naming:
            yield f"{path}{local}", of, str(value)
    text = (node.text or "").strip()
    if path and text:
        yield path.removesuffix("."), of or text if path == "flowNodeRef." else of, text
    for child in node:
        local = local_name(child)
        is_element = local_name(node) in _HOLDERS and child.get("id") and local != "documentation"
        if is_element or local in _PASSED_OVER:
            continue
        inner = list(_said(child, f"{path}{local}."))
        yield from inner or [(f"{path}{local}", "", "✓")]


def _order(node: Node, nodes: dict[str, Node]) -> Fact | None:
    """Return in which order the ways out of a gateway are tried: the first that is open is taken."""
    if local_name(node) != "exclusiveGateway":
        return None
    ways = [(child.text or "").strip() for child in node if local_name(child) == "outgoing"]
    named = [_name(nodes[way], nodes) for way in ways if way in nodes]
    return Fact(" ".join(ways), shown=", ".join(named), order=tuple(ways))


def _kind(node: Node) -> str:
    local = local_name(node)
    kind = local[0].upper() + local[1:]
    event = next((local_name(child) for child in node if local_name(child).endswith("EventDefinition")), None)
    return f"{kind}.{event[0].upper()}{event[1:].removesuffix('EventDefinition')}" if event else kind


def _name(node: Node, nodes: dict[str, Node]) -> str:
    if name := node.get("name"):
        return str(name)
    ends = [nodes[end] for end in (node.get("sourceRef"), node.get("targetRef")) if end in nodes]
    if len(ends) == 2:
        return " → ".join(str(end.get("name") or end.get("id")) for end in ends)
    return str(node.get("id"))


def _drawn(root: Node) -> dict[str, str]:
    """Return where each element is drawn, by its id."""
    found = {}
    for shape in root.iter():
        if local_name(shape) in ("BPMNShape", "BPMNEdge") and (of := shape.get("bpmnElement")):
            places = [drawn for drawn in shape.iter() if local_name(drawn) in ("Bounds", "waypoint")]
            found[of] = "; ".join(
                ", ".join(_number(place.get(name, "")) for name in ("x", "y")) + _size(place)
                for place in places
            )
    return found


def _size(node: Node) -> str:
    if node.get("width") is None:
        return ""
    return f" ({_number(node.get('width', ''))} × {_number(node.get('height', ''))})"


def _number(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
