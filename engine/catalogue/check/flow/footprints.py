"""Footprint of a level: what it may change or ask for. All else, the frame, is the same before and after it.

This is the frame rule: what holds of a level that begins with its footprint alone holds of it with any
frame beside. What is only read inside is in no footprint, because it stays as certain as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from engine.catalogue.check.flow.effects import Effects, done, places_in
from engine.catalogue.check.flow.state import CLOCK, State, root_of
from engine.process import Element, Scope
from engine.process.elements import SCOPES, written_by

if TYPE_CHECKING:
    from engine.catalogue.check.flow.dataflow import Walk

RESULT: Final = "result"  # what is known of it is told where a step of an operation has no outputs


class Footprints:
    """The footprints of the levels of a service."""

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self._levels = {scope.key: scope for scope in effects.version.definition.scopes}
        self._asked = frozenset(root_of(place) for place in effects.tracked)
        self._found: dict[str, frozenset[str]] = {}

    def of(self, key: str) -> frozenset[str]:
        """Return the names in the footprint of a level, with those of the levels inside."""
        if key not in self._found:
            self._found[key] = frozenset({CLOCK, *self._names(self._levels[key])})
        return self._found[key]

    def _names(self, level: Scope) -> Iterator[str]:
        for flow in level.flows:
            yield from self._asked_by(flow.condition)
        for element in level.elements:
            yield from written_by(element)
            yield from self._asked_at(element)
            if element.operation is not None:
                yield RESULT
            if element.id in self._effects.awaited:
                yield done(element.id)
            if element.kind in SCOPES:
                for mapping in element.inputs:
                    yield from (mapping.target, root_of(mapping.target))
                yield from self.of(element.called or element.id)

    def _asked_at(self, element: Element) -> Iterator[str]:
        """Yield the names whose values may decide what is certain after an element, or what it does."""
        yield from (root_of(place) for place in self.places_asked_at(element))

    def _asked_by(self, text: str | None) -> Iterator[str]:
        yield from (root_of(place) for place in self.places_asked_by(text))

    def places_asked_by(self, text: str | None) -> Iterator[str]:
        """Yield the places that a text asks for, each to its end; of those not tracked nothing is known."""
        places = {place for place in places_in(self._effects.tree(text)) if root_of(place) in self._asked}
        yield from (place for place in places if not any(other.startswith(f"{place}.") for other in places))

    def places_asked_at(self, element: Element) -> Iterator[str]:
        """Yield the places whose values may decide what is certain after an element, or what it does."""
        for mapping in (*element.inputs, *element.outputs):
            yield from self.places_asked_by(mapping.source)
        yield from self.places_asked_by(element.script)


@dataclass(frozen=True, eq=False)
class Framed:
    """A walk as it is begun at one place: it knows the projection of `entry`, the frame goes past it."""

    walk: Walk
    entry: State
    frame: State

    @cached_property
    def outcome(self) -> list[State]:
        """What is certain when the level is over, for each path it may have gone."""
        return [state.beside(self.frame) for state in self.walk.outcome]

    @cached_property
    def at_rest(self) -> State | None:
        """What is certain wherever a token may wait inside."""
        return self.walk.at_rest and self.walk.at_rest.beside(self.frame)

    @cached_property
    def thrown(self) -> dict[str | None, State]:
        """The errors that may come out of the level, with what is certain then."""
        return {code: state.beside(self.frame) for code, state in self.walk.thrown.items()}
