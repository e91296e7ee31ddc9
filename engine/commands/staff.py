"""Staff of a municipality named all at once: by a table, or invented for a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class AppointStaff(Command):
    """Give and end the offices that a table names, correct names, all or nothing, by one act.

    `rows` are its cells, the first row names the columns; `first_on` is the first day where a row names none.
    `seen` is the digest of what was shown of it: whatever would come of it now is that, or nothing is done.
    """

    municipality: str
    rows: tuple[tuple[str, ...], ...]
    act: str
    first_on: date
    seen: str


@dataclass(frozen=True)
class StaffAppointed:
    """Numbers of offices given and ended, of people who were not known here, and of people renamed."""

    offices: int
    people: int
    ended: int = 0
    renamed: int = 0


@dataclass(frozen=True)
class InventStaff(Command):
    """Give each office that nobody holds in a municipality to somebody invented; in a demonstration only."""

    municipality: str
