"""Ending what waits for a company's other director."""

from __future__ import annotations

from engine.commands import EndFiling
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.representation.joint_filings import WAITS, FilingOver
from engine.stores import joint_filings as store


def end_filing(command: EndFiling, tx: Transaction) -> None:
    """Whoever prepared it withdraws it, the other declines it."""
    row = store.lock(tx, command.filing_id)
    if row is None:
        raise NotFound
    if row.state != WAITS:
        raise FilingOver
    state = "withdrawn" if row.prepared_by == tx.actor.person_id else "declined"
    store.end(tx, row.id, state=state)
    tx.log(f"sign-ins/{tx.actor.person_id}", f"joint.{state}", filing=str(row.id))
