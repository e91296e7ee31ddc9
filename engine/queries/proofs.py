"""Signed documents that are to be renewed, for whoever runs the installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.db.pool import Transaction

DUE = "select * from proofs_due_before(:before, :most)"
LATE = "select late_proofs(:before, :most)"


@dataclass(frozen=True)
class DueProof:
    """A signed document that is to be renewed, or could not be."""

    municipality: str
    case_number: str
    title: str
    proven_until: datetime | None  # None: nobody has looked yet
    problem: str | None


def due_before(tx: Transaction, before: datetime, *, most: int) -> tuple[DueProof, ...]:
    """Return what is due before the instant, problems included; the system alone may ask."""
    return tuple(
        DueProof(row.municipality, row.case_number, row.title, row.proven_until, row.problem)
        for row in tx.all(DUE, before=before, most=most)
    )


def late(tx: Transaction, before: datetime, *, most: int) -> int:
    """Count those that were due before the instant or could not be renewed."""
    return int(tx.scalar(LATE, before=before, most=most))
