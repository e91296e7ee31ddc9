"""Dry run of a table of staff: offices given and ended, names corrected, mistakes.

Whether an office may be given is asked of the same rules as for one by itself (`giving.py`, `rules.py`).
Changes nothing. To be asked by whoever shows a table, and once more by whoever takes it over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.clock import local_date
from engine.commands.offices import EndOffice
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.offices.administration import administered, as_the_engine, ground
from engine.offices.giving import refuse_ungiven
from engine.offices.held import HeldOffices
from engine.offices.renaming import other_name, refuse_renaming
from engine.offices.rules import known_person
from engine.offices.staff_table import Appointing, OfficeLine, read_table
from engine.roles import ADMINISTRATOR
from engine.spreadsheets import Mistake, sorted_mistakes
from engine.stores import offices, units
from engine.tenancy import Actor

NEW, CHANGED, ENDED, SAME = "new", "changed", "ended", "same"
# Where a row is to be mended, by the code of what the rules of offices refuse.
COLUMN_OF: Final = {
    "office.acting_needs_end": "last_on",
    "office.day_is_past": "last_on",
    "office.held_already": "role",
    "office.invented_person": "personal_number",
    "office.last_administrator": "last_on",
    "office.name_confirmed": "corrects_name",
    "office.name_differs": "personal_number",
    "office.named_elsewhere": "corrects_name",
    "office.period_empty": "last_on",
    "office.to_oneself": "personal_number",
    "office.unknown_unit": "unit",
    "staff_table.given_twice": "role",
    "staff_table.not_held": "instead_of",
}


@dataclass(frozen=True)
class PlannedOffice:
    """Planned effect of a row on an office: `what` is new, changed (a name), ended or same.

    `ends` are the offices that end: this one, or the one in whose place it is given.
    """

    line: OfficeLine
    what: str
    is_new_person: bool = False
    called: Mapping[str, str] | None = None  # so far, where the name is corrected
    ends: tuple[EndOffice, ...] = ()

    @property
    def is_renamed(self) -> bool:
        return self.called is not None

    @property
    def is_held(self) -> bool:
        """Say whether it is so already, and nothing is done."""
        return self.what == SAME


@dataclass(frozen=True)
class StaffPlan:
    """All that would come of a table. With a mistake nothing of it may be taken over."""

    offices: tuple[PlannedOffice, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    def of(self, what: str) -> tuple[PlannedOffice, ...]:
        return tuple(planned for planned in self.offices if planned.what == what)

    @property
    def to_give(self) -> tuple[PlannedOffice, ...]:
        return self.of(NEW)

    @property
    def to_end(self) -> tuple[EndOffice, ...]:
        return tuple(ending for planned in self.offices for ending in planned.ends)

    @property
    def to_rename(self) -> tuple[PlannedOffice, ...]:
        """Return an office of each person whose name is corrected."""
        people = {
            planned.line.office.personal_number: planned for planned in self.offices if planned.is_renamed
        }
        return tuple(people.values())

    @property
    def does_something(self) -> bool:
        return any(planned.what != SAME for planned in self.offices)

    @property
    def new_people(self) -> int:
        return len({given.line.office.personal_number for given in self.to_give if given.is_new_person})

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, the act, the day, and what would come of each row."""
        effects = [
            [
                planned.line.row,
                planned.line.office.role,
                planned.what,
                planned.is_new_person,
                dict(planned.called or {}),
                [[ending.role, ending.unit, str(ending.seen_until)] for ending in planned.ends],
            ]
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
    table = read_table(rows, appointing)
    with as_the_engine(tx):
        held = HeldOffices(offices.listed(tx, municipality, since=None), today=local_date(tx.now))
    planned, mistakes = [], list(table.mistakes)
    for line in table.lines:
        try:
            planned.append(_planned(tx, line, held, giver=giver, is_demo=is_demo))
        except NotAllowed:
            raise
        except Rejected as refused:
            mistakes.append(_mistake(line, refused))
    mistakes += [*_without_administrator(planned, held), *_ended_beside(planned)]
    asked = (municipality, appointing.act, first_on.isoformat(), [list(row) for row in rows])
    return StaffPlan(tuple(planned), tuple(sorted_mistakes(mistakes)), asked)


def _planned(
    tx: Transaction, line: OfficeLine, held: HeldOffices, *, giver: Actor, is_demo: bool
) -> PlannedOffice:
    """Return what becomes of the office of a row. Raises what keeps it from being so."""
    known = held.like(line)
    ending = None if known is None else held.ended_by(known, line)
    former = held.former(line)
    ends = tuple(found for found in (ending, former) if found is not None)
    if known is None:
        refuse_ungiven(tx, line.office)
    with as_the_engine(tx):
        called = other_name(tx, line.office) if line.corrects_name else None
        is_renamed = called is not None
        if is_renamed:
            refuse_renaming(tx, line.office)
        if known is not None and not is_renamed and held.is_called(known, line):
            return PlannedOffice(line, ENDED if ends else SAME, ends=ends)
        asked = known_person(tx, line.office, giver=giver, is_demo=is_demo, is_renamed=is_renamed)
    if known is None:
        return PlannedOffice(line, NEW, asked is None, called, ends)
    return PlannedOffice(line, ENDED if ends else CHANGED if is_renamed else SAME, False, called, ends)


def _without_administrator(planned: Sequence[PlannedOffice], held: HeldOffices) -> list[Mistake]:
    """Return where the last administrator's office would end and the table gives it to nobody else."""
    given = [row.line.office for row in planned if row.what == NEW and row.line.office.role == ADMINISTRATOR]
    ended = [(row, ending) for row in planned for ending in row.ends if ending.role == ADMINISTRATOR]
    return [
        _mistake(row.line, Rejected("office.last_administrator"))
        for row, ending in ended
        if not held.is_administered(
            ending.valid_until, without={other.personal_number for _, other in ended}, given=given
        )
    ]


def _ended_beside(planned: Sequence[PlannedOffice]) -> Iterator[Mistake]:
    """Yield where one row ends an office that another row leaves as it is."""
    ended = {
        (ending.personal_number, ending.role, ending.unit): row.line.row
        for row in planned
        for ending in row.ends
    }
    for row in planned:
        office = row.line.office
        other = ended.get((office.personal_number, office.role, office.unit))
        if row.what in (SAME, CHANGED) and other is not None:
            yield _mistake(row.line, Rejected("staff_table.given_twice", row=other))


def _mistake(line: OfficeLine, refused: Rejected) -> Mistake:
    return Mistake(line.row, COLUMN_OF.get(refused.error_code), refused)
