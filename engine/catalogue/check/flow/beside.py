"""Whether the case may be decided twice because steps run beside each other: in branches, in a thread that
an event has begun, or once for each item of a list.

The walk over the paths sees one token at a time, and of other branches what they do on their own level.
Whether two steps of different threads both come to be done may hang on answers, so this is a remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from engine.catalogue.check.constants import items_of
from engine.catalogue.check.findings import Finding, remark
from engine.catalogue.check.flow.shape import JOINING, Shape
from engine.catalogue.check.subject import Subject
from engine.operations import ALL
from engine.process import Definition, Element
from engine.process.elements import SCOPES, expression_of

COMES_ONCE = "timer"


def check_decided_beside(subject: Subject) -> Iterator[Finding]:
    """Yield the steps that may decide the case once more."""
    if subject.version is None:
        return
    definition = subject.version.definition
    for scope in definition.scopes:
        level = _Level(Shape(scope, definition))
        for element, other in {**level.repeated(), **level.in_threads(), **level.in_branches()}.items():
            yield remark("term.may_be_decided_beside", detail=other, **subject.at(element))


class _Level:
    """The steps of one level that decide, and which others run beside them."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    @cached_property
    def _deciding(self) -> frozenset[str]:
        elements, definition = self._shape.elements.values(), self._shape.definition
        return frozenset(element.id for element in elements if _decides(element, definition))

    def repeated(self) -> dict[str, str]:
        """Return the steps that decide for each item of a list."""
        found = {}
        for name in self._deciding:
            element, definition = self._shape.elements[name], self._shape.definition
            if element.loop is None or items_of(expression_of(element.loop.input_collection)) == 1:
                continue
            if element.kind not in SCOPES or _lingers_inside(element, definition):
                found[name] = name
        return found

    def in_threads(self) -> dict[str, str]:
        """Return the steps that decide in what an event has begun that does not interrupt."""
        found: dict[str, str] = {}
        for event in self._shape.elements.values():
            if event.attached_to is None or event.is_interrupting:
                continue
            thread = self._deciding & self._shape.onward(event.id)
            for name in thread:
                if event.event != COMES_ONCE and self._shape.lingers(name):
                    found.setdefault(name, name)
            main = self._deciding & self._shape.onward(event.attached_to) - thread
            found |= self._after_each_other(thread, main)
        return found

    def in_branches(self) -> dict[str, str]:
        """Return the subprocesses that decide in one branch while another decides too."""
        found: dict[str, str] = {}
        for flow in self._shape.scope.flows:
            if self._shape.elements[flow.source].kind in JOINING:
                others = self._deciding & {running.id for running in self._shape.beside[flow.id]}
                mine = self._deciding & self._shape.branches(flow.source)[flow.id] - others
                found |= self._after_each_other(mine, others)
        # Of steps on the level itself the walk has told it, with the way on which it shows.
        is_told = {name for name, other in found.items() if not self._is_inside(name, other)}
        return {name: other for name, other in found.items() if name not in is_told}

    def _is_inside(self, *names: str) -> bool:
        return any(self._shape.elements[name].kind in SCOPES for name in names)

    def _after_each_other(self, mine: frozenset[str], others: frozenset[str]) -> dict[str, str]:
        """Return which of mine may decide beside which other, unless whoever is first ends the level."""
        pairs = [(name, other) for name in sorted(mine) for other in sorted(others)]
        return {n: o for n, o in pairs if self._shape.lingers(n) or self._shape.lingers(o)}


def _decides(element: Element, definition: Definition) -> bool:
    if element.kind not in SCOPES:
        return ALL.traits_of(element.operation).decides
    key = element.called or element.id
    inside = (element for scope in definition.scopes if scope.key == key for element in scope.elements)
    return any(_decides(running, definition) for running in inside)


def _lingers_inside(element: Element, definition: Definition) -> bool:
    """Tell whether an item that was decided on leaves the others going on."""
    key = element.called or element.id
    shapes = [Shape(scope, definition) for scope in definition.scopes if scope.key == key]
    return any(
        shape.lingers(element.id, ends=frozenset({"error"}))
        for shape in shapes
        for element in shape.scope.elements
        if _decides(element, definition)
    )
