"""The Camunda 8 dialect: what `zeebe:` extension elements mean for an element.

Knows what each extension of the vocabulary gives to an element, and which values can't run.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from engine.process.elements import IoMapping, Loop, is_expression
from engine.process.errors import DiagramError
from engine.process.source import BPMN, Node, bpmn_children, is_true, local_name, text_of
from engine.process.timers import check_timer

RESERVED: Final = frozenset({"case", "applicant", "municipality"})
# FEEL never reads these as names: a value kept under one of them would be lost without a word.
WORDS_OF_FEEL: Final = frozenset({"null", "true", "false", "if", "for", "some", "every"})
NAME: Final = re.compile(r"[^\W\d]\w*")
UP_TO_100: Final = re.compile(r"[0-9]{1,2}|100")
PATH: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def extensions(node: Node) -> Iterator[Node]:
    """Yield the zeebe elements under a node; `grammar` has refused those this dialect does not know."""
    for holder in bpmn_children(node, "extensionElements"):
        yield from (found for found in holder.iter() if found is not holder)


def read_extensions(node: Node, element_id: str) -> dict[str, Any]:
    """Return the fields of `Element` that the zeebe extensions of a node give."""
    fields: dict[str, Any] = {}
    inputs: list[IoMapping] = []
    outputs: list[IoMapping] = []
    properties: dict[str, str] = {}
    for found in extensions(node):
        name = local_name(found)
        if name in {"input", "output"}:
            (inputs if name == "input" else outputs).append(_mapping(found, element_id))
        elif name == "property":
            properties[found.get("name") or ""] = found.get("value") or ""
        elif name in _READERS:
            fields.update(_READERS[name](found, element_id))
    if properties:
        fields["properties"] = MappingProxyType(properties)
    return fields | {"inputs": tuple(inputs), "outputs": tuple(outputs)}


def read_loop(node: Node, element_id: str) -> Loop | None:
    """Return the multi-instance description of a node, if it has one."""
    if bpmn_children(node, "standardLoopCharacteristics"):
        raise DiagramError("diagram.element_does_not_run", element_id, kind="standardLoopCharacteristics")
    for holder in bpmn_children(node, "multiInstanceLoopCharacteristics"):
        found = next((n for n in extensions(holder) if local_name(n) == "loopCharacteristics"), None)
        if found is None or not is_expression(found.get("inputCollection")):
            raise DiagramError("diagram.loop_without_collection", element_id)
        condition = text_of(holder.find(f"{{{BPMN}}}completionCondition"))
        for text in (condition, found.get("outputElement")):
            if text is not None and not is_expression(text):
                raise DiagramError("diagram.not_an_expression", element_id, text=text)
        names = (found.get("inputElement"), found.get("outputCollection"))
        for name in names:
            check_target(name, element_id)
        return Loop(
            is_sequential=is_true(holder, "isSequential"),
            input_collection=found.get("inputCollection") or "",
            input_element=names[0] or None,
            output_collection=names[1] or None,
            output_element=found.get("outputElement") or None,
            completion_condition=condition,
        )
    return None


def read_correlation(message: Node) -> str | None:
    """Return the correlation key of a message definition, as drawn."""
    for found in extensions(message):
        if local_name(found) == "subscription":
            return found.get("correlationKey") or None
    return None


def check_target(target: str | None, element_id: str, *, pattern: re.Pattern[str] = NAME) -> None:
    """Refuse a name that FEEL could not read back or that the host keeps for itself."""
    if not target:
        return
    if not pattern.fullmatch(target):
        raise DiagramError("diagram.target_not_a_name", element_id, target=target)
    if target.split(".")[0] in WORDS_OF_FEEL:
        raise DiagramError("diagram.target_not_a_name", element_id, target=target)
    if target.split(".")[0] in RESERVED:
        raise DiagramError("diagram.reserved_name", element_id, target=target)


def _mapping(node: Node, element_id: str) -> IoMapping:
    source, target = node.get("source") or "", node.get("target") or ""
    if not target:
        raise DiagramError("diagram.target_not_a_name", element_id, target=target)
    check_target(target, element_id, pattern=NAME if local_name(node) == "input" else PATH)
    return IoMapping(source=source, target=target)


def _result(node: Node, element_id: str) -> str:
    name = node.get("resultVariable") or ""
    if not name:
        raise DiagramError("diagram.result_variable_missing", element_id)
    check_target(name, element_id)
    return name


def _static(node: Node, attribute: str, element_id: str, *, code: str) -> str:
    """Return a name that must be known before the diagram runs."""
    text = node.get(attribute) or ""
    if not text or is_expression(text):
        raise DiagramError(code, element_id)
    return text


def _task_definition(node: Node, element_id: str) -> dict[str, Any]:
    retries = node.get("retries") or "3"
    if not UP_TO_100.fullmatch(retries):
        raise DiagramError("diagram.retries_not_a_number", element_id, text=retries)
    operation = _static(node, "type", element_id, code="diagram.operation_missing")
    return {"operation": operation, "retries": int(retries)}


def _priority(node: Node, element_id: str) -> dict[str, Any]:
    """Return how urgent a task is; a person's literal is judged here, an expression when it has a value."""
    text = (node.get("priority") or "").strip()
    if text and not is_expression(text) and not UP_TO_100.fullmatch(text):
        raise DiagramError("diagram.priority_out_of_range", element_id, text=text)
    return {"priority": text or None}


def _schedule(node: Node, element_id: str) -> dict[str, Any]:
    """Return when a task is due, as FEEL or a literal of ISO 8601, as timers are."""
    text = (node.get("dueDate") or "").strip()
    if text:
        check_timer(text, element_id)
    return {"due_on": text or None}


def _assignment(node: Node, element_id: str) -> dict[str, Any]:
    return {"role": node.get("candidateGroups") or None, "assignee": node.get("assignee") or None}


def _called_decision(node: Node, element_id: str) -> dict[str, Any]:
    decision = _static(node, "decisionId", element_id, code="diagram.decision_missing")
    return {"decision_id": decision, "result_variable": _result(node, element_id)}


def _script(node: Node, element_id: str) -> dict[str, Any]:
    if not is_expression(node.get("expression")):
        raise DiagramError("diagram.script_not_feel", element_id)
    return {"script": node.get("expression"), "result_variable": _result(node, element_id)}


_READERS: Final[Mapping[str, Callable[[Node, str], dict[str, Any]]]] = MappingProxyType(
    {
        "formDefinition": lambda n, e: {"form_id": _static(n, "formId", e, code="diagram.form_missing")},
        "assignmentDefinition": _assignment,
        "taskSchedule": _schedule,
        "priorityDefinition": _priority,
        "taskDefinition": _task_definition,
        "calledDecision": _called_decision,
        "calledElement": lambda n, e: {
            "called": _static(n, "processId", e, code="diagram.called_block_missing")
        },
        "script": _script,
    }
)
