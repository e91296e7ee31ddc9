"""The contexts in which levels are walked: from where each was begun, with all that was certain there.

One walk over a level stands for all of its contexts that are the same inside (see `footprints`). What is
read there and written outside, and the way of a case to it, are each context's own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from engine.catalogue.check.flow.dataflow import Key, TooManyPaths, Walk
from engine.catalogue.check.flow.footprints import Framed
from engine.catalogue.check.flow.state import State

CONTEXTS: Final = 25_000

Seen = TypeVar("Seen")


@dataclass(eq=False, slots=True)
class Context:
    """One context of a walk: all that is certain where its level begins, and from where it is begun."""

    walk: Walk
    entry: State
    caller: tuple[Context, Key] | None = None
    inner: dict[Framed, Context] = field(default_factory=dict)


class Contexts:
    """The contexts of all walks of a service, in the order in which a case comes to them."""

    def __init__(self, outermost: Framed | None) -> None:
        self._found: dict[tuple[str, State], Context] = {}
        self._ways: dict[tuple[int, Key, str | None], tuple[str, ...]] = {}
        if outermost is not None:
            self._begin(outermost.walk, outermost.entry)
        for context in self._found.values():
            states = context.walk.states
            for key, framed in context.walk.inner.items():
                # What was begun before more was known of its place is begun from there no longer.
                inner = context.inner[framed]
                if inner.caller is None and states[key[0]].get(key[1]) == framed.entry:
                    inner.caller = (context, key)

    def seen(self, look: Callable[[Walk], Iterable[Seen]]) -> Iterator[tuple[Context, Seen]]:
        """Yield what is seen in a walk for each of its contexts; it is looked at once."""
        known: dict[int, tuple[Seen, ...]] = {}
        for context in self._found.values():
            walk = context.walk
            if id(walk) not in known:
                known[id(walk)] = tuple(look(walk))
            yield from ((context, start) for start in known[id(walk)])

    def way(self, context: Context, key: Key, name: str | None) -> tuple[str, ...]:
        """Return the way to a place from the beginning of the case, on which a name is not written."""
        step = (id(context.walk), key, name)
        if step not in self._ways:
            self._ways[step] = way_inside(context.walk, key, name)
        if context.caller is None or name in context.entry.must:
            return self._ways[step]
        return (*self.way(*context.caller, name), *self._ways[step])

    def _begin(self, walk: Walk, entry: State) -> Context:
        """Return the context of a walk with this beginning, with all contexts that follow from it."""
        key = (walk.shape.scope.key, entry)
        context = self._found.get(key)
        if context is None:
            if len(self._found) == CONTEXTS:
                raise TooManyPaths
            context = self._found[key] = Context(walk, entry)
            _, frame = entry.split(walk.footprint)
            for framed in walk.begun.values():
                context.inner[framed] = self._begin(framed.walk, framed.entry.beside(frame))
        return context


def way_inside(walk: Walk, key: Key, lacking: str | None) -> tuple[str, ...]:
    """Return the elements on a shortest way through a level to a place on which a name is not written."""
    before: dict[Key, Key | None] = {key: None}
    queue = deque([key])
    while queue:
        current = queue.popleft()
        if current[0] == walk.shape.scope.start.id:
            way = [current[0]]
            following = before[current]
            while following is not None:
                way.append(following[0])
                following = before[following]
            return tuple(way)
        for earlier, carried in walk.before[current].items():
            is_there = earlier[1] in walk.states[earlier[0]]
            if earlier not in before and is_there and lacking not in carried.must:
                before[earlier] = current
                queue.append(earlier)
    return (key[0],)
