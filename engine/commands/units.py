"""Units of municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class AddUnit(Command):
    """Set a unit up by an act."""

    municipality: str
    names: Mapping[str, str]
    act: str
    valid_from: date


@dataclass(frozen=True)
class RenameUnit(Command):
    """Call a unit otherwise, by an act; whatever names it follows. `seen` is the version that was renamed."""

    municipality: str
    unit: str
    names: Mapping[str, str]
    act: str
    seen: int | None = None


@dataclass(frozen=True)
class EndUnit(Command):
    """Dissolve a unit by an act; from the day `valid_until` on there is none."""

    municipality: str
    unit: str
    act: str
    valid_until: date
