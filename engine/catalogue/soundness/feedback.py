"""Signals that call themselves forth again without anybody doing anything.

A signal is heard at once by all that wait for it in the case. Where a boundary event that leaves its host
as it is begins a path on which its own signal is thrown, the two go round for ever within one step; so do
several that throw each other's signals. A step for people on the way does not help: then every signal makes
one more of it. What takes its token along (any other event) goes round only if the token comes back to wait
for the same signal before anybody has to wait elsewhere, and only with others that wait beside it. Where a
choice lies on the way, the loop may be left there: nobody who takes conditions for free can tell how often
it turns. Knows no tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.catalogue.soundness.drawing import Drawing, Level, Step, Thrown
from engine.catalogue.soundness.hosts import Endings, waits
from engine.catalogue.soundness.regions import reach

Ends = Mapping[str, Endings]
CHOOSING: Final = frozenset({"exclusive", "inclusive"})


@dataclass(frozen=True)
class Hearing:
    """An event that hears a signal and will hear the next one too, with what is thrown behind it."""

    level: Level
    step: Step
    thrown: frozenset[Thrown]
    hears_itself: bool = True
    may_stop: bool = False


@dataclass(frozen=True)
class Cycle:
    """An event that brings about its own signal, and the events it goes round by."""

    event: str
    events: tuple[str, ...]
    may_stop: bool


def cycles(drawing: Drawing, endings: Ends) -> Iterator[Cycle]:
    """Yield what goes round by signals; of several loops of one event one that can't be left."""
    heard = {hearing.step.id: hearing for hearing in _hearing(drawing, endings)}
    follows = {
        event: [
            other
            for other, heard_by in heard.items()
            if heard_by.step.hears in hearing.thrown and _may_go_round(drawing, hearing, heard_by)
        ]
        for event, hearing in heard.items()
    }
    sure = {
        event: [other for other in others if not heard[other].may_stop]
        for event, others in follows.items()
        if not heard[event].may_stop
    }
    told: set[str] = set()
    for paths, may_stop in ((sure, False), (follows, True)):
        for event in paths:
            cycle = _cycle(event, paths)
            if cycle and told.isdisjoint(cycle):
                told |= {*cycle}
                yield Cycle(event, cycle, may_stop)


def _hearing(drawing: Drawing, endings: Ends) -> Iterator[Hearing]:
    for level in drawing.levels.values():
        for step in level.steps:
            if step.hears is None:
                continue
            if step.host is not None and not step.is_interrupting:
                thrown = _thrown_behind(drawing, level, step)
                may_stop = _may_stop(drawing, level, reach(level, (step.id,)))
                yield Hearing(level, step, frozenset(thrown), may_stop=may_stop)
                continue
            entered, thrown = _at_once(drawing, level, _following(level, step.id), endings)
            waits_at = step.host or step.id
            if waits_at in entered:
                hears_itself = any(
                    waits_at in back and step.hears in beside
                    for fork in entered
                    for back, beside in _beside_each_other(drawing, level, fork, endings)
                )
                may_stop = _may_stop(drawing, level, entered)
                yield Hearing(level, step, frozenset(thrown), hears_itself, may_stop)


def _may_stop(drawing: Drawing, level: Level, passed: set[str]) -> bool:
    """Tell whether a choice lies among the steps that are passed, or inside them."""
    pending, seen = [(level, passed)], {level.key}
    while pending:
        around, steps = pending.pop()
        for step in around.steps:
            if step.id not in steps:
                continue
            if step.kind in CHOOSING and len(around.leaving[step.id]) > 1:
                return True
            if step.inner is not None and step.inner not in seen:
                seen.add(step.inner)
                inner = drawing.levels[step.inner]
                pending.append((inner, {step.id for step in inner.steps}))
    return False


def _beside_each_other(
    drawing: Drawing, level: Level, fork: str, endings: Ends
) -> Iterator[tuple[set[str], set[Thrown]]]:
    """Yield what is entered at once on one path out of a fork with what is thrown at once on another."""
    if _forks(level, level.by_id[fork]):
        paths = [_at_once(drawing, level, [target], endings) for target in _following(level, fork)]
        yield from ((back[0], beside[1]) for back in paths for beside in paths if back is not beside)


def _may_go_round(drawing: Drawing, one: Hearing, other: Hearing) -> bool:
    """Tell whether two events may wait at the same time; one whose token goes along is not there itself."""
    if one.step == other.step:
        return one.hears_itself
    if one.level.key != other.level.key:
        return True
    return _are_beside(one.level, one.step, other.step) or _is_repeated(drawing, one.level.key, set())


def _are_beside(level: Level, one: Step, other: Step) -> bool:
    """Tell whether some fork leads to two steps on different paths."""
    first, second = (step.host or step.id for step in (one, other))
    for fork in level.steps:
        paths = [reach(level, (arc.target,)) for arc in level.leaving[fork.id]] if _forks(level, fork) else []
        for event in level.boundaries[fork.id]:
            if not event.is_interrupting:
                paths += [reach(level, (event.id,)), reach(level, (fork.id,))]
        if any(
            first in path and second in other_path
            for path in paths
            for other_path in paths
            if path is not other_path
        ):
            return True
    return False


def _is_repeated(drawing: Drawing, key: str, seen: set[str]) -> bool:
    """Tell whether a level may stand several times beside itself."""
    places = [
        (level.key, step) for level in drawing.levels.values() for step in level.steps if step.inner == key
    ]
    if len(places) > 1 or any(step.is_many for _, step in places) or key in seen:
        return True
    return any(_is_repeated(drawing, around, seen | {key}) for around, _ in places)


def _forks(level: Level, step: Step) -> bool:
    """Tell whether several tokens may leave a step."""
    paths = len(level.leaving[step.id])
    return paths > 1 and step.kind != "exclusive"


def _following(level: Level, step: str) -> list[str]:
    return [arc.target for arc in level.leaving[step]]


def _at_once(drawing: Drawing, level: Level, begin: list[str], endings: Ends) -> tuple[set[str], set[Thrown]]:
    """Return the steps that a token comes to before it has to wait, and the signals thrown on the way."""
    entered, thrown = set[str](), set[Thrown]()
    pending = list(begin)
    while pending:
        found = level.by_id[pending.pop()]
        if found.id in entered:
            continue
        entered.add(found.id)
        if found.throws is not None and found.throws.event == "signal":
            thrown.add(found.throws)
        if found.inner is not None:
            thrown |= _thrown_within(drawing, found.inner, endings)
        if not waits(found, endings):
            pending += _following(level, found.id)
    return entered, thrown


def _thrown_within(drawing: Drawing, key: str, endings: Ends) -> set[Thrown]:
    """Return the signals that a level throws before anybody inside has to wait."""
    level = drawing.levels[key]
    return _at_once(drawing, level, [start.id for start in level.starts], endings)[1]


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
                pending.append((inner, {step.id for step in inner.steps}))
    return found


def _cycle(event: str, follows: Mapping[str, list[str]]) -> tuple[str, ...]:
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
