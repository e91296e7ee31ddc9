"""Courts in which acts of municipalities are contested: entered for the whole country, by an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class EnterCourts(Command):
    """Enter what a table says of courts from a day on. `seen` is the digest of what was shown of it.

    `rows` are its cells, the first row names the columns. Municipalities that no row names keep their court.
    """

    rows: tuple[tuple[str, ...], ...]
    act: str
    first_on: date
    seen: str


@dataclass(frozen=True)
class CourtsEntered:
    """For how many municipalities a court is new, and for how many it is otherwise than before."""

    new: int
    changed: int
