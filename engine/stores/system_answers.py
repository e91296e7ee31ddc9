"""When other systems last answered, and since when they do not."""

from __future__ import annotations

from typing import Any

from engine.db.pool import Transaction

NOTE = "select note_answer(:system, cast(:reason as text), :now)"
ALL = "select system, answered_at, away_since, reason from answers_of_systems()"


def record(tx: Transaction, system: str, reason: str | None) -> None:
    """Record an answer, or why there was none: the code of an error."""
    tx.run(NOTE, system=system, reason=reason, now=tx.now)


def all_systems(tx: Transaction) -> list[Any]:
    return tx.all(ALL)
