"""Notes on a case that people of the office have written for each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.db.pool import Transaction
from engine.queries.views import Names, TimelineEntry
from engine.stores import case_notes, people


@dataclass(frozen=True)
class CaseNote:
    at: datetime
    who: Names | None
    text: str


def of_case(tx: Transaction, case_id: UUID) -> tuple[CaseNote, ...]:
    """Return the notes of a case, oldest first; who is not of its office gets none."""
    rows = case_notes.of_case(tx, case_id)
    names = people.names(tx, {row.author_id for row in rows})
    return tuple(CaseNote(row.written_at, names.get(row.author_id), row.body) for row in rows)


def among(timeline: Iterable[TimelineEntry], notes: Iterable[CaseNote]) -> tuple[TimelineEntry, ...]:
    """Return a case's timeline with the notes where they were written."""
    noted = [TimelineEntry(note.at, "note.written", note.who, {"text": note.text}) for note in notes]
    return tuple(sorted([*timeline, *noted], key=lambda entry: entry.at))
