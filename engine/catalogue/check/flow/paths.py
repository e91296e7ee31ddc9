"""All ways of a service, followed once for whatever is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.check.flow.dataflow import BEGINNING, TooManyWays, Walk, World
from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.published import Published


@dataclass(frozen=True)
class Ways:
    """Every walk of a service, the outermost first; none if there are `too_many` ways to follow."""

    effects: Effects
    walks: tuple[Walk, ...]
    too_many: bool = False


def follow(version: Published) -> Ways:
    """Follow all ways of a service from the beginning of a case."""
    effects = Effects(version)
    world = World.of(effects)
    try:
        world.walk(version.definition.process_id, BEGINNING)
    except TooManyWays:
        return Ways(effects, (), too_many=True)
    return Ways(effects, tuple(world.walks.values()))
