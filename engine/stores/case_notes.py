"""Notes of the office on a case; none is ever changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into case_notes (case_id, municipality_id, author_id, body, written_at)
values (:case_id, :municipality_id, :author_id, :body, :now) returning id
"""
OF_CASE = (
    "select author_id, body, written_at from case_notes where case_id = :case_id order by written_at, id"
)


def add(tx: Transaction, case_id: UUID, *, municipality_id: int, author_id: int, body: str) -> int:
    """Keep a note; return its number."""
    columns = {"case_id": case_id, "municipality_id": municipality_id, "author_id": author_id, "body": body}
    return int(tx.scalar(ADD, **columns, now=tx.now))


def of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(OF_CASE, case_id=case_id)
