"""The statutory clock of each case and its pauses."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.terms import Deadline

LOAD = "select * from clocks where case_id = :case_id"
PAUSES = """
select from_on, until_on, reason from clock_pauses where case_id = :case_id order by from_on, until_on
nulls last
"""
INSERT = """
insert into clocks (case_id, term, on_expiry, started_on, last_day, due_at, state, derivation)
values (:case_id, cast(:term as jsonb), :on_expiry, :started_on, :last_day, :due_at, 'running',
    cast(:derivation as jsonb))
"""
UPDATE = """
update clocks set state = :state, last_day = :last_day, due_at = :due_at, derivation =
    cast(:derivation as jsonb)
where case_id = :case_id
"""
SET_STATE = """
update clocks set state = :state, deemed_outcome = coalesce(:deemed, deemed_outcome) where case_id =
:case_id
"""
OPEN_PAUSE = "insert into clock_pauses (case_id, from_on, reason) values (:case_id, :on, :reason)"
CLOSE_PAUSE = "update clock_pauses set until_on = :on where case_id = :case_id and until_on is null"


def derivation(deadline: Deadline) -> str:
    """Return how a deadline was found, as JSON text."""
    return as_json([[step.code, dict(step.params)] for step in deadline.derivation])


def load(tx: Transaction, case_id: UUID) -> Any:
    return tx.one(LOAD, case_id=case_id)


def pauses(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(PAUSES, case_id=case_id)


def insert(
    tx: Transaction, *, case_id: UUID, term: Any, on_expiry: str, deadline: Deadline, started_on: date
) -> None:
    tx.run(
        INSERT,
        case_id=case_id,
        term=as_json(term),
        on_expiry=on_expiry,
        started_on=started_on,
        last_day=deadline.last_day,
        due_at=deadline.due_at,
        derivation=derivation(deadline),
    )


def move(tx: Transaction, case_id: UUID, *, state: str, deadline: Deadline) -> None:
    tx.run(
        UPDATE,
        case_id=case_id,
        state=state,
        last_day=deadline.last_day,
        due_at=deadline.due_at,
        derivation=derivation(deadline),
    )


def set_state(tx: Transaction, case_id: UUID, state: str, *, deemed_outcome: str | None = None) -> None:
    tx.run(SET_STATE, case_id=case_id, state=state, deemed=deemed_outcome)


def open_pause(tx: Transaction, case_id: UUID, *, on: date, reason: str) -> None:
    tx.run(OPEN_PAUSE, case_id=case_id, on=on, reason=reason)


def close_pause(tx: Transaction, case_id: UUID, *, on: date) -> bool:
    """Close the open pause; False if there is none."""
    return tx.run(CLOSE_PAUSE, case_id=case_id, on=on) == 1
