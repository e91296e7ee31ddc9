"""High-mountain settlements, and the lists by which they are entered, changed and ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

PLACES = """
select m.id, m.code, m.names, coalesce(jsonb_object_agg(u.code, u.names) filter (where u.code is not null),
    '{}') as units
from municipalities m left join units u on u.municipality_id = m.id
    and (u.valid_until is null or u.valid_until > :on)
group by m.id order by m.code
"""
EVERY = "select * from settlements order by municipality_id, names->>'ka', code"
# Of two who approve or propose lists at once the later sees what the first has changed.
LOCK = "select pg_advisory_xact_lock(hashtext('mms.settlements'))"
_ROWS = """
jsonb_to_recordset(cast(:settlements as jsonb)) as n(code text, municipality_id smallint, unit text,
    names jsonb, altitude int, valid_from date, valid_until date)
"""
ENTER = f"""
insert into settlements (code, municipality_id, unit_code, names, altitude, valid_from, valid_until, source,
    confidence, act)
select code, municipality_id, unit, names, altitude, valid_from, valid_until, :act, 'sourced', :act
from {_ROWS}
"""
CHANGE = f"""
update settlements s set names = n.names, unit_code = n.unit, altitude = n.altitude,
    valid_until = n.valid_until, source = :act, confidence = 'sourced', act = :act
from {_ROWS} where s.code = n.code
"""
END = """
update settlements set valid_until = :valid_until, act = :act where code = any (cast(:codes as text[]))
"""
KEEP_CHANGES = """
insert into settlement_changes (list_id, settlement, what, before, after)
select :list_id, code, what, before, after
from jsonb_to_recordset(cast(:changes as jsonb)) as n(code text, what text, before jsonb, after jsonb)
"""
# What lists have changed from one day to another, by the day on which they were approved.
CHANGES = """
select c.settlement as code, c.what, c.before, c.after, s.names, m.names as municipality,
    l.act, l.proposed_by, l.ended_by, l.ended_at
from settlement_changes c join settlement_lists l on l.id = c.list_id
    join settlements s on s.code = c.settlement join municipalities m on m.id = s.municipality_id
where (l.ended_at at time zone 'Asia/Tbilisi')::date > :since
    and (l.ended_at at time zone 'Asia/Tbilisi')::date <= :until
    and (cast(:municipality as text) is null or m.code = :municipality)
order by l.ended_at desc, m.names->>'ka', s.names->>'ka', c.settlement limit :most
"""
# Settlements listed on one of two days and not on the other.
DIFFERENCES = """
select s.code, s.names, s.valid_from, s.valid_until, s.act, m.names as municipality,
    :until >= s.valid_from and (s.valid_until is null or s.valid_until > :until) as is_new
from settlements s join municipalities m on m.id = s.municipality_id
where (s.valid_from <= :since and (s.valid_until is null or s.valid_until > :since))
        <> (s.valid_from <= :until and (s.valid_until is null or s.valid_until > :until))
    and (cast(:municipality as text) is null or m.code = :municipality)
order by m.names->>'ka', s.names->>'ka', s.code limit :most
"""
IN_FORCE = """
select s.code, s.names, s.unit_code, s.altitude, s.valid_from, s.valid_until, s.act, s.confidence, s.is_demo,
    m.code as municipality
from settlements s join municipalities m on m.id = s.municipality_id
where s.valid_from <= :on and (s.valid_until is null or s.valid_until > :on)
    and (cast(:municipality as text) is null or m.code = :municipality)
order by m.names->>'ka', s.names->>'ka', s.code
"""
ENDING = """
select m.names, min(s.valid_until) as valid_until, count(*)::int as number
from settlements s join municipalities m on m.id = s.municipality_id
where s.valid_from <= :on and s.valid_until > :on and s.valid_until <= :by
group by m.id order by min(s.valid_until), m.names->>'ka'
"""
PROPOSE = """
insert into settlement_lists (id, act, first_on, last_on, is_whole, cells, proposed_by, proposed_at)
values (:id, :act, :first_on, :last_on, :is_whole, cast(:cells as jsonb), :by, :now) on conflict do nothing
"""
WAITING = """
select id from settlement_lists where outcome is null and proposed_by = :by and act = :act
    and first_on = :first_on and last_on is not distinct from cast(:last_on as date)
    and is_whole = :is_whole and cells = cast(:cells as jsonb)
"""
FINISH = """
update settlement_lists set outcome = :outcome, ended_by = :by, ended_at = :now
where id = :id and outcome is null
"""
ONE = "select * from settlement_lists where id = :id"
LISTS = """
select id, act, first_on, last_on, is_whole, jsonb_array_length(cells) - 1 as number, proposed_by,
    proposed_at, outcome, ended_by, ended_at
from settlement_lists order by outcome is not null, proposed_at desc limit :most
"""


def places(tx: Transaction, *, on: date) -> list[Any]:
    """Return the municipalities, each with its units that are not dissolved by the day."""
    return tx.all(PLACES, on=on)


def every(tx: Transaction) -> list[Any]:
    """Return the settlements of all municipalities and times."""
    return tx.all(EVERY)


def lock(tx: Transaction) -> None:
    """Let nobody else approve or propose a list until the commit."""
    tx.run(LOCK)


def enter(tx: Transaction, settlements: Sequence[Mapping[str, Any]], *, act: str) -> None:
    """Enter new settlements, all by one statement."""
    tx.run(ENTER, settlements=as_json(settlements), act=act)


def change(tx: Transaction, settlements: Sequence[Mapping[str, Any]], *, act: str) -> None:
    """Let settlements be as an act says, all by one statement."""
    tx.run(CHANGE, settlements=as_json(settlements), act=act)


def end(tx: Transaction, codes: Sequence[str], *, valid_until: date, act: str) -> None:
    tx.run(END, codes=list(codes), valid_until=valid_until, act=act)


def keep_changes(tx: Transaction, list_id: UUID, changes: Sequence[Mapping[str, Any]]) -> None:
    """Keep what a list has changed: each settlement as it was and as it is."""
    tx.run(KEEP_CHANGES, list_id=list_id, changes=as_json(changes))


def changes(tx: Transaction, **asked: Any) -> list[Any]:
    """Return what lists have changed after one day and up to another."""
    return tx.all(CHANGES, **asked)


def differences(tx: Transaction, **asked: Any) -> list[Any]:
    """Return what is listed on one of two days and not on the other."""
    return tx.all(DIFFERENCES, **asked)


def in_force(tx: Transaction, *, on: date, municipality: str | None) -> list[Any]:
    """Return the settlements that are listed on a day, everywhere or in one municipality."""
    return tx.all(IN_FORCE, on=on, municipality=municipality)


def ending(tx: Transaction, *, on: date, by: date) -> list[Any]:
    """Return the municipalities of whose settlements some are listed today and not by a later day."""
    return tx.all(ENDING, on=on, by=by)


def propose(tx: Transaction, list_id: UUID, *, cells: Any, **proposed: Any) -> bool:
    """Keep a list until somebody else approves it; False if it is kept already."""
    return tx.run(PROPOSE, id=list_id, cells=as_json(cells), now=tx.now, **proposed) == 1


def waiting(tx: Transaction, *, cells: Any, **proposed: Any) -> UUID | None:
    """Return the list of the same person and content that waits for approval."""
    found: UUID | None = tx.scalar(WAITING, cells=as_json(cells), **proposed)
    return found


def finish(tx: Transaction, list_id: UUID, *, outcome: str, by: int | None) -> bool:
    """Say what became of a list; False if somebody has said so before."""
    return tx.run(FINISH, id=list_id, outcome=outcome, by=by, now=tx.now) == 1


def one(tx: Transaction, list_id: UUID) -> Any:
    return tx.one(ONE, id=list_id)


def lists(tx: Transaction, *, most: int) -> list[Any]:
    """Return the lists, those that wait for approval first."""
    return tx.all(LISTS, most=most)
