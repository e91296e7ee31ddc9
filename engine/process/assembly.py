"""Builds SpiffWorkflow's specifications from scopes.

SpiffWorkflow's own parser is not used: it recurses along the flows (a line of 500 tasks
fails), never ends on a block that calls itself, and orders branches by their position in the drawing.
"""

from collections.abc import Iterable
from typing import Any, Final

from engine.process.elements import Element, Scope
from engine.process.events import Catch, ErrorEnd, Escalation, EventGateway, Pass, Signal, Terminate
from engine.process.joins import Inclusive, Parallel
from engine.process.many import Many
from engine.process.specs import (
    BoundarySplit,
    Choice,
    ProcessSpec,
    Start,
    TokenSpec,
)
from engine.process.work import Decision, Inner, Job, PersonTask, Script

SPECS: Final[dict[str, type[TokenSpec]]] = {
    "startEvent": Start,
    "userTask": PersonTask,
    "serviceTask": Job,
    "sendTask": Job,
    "receiveTask": Catch,
    "businessRuleTask": Decision,
    "scriptTask": Script,
    "exclusiveGateway": Choice,
    "inclusiveGateway": Inclusive,
    "parallelGateway": Parallel,
    "eventBasedGateway": EventGateway,
    "intermediateCatchEvent": Catch,
    "boundaryEvent": Catch,
}
THROWN: Final[dict[str | None, type[TokenSpec]]] = {
    None: Pass,
    "message": Job,
    "signal": Signal,
    "escalation": Escalation,
    "error": ErrorEnd,
    "terminate": Terminate,
}


def assemble(scopes: Iterable[Scope]) -> dict[str, ProcessSpec]:
    """Return one specification for each scope, by the scope's key."""
    return {scope.key: _assemble_scope(scope) for scope in scopes}


def _assemble_scope(scope: Scope) -> ProcessSpec:
    process = ProcessSpec(scope.key)
    inner = {element.id: _make(process, element) for element in scope.elements}
    body: dict[str, TokenSpec] = {
        element.id: Many(process, element, inner=inner[element.id]) if element.loop else inner[element.id]
        for element in scope.elements
    }
    entry = dict(body)
    for event in scope.elements:
        host = event.attached_to
        if host is None:
            continue
        if entry[host] is body[host]:
            element = body[host].element
            entry[host] = BoundarySplit(process, element, name=f"{host}#boundary")
            entry[host].connect(body[host])
        entry[host].connect(body[event.id])
    for flow in scope.flows:
        source, target = body[flow.source], entry[flow.target]
        source.connect(target)
        if isinstance(source, Choice):
            source.paths.append((flow.condition, target.name))
    process.start = body[scope.start.id]
    for spec in body.values():
        if isinstance(spec, Inclusive):
            spec.reach = {way.name: _reaching(way, spec) for way in spec.inputs}
    return process


def _make(process: ProcessSpec, element: Element) -> TokenSpec:
    name = f"{element.id}#one" if element.loop else element.id
    if element.kind in {"subProcess", "callActivity"}:
        return Inner(process, element, key=element.called or element.id, name=name)
    if element.throws:
        return THROWN[element.event](process, element)
    if element.loop:
        return SPECS[element.kind](process, element, name=name)
    return SPECS[element.kind](process, element)


def _reaching(way: Any, join: TokenSpec) -> frozenset[str]:
    """Return the names of all specifications from which a token can come to a join by one path in."""
    found: set[str] = set()
    pending: list[Any] = [way]
    while pending:
        spec = pending.pop()
        if spec is not join and spec.name not in found:
            found.add(spec.name)
            pending.extend(spec.inputs)
            if isinstance(spec, Many):
                found.add(spec.inner.name)
    return frozenset(found)
