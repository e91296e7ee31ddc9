"""Programmes of a year, what is drafted of them and by whom, and what of them is in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.programmes.rules.force import Period
from engine.stores import reference

INSERT = """
insert into yearly_programmes (id, municipality_id, year, part, state, case_id, reason, begun_at)
values (:id, :municipality_id, :year, :part, 'draft', :case_id, :reason, :now)
"""
ONE = "select * from yearly_programmes where id = :id for update"
OPEN = """
select p.*, c.number, c.closed_at is null and p.state <> 'kept' as is_drawn_up from yearly_programmes p
join cases c on c.id = p.case_id
where p.municipality_id = :municipality_id and p.year = :year and p.state in ('draft', 'submitted', 'kept')
for update of p
"""
ADOPTED = """
select * from yearly_programmes where municipality_id = :municipality_id and state = 'adopted'
    and year <= :year order by year desc, part desc
"""
TAKE_UP = "update yearly_programmes set case_id = :case_id, reason = :reason, state = 'draft' where id = :id"
SET_STATE = "update yearly_programmes set state = :state where id = :id"
ADOPT = """
update yearly_programmes
set state = 'adopted', act_number = :number, act_on = :act_on, act_address = :address,
    valid_from = :valid_from, adopted_at = :now where id = :id
"""
CLOSE = """
update yearly_programmes set closed_at = :now, closed_by = :person
where municipality_id = :municipality_id and year = :year and state = 'adopted' and closed_at is null
"""
ENTRIES = "select code, content, version from drafted_sub_programmes where programme_id = :id order by code"
PUT_ENTRY = """
insert into drafted_sub_programmes (programme_id, municipality_id, code, content, version)
values (:id, :municipality_id, :code, cast(:content as jsonb), 1)
on conflict (programme_id, code) do update
    set content = excluded.content, version = drafted_sub_programmes.version + 1
"""
REMOVE_ENTRY = "delete from drafted_sub_programmes where programme_id = :id and code = :code"
NOTE = """
insert into sub_programme_changes (programme_id, municipality_id, code, content, changed_by, changed_at)
values (:id, :municipality_id, :code, cast(:content as jsonb), :person, :now)
"""


def insert(tx: Transaction, **columns: Any) -> None:
    """Keep a new draft."""
    tx.run(INSERT, **columns, now=tx.now)


def locked(tx: Transaction, programme_id: UUID) -> Any:
    """Return a programme, its row locked to the commit; None where it is not seen."""
    return tx.one(ONE, id=programme_id)


def open_of(tx: Transaction, municipality_id: int, year: int) -> Any:
    """Return what is being drawn up for a year, with the number of its case and whether that still runs."""
    return tx.one(OPEN, municipality_id=municipality_id, year=year)


def adopted(tx: Transaction, municipality_id: int, year: int) -> list[Any]:
    """Return what was adopted for the year and the years before, the newest first."""
    return tx.all(ADOPTED, municipality_id=municipality_id, year=year)


def take_up(tx: Transaction, programme_id: UUID, *, case_id: UUID, reason: str) -> None:
    """Another case draws up what was left of a case that is over."""
    tx.run(TAKE_UP, id=programme_id, case_id=case_id, reason=reason)


def set_state(tx: Transaction, programme_id: UUID, state: str) -> None:
    tx.run(SET_STATE, id=programme_id, state=state)


def adopt(
    tx: Transaction, programme_id: UUID, *, number: str, act_on: date, address: str | None, valid_from: date
) -> None:
    """The council has adopted it by this act, from this day on."""
    said = {"number": number, "act_on": act_on, "address": address, "valid_from": valid_from}
    tx.run(ADOPT, id=programme_id, **said, now=tx.now)


def close(tx: Transaction, municipality_id: int, year: int) -> None:
    """Nothing of the year is amended any more."""
    tx.run(CLOSE, municipality_id=municipality_id, year=year, person=tx.actor.person_id, now=tx.now)


def entries(tx: Transaction, programme_id: UUID) -> list[Any]:
    """Return the sub-programmes of a draft, or of what was adopted as it was drafted."""
    return tx.all(ENTRIES, id=programme_id)


def put_entry(tx: Transaction, programme: Any, code: str, content: Mapping[str, Any]) -> None:
    """Keep what a sub-programme says, and who said so."""
    of_it = {"id": programme.id, "municipality_id": programme.municipality_id, "code": code}
    tx.run(PUT_ENTRY, **of_it, content=as_json(content))
    note(tx, programme, code, content)


def begin_entry(tx: Transaction, programme: Any, code: str, content: Mapping[str, Any]) -> None:
    """Keep what a draft begins with: nobody has changed anything yet."""
    of_it = {"id": programme.id, "municipality_id": programme.municipality_id, "code": code}
    tx.run(PUT_ENTRY, **of_it, content=as_json(content))


def remove_entry(tx: Transaction, programme: Any, code: str) -> None:
    """Take a sub-programme out of a draft; what it said stays among its changes."""
    tx.run(REMOVE_ENTRY, id=programme.id, code=code)
    note(tx, programme, code, None)


def note(tx: Transaction, programme: Any, code: str, content: Mapping[str, Any] | None) -> None:
    of_it = {"id": programme.id, "municipality_id": programme.municipality_id, "code": code}
    said = None if content is None else as_json(content)
    tx.run(NOTE, **of_it, content=said, person=tx.actor.person_id, now=tx.now)


def periods(tx: Transaction, municipality_id: int) -> tuple[Period, ...]:
    """Return the sub-programmes of all times as they are in force."""
    found = reference.all_programmes(tx, municipality_id)
    return tuple(Period(row.code, row.content, row.valid_from, row.valid_until) for row in found)


def enter(tx: Transaction, municipality_id: int, period: Period) -> None:
    """Enter a sub-programme into force."""
    reference.add_programme(
        tx,
        municipality_id=municipality_id,
        code=period.code,
        content=period.content,
        valid_from=period.valid_from,
        valid_until=period.valid_until,
    )
