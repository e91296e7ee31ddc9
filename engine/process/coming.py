"""Possible next steps of a case: where its tokens may rest, by the paths of the diagram alone.

Conditions are not asked, so it says what can be and not what will be. A way ends where somebody or
something outside is waited for, and where the case is over.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from engine.process.definition import Definition
from engine.process.elements import SCOPES, Element, Scope
from engine.process.resting import Standing

Place = tuple[str, tuple[str, ...]]  # an element, and the calls and subprocesses around it

STOPS: Final = frozenset({"userTask", "receiveTask", "intermediateCatchEvent"})
OUTSIDE: Final = frozenset({"timer", "message", "signal"})


class Ahead(NamedTuple):
    """Elements, the nearer first: those that may be reached at once, and those behind them."""

    next: tuple[str, ...]
    later: tuple[str, ...]


def ahead(definition: Definition, standing: Iterable[Standing]) -> Ahead:
    """Return where tokens that stand there may rest after this."""
    paths = _Paths(definition)
    stands = [(token.element, token.around) for token in standing if not token.is_beside]
    begin = [place for stand in stands for place in paths.out_of(stand)]
    nearest = list(paths.stops(begin))
    behind = [place for stop in nearest for place in paths.after(stop)]
    known = {element for element, _ in (*nearest, *stands)}
    later = dict.fromkeys(element for element, _ in paths.stops(behind, goes_on=True) if element not in known)
    return Ahead(tuple(dict.fromkeys(element for element, _ in nearest)), tuple(later))


def on_the_way(definition: Definition, place: Place) -> tuple[Place, ...]:
    """Return what a token may pass from a step that somebody finishes until it rests again."""
    paths = _Paths(definition)
    return tuple(passed for passed, is_stop in paths.walk(paths.through(place)) if not is_stop)


def stops_after(definition: Definition, place: Place) -> tuple[Place, ...]:
    """Return where a token that passes a place may rest next, the nearest first."""
    paths = _Paths(definition)
    return tuple(paths.stops(paths.on_from(place)))


class _Paths:
    """The paths of a definition, followed into what is called and out again."""

    def __init__(self, definition: Definition) -> None:
        self._elements = definition.elements
        self._scopes: dict[str, Scope] = {scope.key: scope for scope in definition.scopes}
        self._flows: dict[str, list[str]] = defaultdict(list)
        self._boundaries: dict[str, list[str]] = defaultdict(list)
        for flow in definition.flows:
            self._flows[flow.source].append(flow.target)
        for element in definition.elements.values():
            if element.attached_to is not None:
                self._boundaries[element.attached_to].append(element.id)

    def out_of(self, place: Place) -> Iterator[Place]:
        """Yield where a token may go from where it stands, also by what may befall what is around it."""
        yield from self.after(place)
        _, around = place
        for depth, outer in enumerate(around):
            yield from ((boundary, around[:depth]) for boundary in self._boundaries[outer])

    def after(self, place: Place) -> Iterator[Place]:
        """Yield where a token may go that is through with a place, or is driven from it."""
        element, around = place
        yield from ((boundary, around) for boundary in self._boundaries[element])
        yield from self.through(place)

    def through(self, place: Place) -> Iterator[Place]:
        element, around = place
        yield from ((target, around) for target in self._flows[element])
        if self._elements[element].kind == "endEvent" and around:
            yield from ((target, around[:-1]) for target in self._flows[around[-1]])

    def stops(self, begin: Iterable[Place], *, goes_on: bool = False) -> Iterator[Place]:
        """Yield the stops on the paths from these places; with `goes_on` those behind them too."""
        yield from (place for place, is_stop in self.walk(begin, goes_on=goes_on) if is_stop)

    def walk(self, begin: Iterable[Place], *, goes_on: bool = False) -> Iterator[tuple[Place, bool]]:
        """Yield all places on the paths, the nearer first, and whether a token may rest there."""
        pending, seen = deque(begin), set[Place]()
        while pending:
            place = pending.popleft()
            if place in seen:
                continue
            seen.add(place)
            element = self._elements[place[0]]
            is_stop = _is_stop(element) or (element.kind == "endEvent" and not place[1])
            yield place, is_stop
            if goes_on or not is_stop:
                pending.extend(self.on_from(place))

    def on_from(self, place: Place) -> Iterator[Place]:
        """Yield where a token that comes there goes next, into what is called too."""
        element = self._elements[place[0]]
        if element.kind not in SCOPES:
            yield from self.after(place)
            return
        inner = self._scopes[element.called or element.id]
        yield (inner.start.id, (*place[1], element.id))
        yield from ((boundary, place[1]) for boundary in self._boundaries[element.id])


def _is_stop(element: Element) -> bool:
    return element.kind in STOPS or (element.kind == "boundaryEvent" and element.event in OUTSIDE)
