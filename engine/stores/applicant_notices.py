"""Notices to applicants: that they were written, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.stores import work

ADD = """
insert into applicant_notices (id, case_id, municipality_id, applicant_id, kind, last_day, written_at)
values (:id, :case_id, :municipality_id, :applicant_id, :kind, :last_day, :now)
on conflict (id) do nothing
"""
LOAD = """
select n.*, c.number as case_number, c.language,
       exists (select from case_messages m where m.case_id = n.case_id and m.is_from_office
               and m.seen_at is null) as is_unseen,
       exists (select from tasks t where t.id = n.id and t.state = 0) as is_task_open
from applicant_notices n join cases c on c.id = n.case_id where n.id = :id
"""
TOLD = "update applicant_notices set told_by = :by where id = :id and told_by is null"
DUE = "select task_id, municipality_id from answers_due(:now, :until, :open_before, :limit)"


def add(tx: Transaction, notice_id: UUID, case: Any, kind: str, *, last_day: date | None = None) -> None:
    """Write a notice to the applicant of the case and queue that it is sent; once for each id."""
    is_new = tx.run(
        ADD,
        id=notice_id,
        case_id=case.id,
        municipality_id=case.municipality_id,
        applicant_id=case.applicant_id,
        kind=kind,
        last_day=last_day,
        now=tx.now,
    )
    if is_new:
        args = as_json({"notice_id": str(notice_id), "municipality_id": case.municipality_id})
        work.queue(tx, "tell_applicant", lock=f"notice:{notice_id}", args=args)


def load(tx: Transaction, notice_id: UUID) -> Any:
    """Return a notice, and whether what it tells of is still so; None if there is none."""
    return tx.one(LOAD, id=notice_id)


def told(tx: Transaction, notice_id: UUID, by: str) -> None:
    """Note what became of the notice, once."""
    tx.run(TOLD, id=notice_id, by=by)


def answers_due(tx: Transaction, *, until: datetime, open_before: datetime, limit: int) -> list[Any]:
    """Return tasks of applicants that end by then, of every municipality, that nobody has told them of."""
    return tx.all(DUE, now=tx.now, until=until, open_before=open_before, limit=limit)
