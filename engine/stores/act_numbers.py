"""Numbers of acts that were reserved. A series is locked from its first reservation to the commit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

# What nobody goes on with: of an earlier day and not signed by anybody, or of a step that is over.
ABANDON = """
update signings g set state = 'dropped', content = null, closed_at = :now
from reserved_numbers r
where r.signing_id = g.id and r.state = 'reserved' and r.municipality_id = :municipality_id
  and r.series = :series and g.state = 'open'
  and (not exists (select from tasks t where t.id = g.task_id and t.state = 0)
       or g.dated_on < :today and not exists (
           select from signers s where s.signing_id = g.id and s.signed_at is not null))
"""
FREE = """
update reserved_numbers r set state = 'free', signing_id = null, given_up = given_up + 1
from signings g
where g.id = r.signing_id and g.state = 'dropped' and r.state = 'reserved'
  and r.municipality_id = :municipality_id and r.series = :series
"""
VOID_OLD = """
update reserved_numbers set state = 'voided', reason = :reason, settled_at = :now
where municipality_id = :municipality_id and series = :series and year < :year and state = 'free'
"""
FIRST_FREE = """
select n, number from reserved_numbers
where municipality_id = :municipality_id and series = :series and year = :year and state = 'free'
order by n limit 1 for update
"""
RESERVE = """
insert into reserved_numbers (municipality_id, series, year, n, number, state, signing_id, reserved_at)
values (:municipality_id, :series, :year, :n, :number, 'reserved', :signing_id, :now)
on conflict (municipality_id, series, year, n) do update
    set state = 'reserved', signing_id = excluded.signing_id, reserved_at = excluded.reserved_at
"""
# The number that is reserved for the case, or else the first that was given up.
FOR_CASE = """
select r.municipality_id, r.series, r.year, r.n, r.number, r.state, g.dated_on
from reserved_numbers r left join signings g on g.id = r.signing_id
where r.municipality_id = :municipality_id
  and (r.state = 'reserved' and g.case_id = :case_id
       or r.state = 'free' and r.series = :series and r.year = :year)
order by r.state = 'free', r.n limit 1 for update of r
"""
USE = """
update reserved_numbers set state = 'used', case_id = :case_id, settled_at = :now
where municipality_id = :municipality_id and series = :series and year = :year and n = :n
"""
GIVE_BACK = """
update reserved_numbers set state = 'free', signing_id = null, given_up = given_up + 1
where signing_id = :signing_id and state = 'reserved'
"""
UNUSED = """
select number, state, reason, reserved_at from reserved_numbers
where municipality_id = :municipality_id and state <> 'used' order by series, year, n
"""
# What waits comes first; of the rest the newest.
LISTED = """
select m.code as municipality, r.number, r.state, r.reason, r.given_up, r.reserved_at, r.settled_at,
    coalesce(r.case_id, g.case_id) as case_id, c.number as case_number
from reserved_numbers r join municipalities m on m.id = r.municipality_id
left join signings g on g.id = r.signing_id left join cases c on c.id = coalesce(r.case_id, g.case_id)
where r.municipality_id = any (cast(:places as int[]))
order by r.settled_at is null desc, r.year desc, r.series, r.n desc limit :most
"""
VOID = """
update reserved_numbers set state = 'voided', reason = :reason, settled_at = :now
where municipality_id = :municipality_id and number = :number and state = 'free' returning series
"""


def free_abandoned(tx: Transaction, *, municipality_id: int, series: str, **moment: Any) -> None:
    """Free the numbers that nobody goes on with; those of earlier years can't be used any more."""
    where = {"municipality_id": municipality_id, "series": series}
    tx.run(ABANDON, **where, today=moment["today"], now=tx.now)
    tx.run(FREE, **where)
    tx.run(VOID_OLD, **where, year=moment["today"].year, reason=moment["reason"], now=tx.now)


def first_free(tx: Transaction, *, municipality_id: int, series: str, year: int) -> Any:
    return tx.one(FIRST_FREE, municipality_id=municipality_id, series=series, year=year)


def reserve(tx: Transaction, signing_id: UUID, **columns: Any) -> None:
    tx.run(RESERVE, signing_id=signing_id, **columns, now=tx.now)


def for_case(tx: Transaction, case_id: UUID, **key: Any) -> Any:
    """Return the number that is reserved for the case, or else one that was given up, or None."""
    return tx.one(FOR_CASE, case_id=case_id, **key)


def use(tx: Transaction, case_id: UUID, **key: Any) -> None:
    tx.run(USE, case_id=case_id, **key, now=tx.now)


def give_back(tx: Transaction, signing_id: UUID) -> None:
    tx.run(GIVE_BACK, signing_id=signing_id)


def unused(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return the numbers that no act bears, in their order."""
    return tx.all(UNUSED, municipality_id=municipality_id)


def listed(tx: Transaction, places: list[int], *, most: int) -> list[Any]:
    """Return the numbers that were reserved in these municipalities, whatever became of them."""
    return tx.all(LISTED, places=places, most=most)


def void(tx: Transaction, *, municipality_id: int, number: str, reason: str) -> bool:
    """Void a number that is free; False if it is not."""
    found = tx.one(VOID, municipality_id=municipality_id, number=number, reason=reason, now=tx.now)
    return found is not None
