"""The drawing of one of our own definitions, with the blocks it calls."""

from __future__ import annotations

from engine.catalogue.soundness.drawing import Arc, Drawing, Kind, Level, Step
from engine.process import Definition, Element, Scope

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


def read_own(definition: Definition) -> Drawing:
    """Return what steers the tokens of a definition."""
    levels = {scope.key: _level(scope) for scope in definition.scopes}
    return Drawing(key=definition.process_id, levels=levels, strict=True)


def _level(scope: Scope) -> Level:
    arcs = tuple(
        Arc(flow.source, flow.target, flow.condition is not None, flow.is_default) for flow in scope.flows
    )
    return Level(scope.key, tuple(_step(element) for element in scope.elements), arcs)


def _step(element: Element) -> Step:
    kind = _GATEWAYS.get(element.kind, "task")
    if element.kind == "endEvent":
        kind = _ENDS.get(element.event, "end")
    return Step(
        id=element.id,
        kind=kind,
        host=element.attached_to,
        is_interrupting=element.is_interrupting,
        repeats=element.event != "timer",
        catches=element.kind == "boundaryEvent" and element.event == "error",
        code=element.error_code,
        inner=(element.called or element.id) if kind == "scope" else None,
        # Operations end with the errors of their own; people and tables do not.
        may_fail=element.operation is not None,
    )
