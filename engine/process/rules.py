"""Rules of connecting the elements of one scope, and what each kind of element needs.

Refuses what would run differently from how it is drawn. Reachability, roles, names of
forms and operations are not known here: the catalogue checks them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from engine.process.elements import (
    EVENTS,
    GATEWAYS,
    SCOPES,
    TASKS,
    Element,
    Flow,
    Loop,
    Scope,
    is_expression,
    written_by,
)
from engine.process.errors import DiagramError

CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
# What has work done by somebody: it may be repeated, and takes inputs and outputs.
WORKING: Final = (TASKS | SCOPES) - {"receiveTask"}
# Over before anything else can happen; and what never ends with an error.
AT_ONCE: Final = frozenset({"scriptTask", "businessRuleTask"})
UNFAILING: Final = frozenset({"userTask", "receiveTask"})
NEEDS: Final[Mapping[str, tuple[str, Callable[[Element], object]]]] = {
    "userTask": ("diagram.form_missing", lambda e: e.form_id),
    "serviceTask": ("diagram.operation_missing", lambda e: e.operation),
    "sendTask": ("diagram.operation_missing", lambda e: e.operation),
    "businessRuleTask": ("diagram.decision_missing", lambda e: e.decision_id),
    "scriptTask": ("diagram.script_not_feel", lambda e: e.script),
    "callActivity": ("diagram.called_block_missing", lambda e: e.called),
}


def check_scope(scope: Scope) -> None:
    """Refuse a scope that can not run as drawn."""
    elements = {element.id: element for element in scope.elements}
    starts = [element for element in scope.elements if element.kind == "startEvent"]
    if len(starts) != 1:
        raise DiagramError("diagram.one_start_expected", scope.key, found=len(starts))
    incoming: dict[str, list[Flow]] = defaultdict(list)
    outgoing: dict[str, list[Flow]] = defaultdict(list)
    for flow in scope.flows:
        if flow.source not in elements or flow.target not in elements:
            raise DiagramError("diagram.flow_leaves_its_level", flow.id)
        outgoing[flow.source].append(flow)
        incoming[flow.target].append(flow)
    attached: dict[str | None, list[Element]] = defaultdict(list)
    for element in scope.elements:
        _check_needs(element)
        if element.kind == "boundaryEvent":
            _check_boundary(element, elements.get(element.attached_to or ""))
            attached[element.attached_to].append(element)
        _check_flows(element, incoming[element.id], outgoing=outgoing[element.id])
        if element.kind == "eventBasedGateway":
            behind = [elements[flow.target] for flow in outgoing[element.id]]
            for target in behind:
                _check_behind_event_gateway(target, incoming[target.id], scope=scope)
            _check_same_event(behind)
    for events in attached.values():
        _check_same_event(events)


def check_names(scopes: Sequence[Scope]) -> None:
    """Refuse a write that an input of a scope around it would hide from every reader inside."""
    hidden: dict[str, set[str]] = {scope.key: set() for scope in scopes}
    for _ in scopes:
        for scope in scopes:
            for element in scope.elements:
                if element.kind in {"subProcess", "callActivity"}:
                    inputs = {mapping.target for mapping in element.inputs}
                    hidden[element.called or element.id] |= hidden[scope.key] | inputs
    for scope in scopes:
        for element in scope.elements:
            found = sorted(written_by(element) & hidden[scope.key])
            if found:
                raise DiagramError("diagram.input_hides_a_write", element.id, name=found[0])


def _check_needs(element: Element) -> None:
    code, has = NEEDS.get(element.kind, ("", lambda _: True))
    if not has(element):
        raise DiagramError(code, element.id)
    if element.throws and element.event == "message" and element.operation is None:
        raise DiagramError("diagram.operation_missing", element.id)
    if element.throws and element.event != "message" and element.operation is not None:
        raise DiagramError("diagram.operation_at_a_plain_event", element.id)
    if element.loop is not None and element.kind not in WORKING:
        raise DiagramError("diagram.loop_not_here", element.id, kind=element.kind)
    if element.loop is not None:
        _check_results(element, element.loop)
    reads = element.kind in WORKING or (element.throws and element.event in {"message", "signal"})
    writes = element.kind in WORKING or (element.throws and element.event == "message") or element.receives
    for mappings, has_effect in ((element.inputs, reads), (element.outputs, writes)):
        if mappings and not has_effect:
            raise DiagramError("diagram.mapping_not_here", element.id, name=mappings[0].target)


def _check_results(element: Element, loop: Loop) -> None:
    """Refuse a repetition that would keep nothing: a list without an element of it, or the reverse.

    Of a person's task both have a meaning by themselves: the answers, and the id of the task.
    """
    is_task = element.kind == "userTask"
    keeps_something = loop.output_element is not None or is_task
    is_kept = loop.output_collection is not None or (is_task and not element.outputs)
    if (loop.output_collection is not None and not keeps_something) or (
        loop.output_element is not None and not is_kept
    ):
        raise DiagramError("diagram.results_half_named", element.id)


def _check_boundary(element: Element, host: Element | None) -> None:
    if host is None or host.kind in GATEWAYS or host.kind in EVENTS:
        raise DiagramError("diagram.boundary_without_host", element.id)
    if element.event == "error" and not element.is_interrupting:
        raise DiagramError("diagram.error_must_interrupt", element.id)
    if element.event == "escalation" and host.kind not in SCOPES:
        raise DiagramError("diagram.escalation_needs_scope", element.id)
    if host.kind in AT_ONCE or (element.event == "error" and host.kind in UNFAILING):
        raise DiagramError("diagram.boundary_never_happens", element.id, host=host.id)


def _check_flows(element: Element, incoming: list[Flow], *, outgoing: list[Flow]) -> None:
    begins = element.kind in {"startEvent", "boundaryEvent"}
    if begins and incoming:
        raise DiagramError("diagram.flow_into_beginning", element.id)
    if not begins and not incoming:
        raise DiagramError("diagram.not_connected", element.id)
    if element.kind == "endEvent" and outgoing:
        raise DiagramError("diagram.flow_out_of_end", element.id)
    if element.kind != "endEvent" and not outgoing:
        raise DiagramError("diagram.no_way_out", element.id)
    if len(outgoing) > 1 and element.kind not in GATEWAYS:
        raise DiagramError("diagram.several_flows_out", element.id)
    if element.kind in CHOOSING and len(outgoing) > 1:
        _check_conditions(element, outgoing)
    elif any(flow.condition is not None or flow.is_default for flow in outgoing):
        raise DiagramError("diagram.condition_not_here", element.id)


def _check_conditions(element: Element, outgoing: list[Flow]) -> None:
    for flow in outgoing:
        if flow.is_default:
            if flow.condition is not None:
                raise DiagramError("diagram.condition_on_default", element.id, flow=flow.id)
        elif flow.condition is None:
            raise DiagramError("diagram.condition_missing", element.id, flow=flow.id)
        elif not is_expression(flow.condition):
            raise DiagramError("diagram.not_an_expression", element.id, flow=flow.id, text=flow.condition)


def _check_same_event(events: Sequence[Element]) -> None:
    """Refuse two events that wait for the same at one place: only one of them would ever be told."""
    seen: set[tuple[str | None, str | None]] = set()
    for element in events:
        name = element.message_name or element.signal_name or element.caught_code
        if element.event != "timer" and (element.event, name) in seen:
            raise DiagramError("diagram.event_twice", element.id, name=name)
        seen.add((element.event, name))


def _check_behind_event_gateway(element: Element, incoming: list[Flow], *, scope: Scope) -> None:
    if element.kind not in {"intermediateCatchEvent", "receiveTask"}:
        raise DiagramError("diagram.event_gateway_needs_events", element.id)
    if len(incoming) > 1:
        raise DiagramError("diagram.event_gateway_shared", element.id)
    if any(event.attached_to == element.id for event in scope.elements):
        raise DiagramError("diagram.event_gateway_no_boundary", element.id)
