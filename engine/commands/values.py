"""Values that councils set for their municipalities: entered by a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class EnterValues(Command):
    """Enter the values of a table for a municipality. `seen` is the digest of what was shown of it.

    `rows` are its cells, the first row names the columns. Act and day are of the rows that name none.
    """

    municipality: str
    rows: tuple[tuple[str, ...], ...]
    act: str
    first_on: date
    seen: str


@dataclass(frozen=True)
class ValuesEntered:
    """How many values are the first of the municipality, and how many are otherwise than before."""

    new: int
    changed: int
