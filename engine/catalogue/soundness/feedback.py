"""Signals that call themselves forth again without anybody doing anything.

A signal is heard at once by all that wait for it in the case. Where a boundary event that leaves its host
as it is begins a way on which its own signal is thrown, the two go round for ever within one step; so do
several that throw each other's signals. A step for people on the way does not help: then every signal makes
one more of it. Knows no tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.catalogue.soundness.drawing import Drawing, Level, Step, Thrown
from engine.catalogue.soundness.regions import reach


def circles(drawing: Drawing) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the events that bring about their own signal, each with the events it goes round by."""
    heard: dict[str, Thrown] = {}
    thrown: dict[str, set[Thrown]] = {}
    for level in drawing.levels.values():
        for step in level.steps:
            if step.hears is not None and step.host is not None and not step.is_interrupting:
                heard[step.id] = step.hears
                thrown[step.id] = _thrown_behind(drawing, level, step)
    follows = {event: [other for other, name in heard.items() if name in thrown[event]] for event in heard}
    told: set[str] = set()
    for event in follows:
        circle = _circle(event, follows)
        if circle and told.isdisjoint(circle):
            told |= {*circle}
            yield event, circle


def _thrown_behind(drawing: Drawing, level: Level, step: Step) -> set[Thrown]:
    """Return the signals that may be thrown on the way that an event begins, also within its scopes."""
    found: set[Thrown] = set()
    pending = [(level, reach(level, (step.id,)))]
    seen = {level.key}
    while pending:
        around, steps = pending.pop()
        for passed in around.steps:
            if passed.id not in steps:
                continue
            if passed.throws is not None and passed.throws.event == "signal":
                found.add(passed.throws)
            if passed.inner is not None and passed.inner not in seen:
                seen.add(passed.inner)
                inner = drawing.levels[passed.inner]
                pending.append((inner, {one.id for one in inner.steps}))
    return found


def _circle(event: str, follows: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return a shortest way from an event back to it, empty if there is none."""
    before: dict[str, str] = {}
    queue = [event]
    for current in queue:
        for other in follows[current]:
            if other == event:
                way = [current]
                while way[-1] != event:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if other not in before:
                before[other] = current
                queue.append(other)
    return ()
