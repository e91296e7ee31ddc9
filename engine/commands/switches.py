"""Feature switches: which modules and services a municipality offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class SetSwitch(Command):
    """Switch a module or a service of a municipality on or off, by an act.

    From the day `valid_until` on, what was entered before counts again; None is for good. `seen` is the last
    entry of the municipality that the setter knew of, 0 for none; None is for whoever looked at nothing.
    """

    municipality: str
    code: str
    is_on: bool
    act: str
    valid_from: date
    valid_until: date | None = None
    seen: int | None = None
