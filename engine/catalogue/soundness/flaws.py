"""Flaws of one part of a level: each cause once, with the steps that are dead for its sake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from engine.catalogue.soundness.drawing import Level, Step
from engine.catalogue.soundness.explore import Explored
from engine.catalogue.soundness.hosts import Hosts
from engine.catalogue.soundness.net import Net
from engine.catalogue.soundness.regions import Region, reach

Property = Literal["deadlock", "lost_token", "dead_step", "livelock", "improper_completion"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One property that does not hold, the element where it shows, and the way there.

    No case comes to the steps that stand `behind` it.
    """

    property: Property
    element: str
    path: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One part of a level: what is `known` of it, what was found in a net that shows it, the way there."""

    level: Level
    region: Region
    known: Explored
    net: Net
    found: Explored
    way: tuple[str, ...]

    @property
    def waits_in_vain(self) -> bool:
        """Tell whether some case rests here with a token that nobody inside can move."""
        return self.known.stuck is not None or self.known.held is not None

    def flaws(self, dead: Collection[str]) -> Iterator[Flaw]:
        """Yield what is wrong, but for errors that leave the level; `dead` are the steps no case reaches."""
        # Beyond two tokens that meet nothing was played.
        is_whole = self.found.doubled is None and not self.found.is_cut
        left = {*dead} if is_whole else set[str]()
        for flaw, near in (*self._doubled(), *self._stuck(), *self._circling()):
            behind = _dead_from(self.level, near, left)
            left -= {*behind}
            yield replace(flaw, behind=tuple(step for step in behind if step != flaw.element))
        for first, *others in _causes(self.level, left):
            yield Flaw("dead_step", first, self.way, tuple(others))

    def held(self, dead: Collection[str]) -> Flaw | None:
        """Return where a token waits in vain until somebody outside ends the wait; elsewhere it must be."""
        if self.found.held is None:
            return None
        at = _place(self.net, self._waiting(self.found.held)[0])
        path = (*self.way, *self.found.path(self.found.held))
        return Flaw("deadlock", at, path) if at not in dead else None

    def _doubled(self) -> Iterator[tuple[Flaw, Iterable[str]]]:
        if self.found.doubled is not None:
            state, move, flows = self.found.doubled
            flow = self.net.flows[(flows & -flows).bit_length() - 1]
            path = (*self.way, *self.found.path(state), *move.story)
            yield Flaw("lost_token", _place(self.net, flow.target), path), ()

    def _stuck(self) -> Iterator[tuple[Flaw, Iterable[str]]]:
        """Yield a deadlock; where a choice leads to an end instead of the join, that end is to blame."""
        if self.found.stuck is None:
            return
        waiting = [_place(self.net, target) for target in self._waiting(self.found.stuck)]
        path = self.found.path(self.found.stuck)
        way = (*self.way, *path)
        ends = [step for step in path if step in self.net.ends]
        left = [end for end in ends if _is_way_out(self.level, end, path, waiting)]
        flaw = Flaw("improper_completion", left[-1], way) if left else Flaw("deadlock", waiting[0], way)
        yield flaw, waiting

    def _circling(self) -> Iterator[tuple[Flaw, Iterable[str]]]:
        found = self.found
        if found.circling is not None:
            path = (*self.way, *found.path(found.circling), *found.lead, *found.cycle)
            yield Flaw("livelock", (*found.cycle, self.level.key)[0], path), found.cycle

    def _waiting(self, state: int) -> list[str]:
        return [flow.target for number, flow in self.net.flows.items() if state >> number & 1]


def shared_ends(
    level: Level, parts: Collection[Judged], *, hosts: Hosts, way: tuple[str, ...]
) -> Iterator[Flaw]:
    """Yield the ends that do something and may get tokens from several parts of a level at once."""
    reached = Counter(step for part in parts for step in part.region.steps & part.known.alive)
    for step in level.steps:
        is_end = step.kind in {"end", "terminate", "error_end"}
        if is_end and reached[step.id] > 1 and not hosts.takes_any(step):
            yield Flaw("lost_token", step.id, (*way, *way_to(level, step)))


def way_to(level: Level, step: Step) -> tuple[str, ...]:
    """Return the elements on a shortest drawn way to a step, the step included."""
    before: dict[str, str | None] = {start.id: None for start in level.starts}
    queue = list(before)
    for current in queue:
        for target in _following(level, current):
            if target not in before:
                before[target] = current
                queue.append(target)
    path: list[str] = []
    reached: str | None = step.id
    while reached is not None:
        path.append(reached)
        reached = before.get(reached)
    return tuple(reversed(path))


def _following(level: Level, step: str) -> list[str]:
    return [arc.target for arc in level.leaving[step]] + [event.id for event in level.boundaries[step]]


def _place(net: Net, key: str) -> str:
    """Return the element that a node stands for."""
    node = net.nodes[key]
    return next(iter(node.story), None) or min(node.members, default=key)


def _is_way_out(level: Level, end: str, path: Collection[str], waiting: Collection[str]) -> bool:
    """Tell whether a choice on a path leads either to an end or to a step that waits for its token."""
    for step in level.steps:
        ways = (
            _following(level, step.id) if step.id in path and step.kind not in {"parallel", "start"} else []
        )
        if len(ways) > 1 and (step.kind in {"exclusive", "inclusive"} or level.boundaries[step.id]):
            reached = [reach(level, (target,)) for target in ways]
            if any(end in steps and steps.isdisjoint(waiting) for steps in reached) and any(
                not steps.isdisjoint(waiting) for steps in reached
            ):
                return True
    return False


def _dead_from(level: Level, begin: Iterable[str], dead: Collection[str]) -> tuple[str, ...]:
    """Return the dead steps to which only dead ones lead from some steps, the nearest first."""
    queue = [*begin]
    queue = [step for step in queue if step in dead] + [
        target for step in queue for target in _following(level, step) if target in dead
    ]
    found = dict.fromkeys(queue)
    queue = list(found)
    for step in queue:
        for target in _following(level, step):
            if target in dead and target not in found:
                found[target] = None
                queue.append(target)
    return tuple(found)


def _causes(level: Level, dead: Collection[str]) -> list[tuple[str, ...]]:
    """Return the dead steps in groups, first the one that no other dead one leads to, or one of a loop."""
    position = {step.id: number for number, step in enumerate(level.steps)}
    left, groups = {*dead}, []
    # Who is left last when all are followed in depth leads to whatever leads to it.
    for step in reversed(_as_left(level, dead)):
        if step in left:
            group = _dead_from(level, (step,), left)
            left -= {*group}
            groups.append(group)
    return sorted(groups, key=lambda group: position[group[0]])


def _as_left(level: Level, dead: Collection[str]) -> list[str]:
    """Return dead steps in the order in which a search in depth leaves them."""
    seen, order = set[str](), list[str]()
    for first in [step.id for step in level.steps if step.id in dead]:
        pending = [] if first in seen else [(first, iter(_following(level, first)))]
        seen.add(first)
        while pending:
            step, targets = pending[-1]
            onward = next((target for target in targets if target in dead and target not in seen), None)
            if onward is None:
                order.append(step)
                pending.pop()
            else:
                seen.add(onward)
                pending.append((onward, iter(_following(level, onward))))
    return order
