"""Hosts of boundary events: what may happen to a step while it stands.

An event from outside may come whenever its host rests. One from within comes only if it is thrown there.
A signal that ends the whole level is never heard further in: all that waits there is ended with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.catalogue.soundness.drawing import Level, Step, Thrown
from engine.catalogue.soundness.fates import Fate, Fates


@dataclass(frozen=True)
class Endings:
    """Endings that a level may have, as the host that stands for it sees them.

    `errors` end it; `passes` are escalations that leave it and let it go on. `rests` tells that a case may
    wait inside, `may_fail` that something inside may end with an error which the drawing does not show, and
    `may_escalate` that it may escalate so.
    """

    completes: bool = True
    errors: frozenset[Thrown] = frozenset()
    passes: frozenset[Thrown] = frozenset()
    may_fail: bool = False
    may_escalate: bool = False
    rests: bool = True


def waits(step: Step, endings: Mapping[str, Endings]) -> bool:
    """Tell whether a case may have to wait at a step or inside it."""
    if step.inner is not None:
        return endings[step.inner].rests
    return step.rests and step.kind == "task" and step.throws is None


class Hosts:
    """The steps of one level, with what is known of the levels inside them and of the fate of theirs."""

    def __init__(self, level: Level, endings: Mapping[str, Endings], *, fates: Fates) -> None:
        self._level = level
        self._endings = endings
        self._fates = fates
        self._fate_by = fates.of(level.key)

    def fate(self, step: Step) -> Fate:
        """Return what becomes of the level when a step throws, or hears what it waits for."""
        if step.kind == "error_end":
            return "ends"
        told = step.throws or (step.hears if step.host is None else None)
        return self._fate_by.get(told, "goes_on") if told is not None else "goes_on"

    def takes_any(self, step: Step) -> bool:
        """Tell whether a step is an end that takes every token at once, however many come.

        An end that does something waits its turn: it must not be done twice.
        """
        fate = self.fate(step)
        acts = step.acts and fate != "ends" or fate == "either"
        return step.kind in {"end", "terminate", "error_end"} and not acts

    def waits(self, step: Step) -> bool:
        """Tell whether a case may have to wait at a step or inside it."""
        return waits(step, self._endings)

    def is_called(self, step: Step) -> bool:
        """Tell whether a signal that the case itself throws may move who waits at a step."""
        if step.inner is not None:
            return any(thrown.event == "signal" for thrown in self._fates.thrown)
        return any(
            waiting.hears in self._fates.thrown for waiting in (step, *self._level.boundaries[step.id])
        )

    def fails(self, step: Step) -> bool:
        """Tell whether a step may end with an error that no event at its border catches."""
        events = self._level.boundaries[step.id]
        is_caught = any(event.catches is not None and event.catches.event == "error" for event in events)
        return self.inside(step).may_fail and not is_caught

    def inside(self, step: Step) -> Endings:
        """Return how a step may end."""
        if step.inner is not None:
            inside = self._endings[step.inner]
            # What is done once for each item is done when there are no items.
            return replace(inside, completes=True) if step.is_many else inside
        return Endings(may_fail=step.may_fail, may_escalate=step.may_escalate, rests=step.rests)

    def may_come(self, event: Step) -> bool:
        """Tell whether a boundary event may come that leaves its host as it is."""
        host = self._level.by_id.get(event.host or "")
        if host is None:
            return True
        if event.catches is None:
            return self._comes_from_outside(event, host)
        if host.inner is None:
            return host.may_fail
        inside = self._endings[host.inner]
        if inside.may_escalate and event.catches.event == "escalation":
            return True
        passes = inside.passes
        return any(self._level.catcher(host.id, thrown) is event for thrown in passes)

    def ended_by(self, host: Step) -> Iterator[Step]:
        """Yield the boundary events that may end a step."""
        inside = self.inside(host)
        caught = [self._catcher(host, error) for error in inside.errors]
        for event in self._level.boundaries[host.id]:
            if not event.is_interrupting:
                continue
            if event.catches is None:
                is_able = self._comes_from_outside(event, host)
            else:
                is_able = inside.may_fail and (event.catches.event == "error" or host.inner is None)
                is_able = is_able or (inside.may_escalate and event.catches.event == "escalation")
            if is_able or event in caught:
                yield event

    def left(self, host: Step) -> Iterator[Thrown]:
        """Yield what ends a step and its level with it, as no event at the boundary catches it."""
        for error in sorted(self.inside(host).errors, key=str):
            if self._catcher(host, error) is None and self._fate_by.get(error, "ends") != "goes_on":
                yield error

    def _catcher(self, host: Step, error: Thrown) -> Step | None:
        event = self._level.catcher(host.id, error)
        return None if event is not None and self._is_deaf(event) else event

    def _comes_from_outside(self, event: Step, host: Step) -> bool:
        # What is over at once can hear only a signal that the case itself throws meanwhile.
        is_there = self.inside(host).rests or event.hears in self._fates.thrown
        return is_there and not self._is_deaf(event)

    def _is_deaf(self, event: Step) -> bool:
        """Tell whether what an event hears always ends its whole level."""
        return event.hears is not None and self._fate_by.get(event.hears) == "ends"
