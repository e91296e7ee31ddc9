"""All paths of a service, followed once for whatever is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.check.flow.dataflow import BEGINNING, TooManyPaths, Walk, World
from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.published import Published


@dataclass(frozen=True)
class Paths:
    """Every walk of a service, the outermost first; none if there are `too_many` paths to follow."""

    effects: Effects
    walks: tuple[Walk, ...]
    too_many: bool = False


def follow(version: Published) -> Paths:
    """Follow all paths of a service from the beginning of a case."""
    effects = Effects(version)
    world = World.of(effects)
    try:
        world.walk(version.definition.process_id, BEGINNING)
    except TooManyPaths:
        return Paths(effects, (), too_many=True)
    return Paths(effects, tuple(world.walks.values()))
