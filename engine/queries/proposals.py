"""Proposals that a second person approves: who proposed, by which act, and what became of it.

To add a kind of proposal: a class of its own that goes on from `Proposal`, made from its rows by `heads`.
Examples: `settlements.py` (of the country), `zones.py` (of a municipality).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.db.pool import Transaction
from engine.queries.views import Names
from engine.stores import people


@dataclass(frozen=True)
class Proposal:
    """Proposal by an act, from a day on; without an outcome it waits for a second person."""

    act: str
    first_on: date
    proposed_by: Names
    proposed_at: datetime
    is_own: bool
    outcome: str | None
    ended_by: Names | None
    ended_at: datetime | None


def heads(tx: Transaction, rows: Sequence[Any], own: int | None) -> list[dict[str, Any]]:
    """Return the fields of `Proposal` for each row; `own` is the person who looks."""
    ends = outcomes(tx, rows, own)
    return [{"act": row.act, "first_on": row.first_on, **end} for row, end in zip(rows, ends, strict=True)]


def outcomes(tx: Transaction, rows: Sequence[Any], own: int | None) -> list[dict[str, Any]]:
    """Return who proposed each row, and what became of it, as the fields of `Proposal`."""
    named = people.names(tx, {row.proposed_by for row in rows} | {row.ended_by for row in rows} - {None})
    return [
        {
            "proposed_by": named[row.proposed_by],
            "proposed_at": row.proposed_at,
            "is_own": row.proposed_by == own,
            "outcome": row.outcome,
            "ended_by": None if row.ended_by is None else named[row.ended_by],
            "ended_at": row.ended_at,
        }
        for row in rows
    ]
