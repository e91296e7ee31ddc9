"""Last answers of other systems, and since when they are silent; the same of probes, which ask nothing.

A probe has a row of its own, `probe.<system>`: that a server can be reached does not say that it answers.
"""

from __future__ import annotations

from typing import Any, Final

from engine.db.pool import Transaction

PROBE: Final = "probe."
NOTE = "select note_answer(:system, cast(:reason as text), :now)"
ALL = "select system, answered_at, away_since, reason from answers_of_systems()"


def record(tx: Transaction, system: str, reason: str | None) -> None:
    """Record an answer, or why there was none: the code of an error."""
    tx.run(NOTE, system=system, reason=reason, now=tx.now)


def record_probe(tx: Transaction, system: str, reason: str | None) -> None:
    """Record that a system could be reached, or why not."""
    record(tx, f"{PROBE}{system}", reason)


def all_systems(tx: Transaction) -> dict[str, Any]:
    """Return what is known, by the name of the system; of its probe by `probe.<system>`."""
    return {row.system: row for row in tx.all(ALL)}
