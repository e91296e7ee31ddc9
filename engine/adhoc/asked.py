"""Who is asked by an ad hoc task: a colleague, or whoever holds an office and takes part in the case."""

from __future__ import annotations

from typing import Any

from engine.db.pool import Transaction
from engine.stores import recusals


def is_asked(tx: Transaction, task: Any) -> bool:
    """Say whether the actor is who was asked, and takes part in the case."""
    if task.person_id is not None:
        is_theirs = task.person_id == tx.actor.person_id
    else:
        is_theirs = tx.actor.has_role(task.role, task.municipality_id)
    if not is_theirs or tx.actor.person_id is None:
        return False
    return not recusals.why(tx, tx.actor.person_id, [task.case_id]).get(task.case_id)
