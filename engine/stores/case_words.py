"""By what cases are found."""

from __future__ import annotations

from uuid import UUID

from engine.db.pool import Transaction

INSERT = """
insert into case_words (case_id, municipality_id, words)
values (:case_id, :municipality_id, array_to_tsvector(cast(:words as text[])))
"""


def insert(tx: Transaction, case_id: UUID, municipality_id: int, words: list[str]) -> None:
    tx.run(INSERT, case_id=case_id, municipality_id=municipality_id, words=words)
