"""The hash chains that belong to no case: sign-ins, reads, configuration."""

from __future__ import annotations

from engine.db.pool import Transaction
from engine.queries import hash_chains as stored
from engine.reconcile import hash_chains
from engine.reconcile.report import Checked


def check(tx: Transaction) -> Checked:
    """Verify every stream."""
    total = events = 0
    broken: list[str] = []
    for batch in stored.stream_batches(tx):
        for chain in hash_chains.of_streams(tx, batch):
            total += 1
            events += chain.events
            broken.extend(chain.differences)
    return Checked("other hash chains", f"{total} hash chains, {events} events", tuple(broken))
