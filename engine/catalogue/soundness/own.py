"""The drawing of one of our own definitions, with the blocks it calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.catalogue.soundness.drawing import Arc, Drawing, Kind, Level, Step, Thrown
from engine.process import Definition, Element, Scope
from engine.process.elements import GATEWAYS

_GATEWAYS: dict[str, Kind] = {
    "exclusiveGateway": "exclusive",
    "eventBasedGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "startEvent": "start",
    "boundaryEvent": "boundary",
    "subProcess": "scope",
    "callActivity": "scope",
}
_ENDS: dict[str | None, Kind] = {"terminate": "terminate", "error": "error_end"}


@dataclass(frozen=True)
class OperationBehaviour:
    """Behaviour known of operations: those that never wait, and those that never end with an error."""

    at_once: frozenset[str] = frozenset()
    unfailing: frozenset[str] = frozenset()


NOTHING_KNOWN: Final = OperationBehaviour()


def read_own(definition: Definition, known: OperationBehaviour = NOTHING_KNOWN) -> Drawing:
    """Return what steers the tokens of a definition."""
    levels = {scope.key: _level(scope, known) for scope in definition.scopes}
    return Drawing(key=definition.process_id, levels=levels, strict=True)


def _level(scope: Scope, known: OperationBehaviour) -> Level:
    arcs = tuple(
        Arc(flow.source, flow.target, flow.condition is not None, flow.is_default) for flow in scope.flows
    )
    return Level(scope.key, tuple(_step(element, known) for element in scope.elements), arcs)


def _step(element: Element, known: OperationBehaviour) -> Step:
    kind = _GATEWAYS.get(element.kind, "task")
    if element.kind == "endEvent":
        kind = _ENDS.get(element.event, "end")
    return Step(
        id=element.id,
        kind=kind,
        host=element.attached_to,
        is_interrupting=element.is_interrupting,
        repeats=element.event != "timer",
        throws=_thrown(element) if element.throws else None,
        catches=_thrown(element) if element.kind == "boundaryEvent" and element.event != "signal" else None,
        hears=_thrown(element) if element.event == "signal" and not element.throws else None,
        acts=element.throws and element.event in {"message", "signal", "escalation"},
        inner=(element.called or element.id) if kind == "scope" else None,
        is_many=element.loop is not None,
        is_timed=element.event == "timer",
        rests=not _is_done_at_once(element, known),
        # Operations end with the errors of their own; people and tables do not.
        may_fail=element.operation is not None and element.operation not in known.unfailing,
    )


def _is_done_at_once(element: Element, known: OperationBehaviour) -> bool:
    """Tell whether nothing ever waits here; an operation may be parked, so it may wait."""
    if element.operation is not None:
        return element.operation in known.at_once
    if element.kind in {"startEvent", "scriptTask", "businessRuleTask"} or element.throws:
        return True
    return element.kind in GATEWAYS - {"eventBasedGateway"}


def _thrown(element: Element) -> Thrown | None:
    """Return what an event throws or catches that is told within a case; anything else comes from outside."""
    if element.event == "signal":
        return Thrown("signal", element.signal_name)
    if element.event == "error":
        return Thrown("error", element.error_code)
    return Thrown("escalation", element.escalation_code) if element.event == "escalation" else None
