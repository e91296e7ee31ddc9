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
       exists (select from tasks t where t.id = n.id and t.state = 0) as is_task_open,
       exists (select from register_entries e where e.case_id = n.case_id and e.valid_until is null
               and e.superseded_by is null and not e.is_final) as is_entry_current
from applicant_notices n join cases c on c.id = n.case_id where n.id = :id
"""
TOLD = "update applicant_notices set told_by = :by where id = :id and told_by is null"
DUE = "select task_id, municipality_id from answers_due(:now, :until, :open_before, :limit)"

PLANNED_ENDS = """
select entry_id, municipality_id from planned_ends(:register, :state, :field, :today, :until, :limit)
"""
ENTRY = "select * from register_entries where id = :id and valid_until is null and superseded_by is null"


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


def mark_notified(tx: Transaction, notice_id: UUID, by: str) -> None:
    """Note what became of the notice, once."""
    tx.run(TOLD, id=notice_id, by=by)


def answers_due(tx: Transaction, *, until: datetime, open_before: datetime, limit: int) -> list[Any]:
    """Return tasks of applicants that end by then, of every municipality, that nobody has told them of."""
    return tx.all(DUE, now=tx.now, until=until, open_before=open_before, limit=limit)


def planned_ends(
    tx: Transaction, *, register: str, state: str, field: str, today: date, until: date, limit: int
) -> list[Any]:
    """Return entries whose state is planned to end by then, of every municipality, not told of yet."""
    asked = {"register": register, "state": state, "field": field}
    return tx.all(PLANNED_ENDS, **asked, today=today, until=until, limit=limit)


def entry(tx: Transaction, entry_id: UUID) -> Any:
    """Return an entry that still holds, or None."""
    return tx.one(ENTRY, id=entry_id)
