"""Interruptions from outside: what may end a level, or a part of one.

A loop without a way out, or a wait for nothing, is no flaw where somebody outside ends it: an event at the
border of the subprocess (or of one around it), an event subprocess, or, for what runs beside the main flow,
a terminate event in which the main flow always ends. An event comes only while the case rests; an error
comes where a step fails. Only a term comes surely, and a message perhaps never: it may end a loop in which
people act, but who waits for a token that never comes would wait for somebody else's whim. A level that
stands in several places is ended only if it is in each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from engine.catalogue.soundness.drawing import Drawing, Handler, Level, Step
from engine.catalogue.soundness.regions import reach


@dataclass(frozen=True, slots=True)
class Ended:
    """Possible interruptions: by an event `at_rest`, by one that comes `surely`, by a failure inside."""

    at_rest: bool = False
    surely: bool = False
    by_failure: bool = False

    def __or__(self, other: Ended) -> Ended:
        return Ended(*map(or_, astuple(self), astuple(other)))

    def __and__(self, other: Ended) -> Ended:
        return Ended(*map(and_, astuple(self), astuple(other)))

    def __bool__(self) -> bool:
        return any(astuple(self))


NOTHING: Final = Ended()
SURELY: Final = Ended(at_rest=True, surely=True)


class Outside:
    """Interruptions that may end each level of a drawing, and each part of it, from outside."""

    def __init__(self, drawing: Drawing) -> None:
        self._levels = drawing.levels
        # Where a level stands: the level around it, and what may end it there besides what ends that one.
        self._places: dict[str, list[tuple[Level, Ended, bool]]] = defaultdict(list)
        self._known: dict[str, Ended] = {}
        for level in drawing.levels.values():
            self._note_places(level)

    def ends(self, level: Level, *, is_main: bool) -> Ended:
        """Return what may end the main flow of a level, or what runs beside it."""
        found = self._around(level.key) | _handlers(level)
        return found if is_main or not _closes(level) else found | SURELY

    def _note_places(self, level: Level) -> None:
        for step in level.steps:
            if step.inner is not None:
                events = level.boundaries[step.id]
                border = [_ended_by(event) for event in events if event.is_interrupting]
                beside = SURELY if step.id not in _main(level) and _closes(level) else NOTHING
                self._places[step.inner].append((level, _any(border) | beside, True))
        for handler in level.handlers:
            # One that interrupts is all that is left of its level; any other is ended like the rest of it.
            beside = SURELY if not handler.is_interrupting and _closes(level) else NOTHING
            self._places[handler.inner].append((level, beside, not handler.is_interrupting))

    def _around(self, key: str) -> Ended:
        """Return what ends a whole level from outside of it, in every place where it stands."""
        if key not in self._known:
            self._known[key] = NOTHING
            places = [
                here | self._around(level.key) | (_handlers(level) if is_among_others else NOTHING)
                for level, here, is_among_others in self._places[key]
            ]
            self._known[key] = reduce(Ended.__and__, places) if places else NOTHING
        return self._known[key]


def _any(found: Iterable[Ended]) -> Ended:
    return reduce(Ended.__or__, found, NOTHING)


def _handlers(level: Level) -> Ended:
    return _any(_ended_by(handler) for handler in level.handlers if handler.is_interrupting)


def _ended_by(event: Step | Handler) -> Ended:
    """Return how an event that interrupts ends what is inside, if it comes from outside or by a failure."""
    if event.catches is None or event.catches.event == "signal":
        return Ended(at_rest=True, surely=event.is_timed)
    return Ended(by_failure=event.catches.event == "error")


def _main(level: Level) -> set[str]:
    return reach(level, [start.id for start in level.starts])


def _closes(level: Level) -> bool:
    """Tell whether the main flow ends everything beside it, wherever it ends."""
    last = [level.by_id[step].kind for step in _main(level) if not level.leaving[step]]
    return bool(last) and all(kind in {"terminate", "error_end"} for kind in last)
