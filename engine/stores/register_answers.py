"""Answers of state registers for a case: kept as evidence, with the ground that was stated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from engine import canonical
from engine.db.pool import Transaction, as_json

INSERT = """
insert into register_answers (id, case_id, municipality_id, register, operation, about, person_id,
    legal_ground, purpose, answer, digest, repeats, answered_at)
values (:id, :case_id, :municipality_id, :register, :operation, :about, :person_id, :legal_ground, :purpose,
    cast(:answer as jsonb), :digest, :repeats, :now)
on conflict do nothing
"""
LATEST = """
select id, answer from register_answers
where case_id = :case_id and operation = :operation and about = :about and repeats is null
  and answered_at >= :since
order by answered_at desc limit 1
"""


def keep(tx: Transaction, *, answer: Mapping[str, Any], **columns: Any) -> None:
    """Keep an answer; `repeats` names the earlier one that was given again instead of asking."""
    digest = sha256(canonical.dumps(answer)).digest()
    tx.run(INSERT, answer=as_json(answer), digest=digest, now=tx.now, **columns)


def latest(tx: Transaction, case_id: UUID, *, operation: str, about: str, since: datetime) -> Any:
    """Return the last answer that the register gave for this case to this question, not older than that."""
    return tx.one(LATEST, case_id=case_id, operation=operation, about=about, since=since)
