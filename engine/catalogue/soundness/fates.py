"""Fate of a level when something is thrown in it, seen from where that is caught.

The nearest event that catches an escalation decides: one that interrupts ends everything up to its host,
any other lets all go on, and so does an escalation that nobody catches (BPMN 2.0, 10.5.7). A signal is
heard by all, so any event around that it interrupts ends the level, whoever throws it. Knows no tokens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from engine.catalogue.soundness.drawing import Drawing, Level, Step, Thrown

# The level goes on, it is ended, or either, as it stands in several places.
Fate = Literal["goes_on", "ends", "either"]
# A level, and the step of it that stands for another level; an event subprocess has no such step.
Place = tuple[Level, Step | None]


class Fates:
    """Fates of the levels of a drawing: where they stand, and what is thrown in them meets there."""

    def __init__(self, drawing: Drawing) -> None:
        self._levels = drawing.levels
        self._places: dict[str, list[Place]] = defaultdict(list)
        self.thrown: set[Thrown] = set()
        self._told: set[Thrown] = set()
        for level in drawing.levels.values():
            for step in level.steps:
                if step.inner is not None:
                    self._places[step.inner].append((level, step))
                self.thrown |= {step.throws} if step.throws is not None else set()
                self._told |= {told for told in (step.throws, step.hears) if told is not None}
            for handler in level.handlers:
                self._places[handler.inner].append((level, None))

    def of(self, key: str) -> Mapping[Thrown, Fate]:
        """Return what becomes of a level by each escalation and each signal of the drawing."""
        level, found = self._levels[key], dict[Thrown, Fate]()
        for told in self._told:
            if told.event in {"escalation", "signal"}:
                ends = self._ends(level, told)
                found[told] = "either" if len(ends) > 1 else "ends" if True in ends else "goes_on"
        return found

    def uncaught(self) -> Iterator[str]:
        """Yield the steps whose escalation nobody catches in some place where their level stands."""
        for level in self._levels.values():
            for step in level.steps:
                told = step.throws
                if told is not None and told.event == "escalation" and not self._is_caught(level, told):
                    yield step.id

    def _is_caught(self, level: Level, told: Thrown) -> bool:
        """Tell whether somebody catches it in every place where the level stands."""
        if any(handler.catches is not None and handler.catches.catches(told) for handler in level.handlers):
            return True
        places = self._places[level.key]
        return bool(places) and all(
            self._is_caught(replace(around, handlers=()), told)
            if host is None
            else around.catcher(host.id, told) is not None or self._is_caught(around, told)
            for around, host in places
        )

    def _ends(self, level: Level, told: Thrown) -> set[bool]:
        """Return whether it ends the level, for each place where the level stands."""
        for handler in level.handlers:
            is_told = handler.catches is not None and handler.catches.catches(told)
            if is_told and (handler.is_interrupting or told.event == "escalation"):
                return {handler.is_interrupting}
        found: set[bool] = set()
        for around, host in self._places[level.key]:
            if host is None:
                # What an event subprocess throws goes past the event subprocesses of its own level.
                found |= self._ends(replace(around, handlers=()), told)
                continue
            event = around.catcher(host.id, told)
            found |= {event.is_interrupting} if event is not None else self._ends(around, told)
        return found or {False}


def uncaught_escalations(drawing: Drawing) -> tuple[str, ...]:
    """Return the steps that escalate where nobody listens: sound, but hardly what was meant."""
    return tuple(Fates(drawing).uncaught())
