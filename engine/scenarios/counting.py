"""Counting an inventory as a scenario tells: things by their numbers, and what is found beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.bootstrap import Engine
from engine.property.commands.inventories import CountAsset, RecordSurplus
from engine.property.store import inventories
from engine.tenancy import Actor

NOTE = "დემო შენიშვნა"


def count(engine: Engine, case_id: UUID, step: Mapping[str, Any], *, actor: Actor) -> None:
    """Say of each thing what was found. Raises `KeyError`: a number is not on the list."""
    with engine.read(actor) as tx:
        items = {row.inventory_no: row.id for row in inventories.items(tx, case_id)}
    for number, result in step["counts"].items():
        engine.send(CountAsset(items[number], result, NOTE), actor=actor)
    for thing in step.get("found", ()):
        described = dict(thing)
        kind, category = described.pop("kind"), described.pop("category")
        value = described.pop("value_tetri")
        command = RecordSurplus(case_id, kind, category, value, NOTE, fields=described)
        engine.send(command, actor=actor)
