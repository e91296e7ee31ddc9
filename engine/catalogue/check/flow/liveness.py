"""Live places: those whose values something may still ask for (liveness analysis, as compilers do it).

What is known of others is forgotten where a subprocess or block ends: paths that differ in nothing that
matters any more are one path, so that fewer have to be followed. A level that is entered again through a loop
around the level that holds it begins with less certainty than it could; nothing certain becomes wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.catalogue.check.flow.footprints import Footprints
from engine.catalogue.check.flow.shape import Shape
from engine.catalogue.check.flow.state import CLOCK
from engine.process.elements import SCOPES


class Liveness:
    """The places that are live behind each element of a service."""

    def __init__(self, shapes: dict[str, Shape], footprints: Footprints) -> None:
        self._shapes = shapes
        self._asked = {
            key: {
                element: frozenset(footprints.places_asked_at(found))
                for element, found in shape.elements.items()
            }
            for key, shape in shapes.items()
        }
        for key, shape in shapes.items():
            for flow in shape.scope.flows:
                self._asked[key][flow.source] |= frozenset(footprints.places_asked_by(flow.condition))
        self._inside = {key: frozenset(self._levels_inside(key, set())) for key in shapes}
        self._behind: dict[tuple[str, str], frozenset[str]] = {}
        self._outside: dict[str, frozenset[str]] = {}

    def behind(self, level: str, element: str) -> frozenset[str]:
        """Return the places that are asked for behind an element of a level, or outside the level."""
        key = level, element
        if key not in self._behind:
            self._behind[key] = frozenset({CLOCK, *self._after(level, element), *self._beyond(level)})
        return self._behind[key]

    def _after(self, level: str, element: str) -> Iterator[str]:
        shape, following = self._shapes[level], defaultdict(list)
        for flow in shape.scope.flows:
            following[flow.source].append(flow.target)
        pending, seen = [*following[element]], set[str]()
        yield from self._asked[level][element] if shape.elements[element].kind not in SCOPES else ()
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            yield from self._asked[level][name]
            called = shape.elements[name]
            if called.kind in SCOPES:
                yield from self._of_level(called.called or name)
            pending += following[name]
            pending += [event.id for event in shape.boundaries[name]]

    def _of_level(self, key: str) -> Iterator[str]:
        for inner in self._inside[key]:
            for places in self._asked[inner].values():
                yield from places

    def _beyond(self, level: str) -> frozenset[str]:
        if level not in self._outside:
            others = self._shapes.keys() - self._inside[level]
            places = (places for key in others for places in self._asked[key].values())
            self._outside[level] = frozenset().union(*places)
        return self._outside[level]

    def _levels_inside(self, key: str, seen: set[str]) -> Iterator[str]:
        if key in seen:
            return
        seen.add(key)
        yield key
        for element in self._shapes[key].elements.values():
            if element.kind in SCOPES and (element.called or element.id) in self._shapes:
                yield from self._levels_inside(element.called or element.id, seen)
