"""Check of the diagram's clocks against those that the service declares.

A name that an expression gives can't be listed and is taken on trust; a case that names another
one stops with an incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.catalogue.check.findings import Finding, near, wrong
from engine.catalogue.check.operations import source_of, values_of
from engine.catalogue.check.subject import Subject
from engine.operations import ALL
from engine.operations.clockwork import OVERALL
from engine.operations.traits import OnClock
from engine.process import Definition, Element, expressions_in
from feel.analyse import nearest

_CALL: Final = re.compile(r'\bclock\s*\(\s*"([^"\\]+)"\s*\)')


def check_clocks(subject: Subject) -> Iterator[Finding]:
    """Yield steps that name a clock the service has not, or extend one it does not let be extended."""
    if subject.version is None:
        return
    for element in subject.version.definition.elements.values():
        what = ALL.traits_of(element.operation).on_clock
        if what is not None:
            yield from _step(what, element, subject)
    started = _started(subject.version.definition)
    for expression in expressions_in(subject.version.definition):
        for name in _CALL.findall(expression.text):
            yield from _followed(name, expression.element, subject, started=started)


def _followed(
    name: str, element: str, subject: Subject, *, started: frozenset[str] | None
) -> Iterator[Finding]:
    """Yield what is wrong with a clock that a timer follows; `started` are those that some step starts."""
    place = subject.at(element)
    if name != OVERALL and name not in (subject.settings.get("clocks") or {}):
        hint = nearest(name, subject.settings.get("clocks") or {})
        yield wrong("reference.clock_unknown", **place, detail=name, hint=hint, fix=near(name, hint))
    elif name != OVERALL and started is not None and name not in started:
        yield wrong("reference.clock_never_started", **place, detail=name)


def _started(definition: Definition) -> frozenset[str] | None:
    """Return the stages that the diagram starts, or nothing if they can't be listed."""
    found: set[str] = set()
    for element in definition.elements.values():
        if ALL.traits_of(element.operation).on_clock is OnClock.STARTS:
            named = values_of(element, "clock", definition)
            if named is None:
                return None
            found |= {*named}
    return frozenset(found)


def _step(what: OnClock, element: Element, subject: Subject) -> Iterator[Finding]:
    stages = subject.settings.get("clocks") or {}
    place, is_given = subject.at(element.id), source_of(element, "clock") is not None
    if what.is_of_stages and not is_given:
        yield wrong("reference.clock_missing", **place)
    assert subject.definition is not None
    named = (values_of(element, "clock", subject.definition) or ()) if is_given else (OVERALL,)
    for name in named:
        is_stage = name in stages
        if not is_stage and (name != OVERALL or (what.is_of_stages and is_given)):
            hint = nearest(name, stages)
            yield wrong("reference.clock_unknown", **place, detail=name, hint=hint, fix=near(name, hint))
            continue
        declared = stages[name] if is_stage else subject.settings.get("clock") or {}
        if what is OnClock.EXTENDS and "extension" not in declared:
            yield wrong("reference.clock_not_extendable", **place, detail=name)
