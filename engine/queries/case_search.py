"""Cases by number, name, personal number, cadastral code, telephone, or any word of what was filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.folding import as_query, asked_words
from engine.queries.search import LONGEST_QUESTION
from engine.queries.views import Names
from engine.stores import reads

MOST: Final = 50
FOUND = """
select c.id, c.municipality_id, c.applicant_id, c.number, c.version_id, c.applicant_name, c.status, c.reason,
       c.filed_at
from case_words w join cases c on c.id = w.case_id
where w.words @@ cast(:question as tsquery) and w.municipality_id = any (:municipalities)
  and {condition}
order by c.filed_at desc, c.id limit {limit}
"""


@dataclass(frozen=True)
class FoundCase:
    case_id: UUID
    number: str
    service: Names
    applicant: Names
    status: str
    reason: str | None
    filed_at: datetime


@dataclass(frozen=True)
class SearchResult:
    """The newest that were found; `is_cut` says that there are more."""

    cases: tuple[FoundCase, ...]
    is_cut: bool


def search(tx: Transaction, question: str, *, is_export: bool = False) -> SearchResult:
    """Return the cases that answer a question, of those that the actor may look into.

    What is taken away as a file is on record with each case.
    """
    words = asked_words(question[:LONGEST_QUESTION])
    if not words:
        return SearchResult((), is_cut=False)
    of_concern = sight.condition(tx)
    rows = tx.all(
        FOUND.format(condition=of_concern.sql, limit=MOST + 1),
        question=as_query(words),
        municipalities=list(tx.actor.municipalities),
        **of_concern.params,
    )
    if is_export:
        reads.record_exported(tx, ((row.id, row.municipality_id) for row in rows[:MOST]))
    found = tuple(
        FoundCase(
            row.id,
            row.number,
            published(tx, row.version_id).names,
            row.applicant_name,
            row.status,
            row.reason,
            row.filed_at,
        )
        for row in rows[:MOST]
    )
    return SearchResult(found, is_cut=len(rows) > MOST)
