"""Provenance of a value in the data of a case: through outputs under other names, through calls of blocks.

Follows what hands a value on as it is, or chooses among such values. What computes a new one is an end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from engine.process import Definition, Element, Scope
from engine.process.elements import SCOPES, expression_of, is_expression
from feel import FeelError, compile_expression, tree

if TYPE_CHECKING:
    from engine.documents.template import Loops

Place = tuple[str, ...]
MOST: Final = 100  # places that one value may come from; who writes what lies inside itself has no end


@dataclass(frozen=True)
class Origins:
    """The origins of the values of one diagram, with its blocks."""

    definition: Definition
    _found: dict[Place, tuple[Place, ...]] = field(default_factory=dict, init=False, repr=False)

    def of(self, place: Place) -> tuple[Place, ...]:
        """Return the places that the value at a place may come from, itself first."""
        if place not in self._found:
            self._found[place] = self._all(place)
        return self._found[place]

    def seen_at(self, place: Place, scope: Scope) -> Iterator[Place]:
        """Yield the places in the data of the case that a name means on a level, be it an input of calls."""
        hosts = tuple(hosts_of(scope, self.definition))
        if not hosts:
            yield place
        for host, outer in hosts:
            given = [mapping.source for mapping in host.inputs if mapping.target == place[0]]
            inner = (found + place[1:] for source in given for found in handed_on(source))
            for meant in inner if given else (place,):
                yield from self.seen_at(meant, outer)

    def _all(self, place: Place) -> tuple[Place, ...]:
        found, pending = {place: None}, [place]
        while pending and len(found) < MOST:
            new = [source for source in self._written(pending.pop()) if source not in found]
            found |= dict.fromkeys(new)
            pending += new
        return tuple(found)

    def _written(self, place: Place) -> Iterator[Place]:
        """Yield where the outputs that write a place, or what it lies in, take their value."""
        for scope in self.definition.scopes:
            for element in scope.elements:
                for mapping in element.outputs:
                    target = tuple(mapping.target.split("."))
                    if place[: len(target)] == target:
                        for source in handed_on(mapping.source):
                            yield from self._read(source + place[len(target) :], element, scope)

    def _read(self, place: Place, element: Element, scope: Scope) -> Iterator[Place]:
        """Yield what a name in an output of an element means."""
        root, *rest = place
        if root == "answers" and element.kind == "userTask":
            yield (element.id, *rest)
            return
        given = [mapping.source for mapping in element.inputs if mapping.target == root]
        inner = ((*found, *rest) for source in given for found in handed_on(source))
        for meant in inner if given else (place,):
            yield from self.seen_at(meant, scope)


def hosts_of(scope: Scope, definition: Definition) -> Iterator[tuple[Element, Scope]]:
    """Yield the calls of a block, or the one subprocess that is the level, each with the level it is on."""
    for outer in definition.scopes:
        for element in outer.elements:
            if element.kind in SCOPES and (element.called or element.id) == scope.key:
                yield element, outer


def places(node: tree.Node, around: Loops = ()) -> Iterator[Place]:
    """Yield the places in the data of a case whose value an expression gives unchanged."""
    match node:
        case tree.Name(name=name):
            for place in range(len(around) - 1, -1, -1):
                if around[place][0] == name:
                    yield from places(around[place][1].compiled.tree, around[:place])
                    return
            yield (name,)
        case tree.Path(base=base, name=name):
            yield from ((*place, name) for place in places(base, around))
        case tree.Filter(base=base):
            yield from places(base, around)
        case tree.If(then=then, otherwise=otherwise):
            yield from places(then, around)
            yield from places(otherwise, around)


@lru_cache(maxsize=4096)
def handed_on(source: str) -> tuple[Place, ...]:
    """Return the places whose value a text of the diagram gives unchanged; none where it is no such FEEL."""
    if not is_expression(source):
        return ()
    try:
        return tuple(places(compile_expression(expression_of(source)).tree))
    except FeelError:
        return ()
