"""Notices to directors that something waits for their word, or was declined, and what became of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from engine.db.pool import Transaction, as_json
from engine.stores import work

ADD = """
insert into joint_notices (id, filing_id, person_id, kind, written_at)
values (:id, :filing_id, :person_id, :kind, :now) on conflict do nothing
"""
LOAD = """
select n.*, f.language, f.state, f.expires_at, f.municipality_id,
       exists (select from joint_confirmations c where c.filing_id = f.id and c.person_id = n.person_id)
           as has_confirmed
from joint_notices n join joint_filings f on f.id = n.filing_id where n.id = :id
"""
TOLD = "update joint_notices set told_by = :by where id = :id and told_by is null"


def add(tx: Transaction, filing_id: UUID, person_id: int, kind: str) -> None:
    """Write a notice and queue that it is sent, once for each person and kind; the system writes."""
    notice_id = uuid4()
    where = {"filing_id": filing_id, "person_id": person_id, "kind": kind}
    if tx.run(ADD, id=notice_id, now=tx.now, **where):
        work.queue(
            tx, "tell_director", lock=f"notice:{notice_id}", args=as_json({"notice_id": str(notice_id)})
        )


def load(tx: Transaction, notice_id: UUID) -> Any:
    """Return a notice with what it is about; None if that is gone."""
    return tx.one(LOAD, id=notice_id)


def mark_notified(tx: Transaction, notice_id: UUID, by: str) -> None:
    """Note what became of the notice, once."""
    tx.run(TOLD, id=notice_id, by=by)
