"""The parts of a level that are judged on their own.

A level falls apart into the part that its start reaches, and each side branch that a
non-interrupting boundary event begins and that never comes back to it. Side branches are
threads of their own, of which any number may run, so each is judged alone. To share an end, with a
gateway before it that only gathers ways, is not to come back: each part has it as its own. Whether an end
may take the tokens of several parts, its level tells.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.catalogue.soundness.drawing import Level


@dataclass(frozen=True)
class Region:
    """Steps of a level that are judged together, and the steps at which they begin."""

    steps: frozenset[str]
    entries: tuple[str, ...]
    is_main: bool


def regions(level: Level) -> tuple[Region, ...]:
    """Return the main region, with everything that nothing reaches, and the side branches."""
    starts = tuple(step.id for step in level.starts)
    main = reach(level, starts)
    shared = _shared_ends(level)
    aside = {s.id: reach(level, (s.id,)) for s in level.steps if s.host and not s.is_interrupting}
    while joined := [event for event, reached in aside.items() if (reached & main) - shared]:
        for event in joined:
            main |= aside.pop(event)
    groups: list[set[str]] = []
    for reached in aside.values():
        merged = set(reached)
        for group in [group for group in groups if (group & merged) - shared]:
            merged |= group
            groups.remove(group)
        groups.append(merged)
    begun = [(group, tuple(e for e in aside if e in group and _begins(level, e, group))) for group in groups]
    # What only begins itself is reached by nothing, and is found dead with the main region.
    beside = [Region(frozenset(group), entries, False) for group, entries in begun if entries]
    rest = {step.id for step in level.steps} - frozenset().union(*(region.steps for region in beside))
    return (Region(frozenset(rest | main), starts, True), *beside)


def _begins(level: Level, event: str, group: Collection[str]) -> bool:
    return level.by_id[event].host not in group


def _shared_ends(level: Level) -> set[str]:
    """Return the ends, and the gateways that lead to nothing else."""
    found = {step.id for step in level.steps if step.kind in {"end", "terminate", "error_end"}}
    gathering = [
        step.id for step in level.steps if step.kind == "exclusive" and len(level.leaving[step.id]) == 1
    ]
    while more := [
        step for step in gathering if step not in found and level.leaving[step][0].target in found
    ]:
        found |= {*more}
    return found


def reach(level: Level, begin: Collection[str]) -> set[str]:
    """Return the steps of a level that a token may come to from those where it begins."""
    found: set[str] = set()
    pending = list(begin)
    while pending:
        step = pending.pop()
        if step in found:
            continue
        found.add(step)
        pending.extend(arc.target for arc in level.leaving[step])
        pending.extend(event.id for event in level.boundaries[step] if event.is_interrupting)
    return found
