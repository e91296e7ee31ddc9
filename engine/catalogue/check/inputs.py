"""Check of inputs against their author's intent: taken in order, each is known to the next.

An input called like something of the case hides it from those that stand below it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.scope import compiled
from feel import FeelError


def check_inputs(subject: Subject) -> Iterator[Finding]:
    """Yield the inputs that read another input where the case has something of that name."""
    if subject.version is None:
        return
    definition = subject.version.definition
    known = case_names(definition)
    for element in definition.elements.values():
        hidden: set[str] = set()
        for mapping in element.inputs:
            for name in sorted(_read(mapping.source) & hidden):
                detail = f"{mapping.target}: {name}"
                yield wrong("expression.input_hides", **subject.at(element.id), detail=detail)
            hidden |= {mapping.target} & known


def _read(source: str) -> frozenset[str]:
    if not source.startswith("="):
        return frozenset()
    try:
        return compiled(source.removeprefix("=")).names
    except FeelError:
        return frozenset()  # whoever checks expressions says so
