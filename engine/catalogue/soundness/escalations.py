"""What an escalation does to the level it is thrown in, seen from where it is caught.

The nearest event that catches it decides: one that interrupts ends everything up to its host, any other
lets all go on, and so does an escalation that nobody catches (BPMN 2.0, 10.5.7). Knows no tokens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from engine.catalogue.soundness.drawing import Drawing, Level, Step, Thrown
from engine.catalogue.soundness.net import Fate

# A level, and the step of it that stands for another level; an event subprocess has no such step.
Place = tuple[Level, Step | None]


class Escalations:
    """Where the levels of a drawing stand, and what their escalations meet there."""

    def __init__(self, drawing: Drawing) -> None:
        self._levels = drawing.levels
        self._places: dict[str, list[Place]] = defaultdict(list)
        for level in drawing.levels.values():
            for step in level.steps:
                if step.inner is not None:
                    self._places[step.inner].append((level, step))
            for handler in level.handlers:
                self._places[handler.inner].append((level, None))

    def fates(self, key: str) -> Mapping[Thrown, Fate]:
        """Return what becomes of a level when one of its own steps throws an escalation."""
        level = self._levels[key]
        thrown = {step.throws for step in level.steps if step.throws and step.throws.event == "escalation"}
        return {escalation: self._fate(level, escalation) for escalation in thrown}

    def _fate(self, level: Level, escalation: Thrown) -> Fate:
        found = self._ends(level, escalation)
        if found == {True, False}:
            return "either"
        return "ends" if found == {True} else "goes_on"

    def _ends(self, level: Level, escalation: Thrown) -> set[bool]:
        """Return whether it ends the level, for each place where the level stands."""
        for handler in level.handlers:
            if handler.catches is not None and handler.catches.catches(escalation):
                return {handler.is_interrupting}
        found: set[bool] = set()
        for around, host in self._places[level.key]:
            if host is None:
                # What an event subprocess throws goes past the event subprocesses of its own level.
                found |= self._ends(replace(around, handlers=()), escalation)
                continue
            event = around.catcher(host.id, escalation)
            found |= {event.is_interrupting} if event is not None else self._ends(around, escalation)
        return found or {False}
