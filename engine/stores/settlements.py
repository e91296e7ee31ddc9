"""High-mountain settlements, and the lists by which they are entered, changed and ended."""

from __future__ import annotations

from collections.abc import Mapping
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
ENTER = """
insert into settlements (code, municipality_id, unit_code, names, altitude, valid_from, source, confidence,
    act)
values (:code, :municipality_id, :unit, cast(:names as jsonb), :altitude, :valid_from, :act, 'sourced', :act)
"""
CHANGE = """
update settlements set names = cast(:names as jsonb), unit_code = :unit, altitude = :altitude,
    source = :act, confidence = 'sourced', act = :act where code = :code
"""
END = "update settlements set valid_until = :valid_until, act = :act where code = :code"
PROPOSE = """
insert into settlement_lists (id, act, first_on, is_whole, cells, proposed_by, proposed_at)
values (:id, :act, :first_on, :is_whole, cast(:cells as jsonb), :by, :now) on conflict do nothing
"""
WAITING = """
select id from settlement_lists where outcome is null and proposed_by = :by and act = :act
    and first_on = :first_on and is_whole = :is_whole and cells = cast(:cells as jsonb)
"""
FINISH = """
update settlement_lists set outcome = :outcome, ended_by = :by, ended_at = :now
where id = :id and outcome is null
"""
ONE = "select * from settlement_lists where id = :id"
LISTS = """
select id, act, first_on, is_whole, jsonb_array_length(cells) - 1 as number, proposed_by, proposed_at,
    outcome, ended_by, ended_at
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


def enter(tx: Transaction, *, names: Mapping[str, str], **settlement: Any) -> None:
    tx.run(ENTER, names=as_json(names), **settlement)


def change(tx: Transaction, *, names: Mapping[str, str], **settlement: Any) -> None:
    tx.run(CHANGE, names=as_json(names), **settlement)


def end(tx: Transaction, code: str, *, valid_until: date, act: str) -> None:
    tx.run(END, code=code, valid_until=valid_until, act=act)


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
