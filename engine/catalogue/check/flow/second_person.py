"""Check that the step which a second person looks after is done on each path that leads there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.flow.dataflow import Key, Walk
from engine.catalogue.check.flow.effects import done
from engine.catalogue.check.flow.paths import Paths
from engine.catalogue.check.subject import Subject


def check_done_before(subject: Subject, paths: Paths) -> Iterator[Finding]:
    """Yield the steps that can come before the step whose doer they keep out."""
    shortest: dict[tuple[str, str], tuple[str, ...]] = {}
    for context, (key, before) in paths.contexts.seen(_in_walk):
        is_step = before in paths.effects.version.definition.elements
        if done(before) in context.entry.must or not is_step:
            continue
        way = paths.contexts.way(context, key, done(before))
        best = shortest.get((key[0], before))
        if best is None or len(way) < len(best):
            shortest[key[0], before] = way
    for (name, before), way in shortest.items():
        yield wrong("second_person.not_before", **subject.at(name), detail=before, path=way)


def _in_walk(walk: Walk) -> Iterator[tuple[Key, str]]:
    for name, states in walk.states.items():
        for before in walk.shape.elements[name].not_by:
            for facts, state in states.items():
                if done(before) not in state.must:
                    yield (name, facts), before
