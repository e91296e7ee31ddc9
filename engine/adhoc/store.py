"""Ad hoc tasks as rows: given once, answered or withdrawn once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into adhoc_tasks (id, case_id, municipality_id, asked_by, person_id, role, question, due_on, asked_at)
values (:id, :case_id, :municipality_id, :asked_by, :person_id, :role, :question, :due_on, :asked_at)
"""
FIND = "select * from adhoc_tasks where id = :id"
ANSWER = """
update adhoc_tasks set answer = :answer, answered_by = :answered_by, answered_at = :answered_at
where id = :id and answered_at is null and withdrawn_at is null
"""
WITHDRAW = """
update adhoc_tasks set withdrawn_at = :withdrawn_at
where id = :id and answered_at is null and withdrawn_at is null
"""
IS_RESTRICTED = "select exists (select from restricted_cases where case_id = :case_id)"
HOLDERS = """
select distinct person_id from role_grants
where municipality_id = :municipality_id and role = :role and center is null
  and valid_from <= :on and (valid_until is null or valid_until > :on)
"""


def add(tx: Transaction, task_id: UUID, **task: Any) -> None:
    tx.run(ADD, id=task_id, **task, asked_by=tx.actor.person_id, asked_at=tx.now)


def find(tx: Transaction, task_id: UUID) -> Any:
    """Return the ad hoc task, or None where it does not exist for this principal."""
    return tx.one(FIND, id=task_id)


def answer(tx: Transaction, task_id: UUID, said: str) -> bool:
    """Keep the answer; False if there is one, or the question was withdrawn."""
    return tx.run(ANSWER, id=task_id, answer=said, answered_by=tx.actor.person_id, answered_at=tx.now) > 0


def withdraw(tx: Transaction, task_id: UUID) -> bool:
    """Withdraw the question; False if it has an answer."""
    return tx.run(WITHDRAW, id=task_id, withdrawn_at=tx.now) > 0


def is_restricted(tx: Transaction, case_id: UUID) -> bool:
    return bool(tx.scalar(IS_RESTRICTED, case_id=case_id))


def holders(tx: Transaction, municipality_id: int, role: str, *, on: date) -> frozenset[int]:
    """Return who holds an office of the municipality on the day."""
    rows = tx.all(HOLDERS, municipality_id=municipality_id, role=role, on=on)
    return frozenset(row.person_id for row in rows)
