"""Whether the step that a second person looks after has been done on each path that leads there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.flow.data import callers, way_through
from engine.catalogue.check.flow.effects import done
from engine.catalogue.check.flow.paths import Paths
from engine.catalogue.check.subject import Subject


def check_done_before(subject: Subject, paths: Paths) -> Iterator[Finding]:
    """Yield the steps that can come before the step whose doer they keep out."""
    outside, shortest = callers(paths.walks), dict[tuple[str, str], tuple[str, ...]]()
    for walk in paths.walks:
        for name, states in walk.states.items():
            for before in walk.shape.elements[name].not_by:
                for facts, state in states.items():
                    if done(before) in state.must or before not in paths.effects.version.definition.elements:
                        continue
                    way = way_through(walk, (name, facts), done(before), outside)
                    best = shortest.get((name, before))
                    if best is None or len(way) < len(best):
                        shortest[name, before] = way
    for (name, before), way in shortest.items():
        yield wrong("second_person.not_before", **subject.at(name), detail=before, path=way)
