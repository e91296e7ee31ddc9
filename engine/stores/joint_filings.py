"""Applications that wait for a company's other directors, and who has confirmed them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from engine.db.pool import Transaction

REPLACE = """
delete from joint_filings where state = 'waits' and prepared_by = :prepared_by and company_id = :company_id
  and municipality_id = :municipality_id and service_code = :service_code
"""
ADD = """
insert into joint_filings (id, company_id, municipality_id, service_code, answers, digest, language,
    prepared_by, mandate_id, together, prepared_at, expires_at)
values (:id, :company_id, :municipality_id, :service_code, :answers, :digest, :language,
    :prepared_by, :mandate_id, :together, :now, :expires_at)
"""
_COLUMNS = """
select j.*, m.code as municipality, m.names as municipality_names
from joint_filings j join municipalities m on m.id = j.municipality_id
"""
FIND = f"{_COLUMNS} where j.id = :id and j.expires_at > :now"
LOCK = f"{FIND} for update of j"
ALL = f"{_COLUMNS} where j.expires_at > :now order by j.prepared_at desc, j.id"
END = """
update joint_filings set answers = '', state = :state, ended_by = :ended_by, ended_at = :now,
    case_id = cast(:case_id as uuid)
where id = :id
"""
WAITING = """
select company_id, count(*)::int as number from joint_filings j
where state = 'waits' and prepared_by <> :person_id and expires_at > :now
  and not exists (select from joint_confirmations c where c.filing_id = j.id and c.person_id = :person_id)
group by company_id
"""
CONFIRM = """
insert into joint_confirmations (filing_id, person_id, mandate_id, confirmed_at)
values (:id, :person_id, :mandate_id, :now) on conflict do nothing
"""
CONFIRMATIONS = """
select person_id, mandate_id, confirmed_at from joint_confirmations where filing_id = :id
order by confirmed_at, person_id
"""
LAPSE = "delete from joint_confirmations where filing_id = :id and person_id = :person_id"
NEED = "update joint_filings set together = :together where id = :id and together <> :together"
OVERDUE = """
update joint_filings set answers = '', state = 'expired', ended_at = expires_at,
    expires_at = :now + (expires_at - prepared_at)
where id in (select id from joint_filings where state = 'waits' and expires_at <= :now
             order by expires_at limit :limit for update skip locked)
returning id, prepared_by
"""
EXPIRE = "select expire_joint_filings(:now, :limit)"


def add(tx: Transaction, **columns: Any) -> UUID:
    """Let an application wait, in place of what the same person let wait before."""
    filing_id = uuid4()
    where = ("prepared_by", "company_id", "municipality_id", "service_code")
    tx.run(REPLACE, **{name: columns[name] for name in where})
    tx.run(ADD, id=filing_id, now=tx.now, **columns)
    return filing_id


def find(tx: Transaction, filing_id: UUID) -> Any:
    """Return what waits or has ended lately; None for whoever does not act for the company."""
    return tx.one(FIND, id=filing_id, now=tx.now)


def lock(tx: Transaction, filing_id: UUID) -> Any:
    """Return it and let nobody else end it before the commit."""
    return tx.one(LOCK, id=filing_id, now=tx.now)


def of_company(tx: Transaction) -> list[Any]:
    """Return what waits, and what has ended lately, for the company that is acted for."""
    return tx.all(ALL, now=tx.now)


def waiting(tx: Transaction, person_id: int) -> dict[int, int]:
    """Return how many wait for somebody else than whoever prepared them, by company; the system asks."""
    return {row.company_id: row.number for row in tx.all(WAITING, person_id=person_id, now=tx.now)}


def confirm(tx: Transaction, filing_id: UUID, *, mandate_id: UUID) -> None:
    """Note that the actor agrees; twice is no error."""
    tx.run(CONFIRM, id=filing_id, person_id=tx.actor.person_id, mandate_id=mandate_id, now=tx.now)


def confirmations(tx: Transaction, filing_id: UUID) -> list[Any]:
    """Return who has agreed, by which mandate and when, the first first."""
    return tx.all(CONFIRMATIONS, id=filing_id)


def lapse(tx: Transaction, filing_id: UUID, person_id: int) -> None:
    """Drop the word of somebody who represents the company no more."""
    tx.run(LAPSE, id=filing_id, person_id=person_id)


def need(tx: Transaction, filing_id: UUID, together: int) -> None:
    """Keep how many have to file it together, whoever prepared it included."""
    tx.run(NEED, id=filing_id, together=together)


def end(tx: Transaction, filing_id: UUID, *, state: str, case_id: UUID | None = None) -> None:
    """End it; its answers are erased: what was filed lies in the case."""
    tx.run(END, id=filing_id, state=state, ended_by=tx.actor.person_id, case_id=case_id, now=tx.now)


def end_overdue(tx: Transaction, limit: int) -> list[Any]:
    """End what was not confirmed in time; it is shown as over for as long again. The system asks."""
    return tx.all(OVERDUE, now=tx.now, limit=limit)


def expire(tx: Transaction, limit: int) -> int:
    """Drop what has been over for its time, whosesoever it is; return how many."""
    return int(tx.scalar(EXPIRE, now=tx.now, limit=limit))
