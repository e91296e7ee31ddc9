"""Check of boundary events of operations: each can come.

An operation that is done within the step is over before a term runs out or a message arrives, and
an operation ends only with the error that it declares. What a subprocess or block may end with is
what stands inside it. The diagram's own reader knows no operations, so it can't ask this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.operations import ALL
from engine.process import Definition, Element
from engine.process.elements import SCOPES

# What `soundness.read_own` is told of operations: which never wait, and which never end with an error.
AT_ONCE: Final = frozenset(name for name in ALL.names if not ALL.find(name).is_job)
UNFAILING: Final = frozenset(name for name in ALL.names if ALL.find(name).gives_up_with is None)
NEVER_COMES: Final = frozenset({"reference.event_at_once", "reference.error_not_thrown"})


def check_boundaries(subject: Subject) -> Iterator[Finding]:
    """Yield the boundary events that nothing ever brings about."""
    if subject.definition is None:
        return
    for event in subject.definition.elements.values():
        if event.kind != "boundaryEvent":
            continue
        host = subject.definition.elements[event.attached_to or ""]
        code = _flaw(event, host, subject.definition)
        if code is not None:
            detail = event.error_code or host.operation or ""
            yield wrong(code, **subject.at(event.id), detail=detail)


def _flaw(event: Element, host: Element, definition: Definition) -> str | None:
    if event.event != "error":
        return "reference.event_at_once" if host.operation in AT_ONCE else None
    if host.operation is None and host.kind not in SCOPES:
        return None
    inside = list(_inside(host, definition, seen=set()))
    if not any(element.operation for element in inside):
        # The flow of control shows by itself what comes out of here.
        return None
    thrown = {code for element in inside for code in _errors(element)}
    is_thrown = None in thrown or (event.error_code in thrown if event.error_code else bool(thrown))
    return None if is_thrown else "reference.error_not_thrown"


def _inside(host: Element, definition: Definition, *, seen: set[str]) -> Iterator[Element]:
    """Yield an element with all that stands in it, blocks included."""
    yield host
    key = host.called or host.id
    if host.kind in SCOPES and key not in seen:
        seen.add(key)
        for scope in definition.scopes:
            for inner in scope.elements if scope.key == key else ():
                yield from _inside(inner, definition, seen=seen)


def _errors(element: Element) -> Iterator[str | None]:
    """Yield the code of the error that an element may end with; nothing for one that nobody knows."""
    if element.operation is not None and element.operation not in ALL.names:
        yield None
    elif element.operation is not None and element.operation not in UNFAILING:
        yield ALL.find(element.operation).gives_up_with
    elif element.kind == "endEvent" and element.event == "error":
        yield element.error_code
