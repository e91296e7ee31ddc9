"""All paths of a service, followed once for whatever is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.check.flow.contexts import Contexts
from engine.catalogue.check.flow.dataflow import BEGINNING, TooManyPaths, World
from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.published import Published


@dataclass(frozen=True)
class Paths:
    """Every walk of a service in each of its contexts; none if there are `too_many` paths to follow."""

    effects: Effects
    contexts: Contexts
    too_many: bool = False


def follow(version: Published) -> Paths:
    """Follow all paths of a service from the beginning of a case."""
    effects = Effects(version)
    world = World.of(effects)
    try:
        return Paths(effects, Contexts(world.walk(version.definition.process_id, BEGINNING)))
    except TooManyPaths:
        return Paths(effects, Contexts(None), too_many=True)
