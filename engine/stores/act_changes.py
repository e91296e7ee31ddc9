"""Changes of acts: what later acts did to the act of a case. Append-only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

CORRECTED = "corrected"
CHANGES = (CORRECTED, "annulled", "void", "repealed")
INSERT = """
insert into act_changes (id, case_id, by_case_id, municipality_id, change, since, order_number, correction,
                         ground, law, recorded_at)
values (:id, :case_id, :by_case_id, :municipality_id, :change, :since, :order_number, :correction, :ground,
        :law, :now)
on conflict do nothing
"""
OF_CASE = """
select a.change, a.change <> 'corrected' as takes_force, a.since, a.order_number, a.correction, a.ground,
       a.law, a.by_case_id, c.number as by_number
from act_changes a left join cases c on c.id = a.by_case_id
where a.case_id = :case_id order by a.recorded_at, a.id
"""


def add(tx: Transaction, *, change: str, since: date, correction: str | None, **columns: Any) -> bool:
    """Note what a later act does to the act of a case; False where that act has no force any more."""
    return tx.run(INSERT, change=change, since=since, correction=correction, **columns, now=tx.now) == 1


def of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return what later acts did to the act of a case, the oldest first; `change` is one of `CHANGES`."""
    return tx.all(OF_CASE, case_id=case_id)
