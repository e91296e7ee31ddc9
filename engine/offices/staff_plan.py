"""What would come of a table of staff in a municipality: new offices, those that are held, mistakes.

Whether an office may be given is asked of the same rules as for one by itself (`giving.py`, `rules.py`).
Changes nothing. To be asked by whoever shows a table, and once more by whoever takes it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.offices.administration import administered, as_the_engine, ground
from engine.offices.giving import refuse_ungiven
from engine.offices.rules import HeldAlready, known_person
from engine.offices.staff_table import Appointing, OfficeLine, StaffTable, read_table
from engine.spreadsheets import Mistake
from engine.stores import offices, units
from engine.tenancy import Actor

# Where a row is to be mended, by the code of what the rules of offices refuse.
COLUMN_OF: Final = {
    "office.acting_needs_end": "last_on",
    "office.held_already": "role",
    "office.invented_person": "personal_number",
    "office.name_differs": "personal_number",
    "office.period_empty": "last_on",
    "office.to_oneself": "personal_number",
    "office.unknown_unit": "unit",
}


@dataclass(frozen=True)
class PlannedOffice:
    """An office of a table: whether somebody unknown becomes known by it, and whether it is held already."""

    line: OfficeLine
    is_new_person: bool
    is_held: bool


@dataclass(frozen=True)
class StaffPlan:
    """All that would come of a table. With a mistake nothing of it may be taken over."""

    offices: tuple[PlannedOffice, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    @property
    def to_give(self) -> tuple[PlannedOffice, ...]:
        return tuple(planned for planned in self.offices if not planned.is_held)

    @property
    def new_people(self) -> int:
        return len({given.line.office.personal_number for given in self.to_give if given.is_new_person})

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, the act, the day, and what would come of each row."""
        effects = [
            [planned.line.row, planned.line.office.role, planned.is_new_person, planned.is_held]
            for planned in self.offices
        ]
        return sha256(canonical.dumps([*self.asked, effects])).hexdigest()


def plan(
    tx: Transaction,
    municipality: str,
    rows: Sequence[Sequence[str]],
    *,
    act: str,
    first_on: date,
    is_demo: bool,
) -> StaffPlan:
    """Return what would come of a table, to the administrator.

    Raises `NotFound`, `NotAllowed`, `ActNotNamed`.
    """
    place, giver = administered(tx, municipality), tx.actor
    there = {
        unit.code: unit.names
        for unit in units.every(tx, place.id)
        if unit.valid_until is None or unit.valid_until > first_on
    }
    appointing = Appointing(municipality, ground(act), first_on, there)
    table = _allowed(tx, read_table(rows, appointing))
    with as_the_engine(tx):
        planned, mistakes = _against_staff(tx, place.id, table, giver=giver, is_demo=is_demo)
    asked = (municipality, appointing.act, first_on.isoformat(), [list(row) for row in rows])
    return StaffPlan(tuple(planned), tuple(mistakes), asked)


def _allowed(tx: Transaction, table: StaffTable) -> StaffTable:
    """Return the table with what the actor may not give, or not for these days, among its mistakes."""
    lines, mistakes = [], list(table.mistakes)
    for line in table.lines:
        try:
            refuse_ungiven(tx, line.office)
        except NotAllowed:
            raise
        except Rejected as refused:
            mistakes.append(_mistake(line, refused))
        else:
            lines.append(line)
    return StaffTable(tuple(lines), tuple(mistakes))


def _against_staff(
    tx: Transaction, municipality_id: int, table: StaffTable, *, giver: Actor, is_demo: bool
) -> tuple[list[PlannedOffice], list[Mistake]]:
    planned, mistakes = [], list(table.mistakes)
    for line in table.lines:
        try:
            person_id = known_person(tx, line.office, giver=giver, is_demo=is_demo)
            is_held = person_id is not None and _is_held(tx, person_id, municipality_id, line)
            planned.append(PlannedOffice(line, person_id is None, is_held))
        except Rejected as refused:
            mistakes.append(_mistake(line, refused))
    return planned, sorted(mistakes, key=lambda mistake: mistake.row)


def _mistake(line: OfficeLine, refused: Rejected) -> Mistake:
    return Mistake(line.row, COLUMN_OF.get(refused.error_code), refused)


def _is_held(tx: Transaction, person_id: int, municipality_id: int, line: OfficeLine) -> bool:
    """Say whether it is so already. Raises `HeldAlready` where it is held for other days, or otherwise."""
    office = line.office
    held = offices.overlapping(
        tx,
        person_id,
        municipality_id=municipality_id,
        role=office.role,
        unit=office.unit,
        center=None,
        valid_from=office.valid_from,
        valid_until=office.valid_until,
    )
    if held is None:
        return False
    is_same = (held.valid_until, held.is_acting) == (office.valid_until, office.is_acting)
    if not is_same or held.valid_from > office.valid_from:
        raise HeldAlready(since=held.valid_from)
    return True
