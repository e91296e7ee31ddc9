"""Loops that a case goes round without waiting and without writing: it would come back as it was.

The conditions that led into the loop lead into it again, so a case would never leave. The flow
of control alone does not show it, because it takes conditions as free choices.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.process import Element, Scope
from engine.process.elements import GATEWAYS, written_by


def check_loops(subject: Subject) -> Iterator[Finding]:
    """Yield one finding for each loop in which nothing happens."""
    if subject.definition is None:
        return
    for scope in subject.definition.scopes:
        seen: set[str] = set()
        for element in scope.elements:
            cycle = _cycle(element, scope) if element.id not in seen else ()
            if cycle:
                seen.update(cycle)
                yield wrong("data.loop_changes_nothing", **subject.at(element.id), path=cycle)


def _cycle(begin: Element, scope: Scope) -> tuple[str, ...]:
    """Return a shortest loop of idle elements through one of them, if there is one."""
    idle = {element.id for element in scope.elements if _is_idle(element)}
    if begin.id not in idle:
        return ()
    leaving: dict[str, list[str]] = {}
    for flow in scope.flows:
        leaving.setdefault(flow.source, []).append(flow.target)
    before: dict[str, str] = {}
    queue = [begin.id]
    for current in queue:
        for target in leaving.get(current, ()):
            if target == begin.id:
                way = [current]
                while way[-1] != begin.id:
                    way.append(before[way[-1]])
                return (*reversed(way), begin.id)
            if target in idle and target not in before:
                before[target] = current
                queue.append(target)
    return ()


def _is_idle(element: Element) -> bool:
    """Tell whether a token passes without waiting, and nothing is other than before."""
    passes = element.kind in GATEWAYS - {"eventBasedGateway"} or element.kind == "intermediateThrowEvent"
    return passes and element.operation is None and not written_by(element)
