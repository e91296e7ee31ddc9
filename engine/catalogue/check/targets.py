"""Check of the targets of outputs: a part of a list or a text can be written nowhere.

Judges only what is certain: places of which every write gives something that has no named parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.kinds import Kinds, kinds_of
from engine.catalogue.check.subject import Subject
from feel.analyse import Kind


def check_targets(subject: Subject) -> Iterator[Finding]:
    """Yield the outputs that would stop a case."""
    kinds = kinds_of(subject)
    if subject.version is None or kinds is None:
        return
    for scope in subject.version.definition.scopes:
        for element in scope.elements:
            local = kinds.locally(element, scope)
            for mapping in element.outputs:
                for place in _holders(mapping.target):
                    found = list(_standing_at(place, kinds, local))
                    if found and all(_has_no_parts(kind) for kind in found):
                        detail = f"{mapping.target}; {place}: {found[0]}"
                        yield wrong(
                            "expression.target_not_an_object", **subject.at(element.id), detail=detail
                        )
                        break


def _holders(target: str) -> Iterator[str]:
    """Yield the places that a write goes through, outermost first."""
    steps = target.split(".")
    yield from (".".join(steps[:length]) for length in range(1, len(steps)))


def _standing_at(place: str, kinds: Kinds, local: Mapping[str, Kind]) -> Iterator[Kind]:
    """Yield the kinds of what may stand at a place, as far as something is written there or around it."""
    root, *_ = steps = place.split(".")
    if root in local:
        yield from _inside(local[root], steps[1:])
        return
    for length in range(1, len(steps) + 1):
        for kind in kinds.places.get(".".join(steps[:length]), ()):
            yield from _inside(kind, steps[length:])


def _inside(kind: Kind, steps: list[str]) -> Iterator[Kind]:
    """Yield the kind of what lies inside a value, if anything does."""
    for step in steps:
        found = dict(kind.members).get(step)
        if found is None:
            return
        kind = found
    yield kind


def _has_no_parts(kind: Kind) -> bool:
    return kind.is_known and kind.name not in ("context", "null")
