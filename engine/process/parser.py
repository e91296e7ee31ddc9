"""The parser of process files: scopes of elements and flows; only what can run gets through.

Knows the XML and the whitelist. How elements may be connected is judged in `rules`, what
runs them is built in `assembly`.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from engine.process.dialect import check_target, read_correlation, read_extensions, read_loop
from engine.process.elements import KINDS, Element, Flow, Scope, is_expression
from engine.process.errors import DiagramError
from engine.process.grammar import check_grammar
from engine.process.source import (
    BPMN,
    Node,
    bpmn_children,
    is_true,
    local_name,
    namespace,
    read_source,
    text_of,
)
from engine.process.timers import check_timer

MAX_ELEMENTS: Final = 1_000
# Two underscores in front are how Python names what a diagram must not touch.
ID: Final = re.compile(r"(?!__)[^\W\d][\w.-]*")

# The event definitions that may stand at each kind of event; None is an event without one.
EVENTS_AT: Final[Mapping[str, frozenset[str | None]]] = {
    "startEvent": frozenset({None}),
    "endEvent": frozenset({None, "message", "signal", "escalation", "error", "terminate"}),
    "intermediateThrowEvent": frozenset({None, "message", "signal", "escalation"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal"}),
    "boundaryEvent": frozenset({"timer", "message", "signal", "escalation", "error"}),
}

# Events that refer to a declaration by name or code: where that is kept, and what its absence is called.
NAMED_BY: Final[Mapping[str, tuple[str, str, str]]] = {
    "signal": ("signal_name", "name", "diagram.signal_missing"),
    "escalation": ("escalation_code", "escalationCode", "diagram.escalation_missing"),
    "error": ("error_code", "errorCode", "diagram.error_missing"),
}


class ProcessFile:
    """One BPMN file: its single process, with what the root of the file declares."""

    def __init__(self, data: bytes) -> None:
        root = read_source(data)
        check_grammar(root)
        processes = bpmn_children(root, "process")
        if len(processes) != 1:
            raise DiagramError("diagram.one_process_expected", found=len(processes))
        self._messages = {node.get("id"): node for node in bpmn_children(root, "message")}
        self._declared = {
            name: {node.get("id"): node for node in bpmn_children(root, name)} for name in NAMED_BY
        }
        self._node = processes[0]
        self.id = _read_id(self._node)
        self.name = self._node.get("name") or ""
        if not is_true(self._node, "isExecutable"):
            raise DiagramError("diagram.process_not_executable", self.id)
        _refuse_double_ids(self._node)

    def scopes(self) -> tuple[Scope, ...]:
        """Return the process and its embedded subprocesses, outermost first."""
        found: list[Scope] = []
        pending: list[tuple[Node, str, str | None]] = [(self._node, self.id, None)]
        while pending:
            node, key, parent = pending.pop(0)
            elements, flows, inner = self._read_scope(node, parent)
            found.append(Scope(key=key, process=self.id, elements=tuple(elements), flows=tuple(flows)))
            pending.extend((child, child.get("id") or "", child.get("id")) for child in inner)
        if sum(len(scope.elements) for scope in found) > MAX_ELEMENTS:
            raise DiagramError("diagram.too_many_elements", self.id, limit=MAX_ELEMENTS)
        return tuple(found)

    def _read_scope(self, node: Node, parent: str | None) -> tuple[list[Element], list[Flow], list[Node]]:
        elements: list[Element] = []
        inner: list[Node] = []
        for child in node:
            kind = local_name(child)
            if kind not in KINDS:
                continue
            elements.append(self._read_element(child, kind, parent))
            if kind == "subProcess":
                inner.append(child)
        defaults = {child.get("id"): child.get("default") for child in node if child.get("default")}
        flows = [_read_flow(child, defaults) for child in bpmn_children(node, "sequenceFlow")]
        found = {(flow.source, flow.id) for flow in flows if flow.is_default}
        for element_id, default in defaults.items():
            if (element_id, default) not in found:
                raise DiagramError("diagram.default_not_here", element_id, flow=default)
        return elements, flows, inner

    def _read_element(self, node: Node, kind: str, parent: str | None) -> Element:
        element_id = _read_id(node)
        fields: dict[str, Any] = read_extensions(node, element_id)
        fields |= self._read_event(node, kind, element_id)
        if kind == "boundaryEvent":
            fields |= {
                "attached_to": node.get("attachedToRef"),
                "is_interrupting": is_true(node, "cancelActivity", default=True),
            }
        element = Element(
            id=element_id,
            kind=kind,
            name=node.get("name") or "",
            process=self.id,
            parent=parent,
            loop=read_loop(node, element_id),
            **fields,
        )
        if element.is_data_key:
            check_target(element.id, element.id)
        return element

    def _read_event(self, node: Node, kind: str, element_id: str) -> dict[str, Any]:
        if kind == "receiveTask":
            return {"event": "message"} | self._message(node.get("messageRef"), element_id)
        if kind not in EVENTS_AT:
            return {}
        found = [n for n in node if namespace(n) == BPMN and local_name(n).endswith("EventDefinition")]
        if len(found) > 1:
            raise DiagramError("diagram.several_event_definitions", element_id)
        event = local_name(found[0]).removesuffix("EventDefinition") if found else None
        if event not in EVENTS_AT[kind]:
            raise DiagramError("diagram.event_does_not_run", element_id, kind=kind, event=event)
        if event == "timer":
            return {"event": event, "timer": _read_timer(found[0], element_id)}
        if event is not None and event in NAMED_BY:
            return {"event": event, NAMED_BY[event][0]: self._named(found[0], event, kind, element_id)}
        if event == "message" and kind in {"boundaryEvent", "intermediateCatchEvent"}:
            return {"event": event} | self._message(found[0].get("messageRef"), element_id)
        if event == "message":
            return {"event": event} | _read_thrown_message(found[0], element_id)
        return {"event": event}

    def _message(self, reference: str | None, element_id: str) -> dict[str, Any]:
        message = self._messages.get(reference)
        name = message.get("name") if message is not None else None
        if message is None or not name or is_expression(name):
            raise DiagramError("diagram.message_missing", element_id)
        correlation = read_correlation(message)
        if correlation is not None and not is_expression(correlation):
            raise DiagramError("diagram.not_an_expression", element_id, text=correlation)
        return {"message_name": name, "correlation": correlation}

    def _named(self, definition: Node, event: str, kind: str, element_id: str) -> str | None:
        """Return the name of a signal or a code; a boundary event may catch any error or escalation."""
        _, attribute, code = NAMED_BY[event]
        reference = definition.get(f"{event}Ref")
        if reference is None and kind == "boundaryEvent" and event != "signal":
            return None
        declared = self._declared[event].get(reference)
        name = declared.get(attribute) if declared is not None else None
        if not name or is_expression(name):
            raise DiagramError(code, element_id)
        return name


def _read_id(node: Node) -> str:
    """Return an id that may become part of the names of tokens and tasks."""
    found = node.get("id") or ""
    if not ID.fullmatch(found):
        raise DiagramError("diagram.id_malformed", found or None, kind=local_name(node))
    return found


def _read_flow(node: Node, defaults: Mapping[str | None, str | None]) -> Flow:
    source = node.get("sourceRef") or ""
    return Flow(
        id=node.get("id") or "",
        source=source,
        target=node.get("targetRef") or "",
        condition=text_of(node.find(f"{{{BPMN}}}conditionExpression")),
        is_default=node.get("id") is not None and node.get("id") == defaults.get(source),
    )


def _read_timer(definition: Node, element_id: str) -> str:
    for name in ("timeDuration", "timeDate"):
        text = text_of(definition.find(f"{{{BPMN}}}{name}"))
        if text is not None:
            check_timer(text, element_id)
            return text
    if bpmn_children(definition, "timeCycle"):
        raise DiagramError("diagram.timer_cycle", element_id)
    raise DiagramError("diagram.timer_missing", element_id)


def _read_thrown_message(definition: Node, element_id: str) -> dict[str, Any]:
    """A thrown message is an operation; Camunda writes it at the event, some tools at its definition."""
    fields = read_extensions(definition, element_id)
    return {name: fields[name] for name in ("operation", "retries") if name in fields}


def _refuse_double_ids(process: Node) -> None:
    seen: set[str] = set()
    for node in process.iter():
        found = node.get("id") if namespace(node) == BPMN else None
        if found is not None and found in seen:
            raise DiagramError("diagram.duplicate_id", found)
        if found is not None:
            seen.add(found)
