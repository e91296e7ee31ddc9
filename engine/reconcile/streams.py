"""The chains that belong to no case: sign-ins, reads, configuration."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from engine.audit.verify import verify
from engine.db.pool import Transaction
from engine.queries import reconciling
from engine.reconcile.cases import stored_event
from engine.reconcile.report import Checked


def check(tx: Transaction) -> Checked:
    """Verify every stream."""
    total = events = 0
    broken: list[str] = []
    for batch in reconciling.stream_batches(tx):
        chains: dict[str, list[Any]] = defaultdict(list)
        for row in reconciling.stream_events(tx, [row.name for row in batch]):
            chains[row.stream].append(row)
        for row in batch:
            total += 1
            events += len(chains[row.name])
            breaks = verify(map(stored_event, chains[row.name]), count=row.count, head=bytes(row.head))
            broken.extend(f"stream {row.name}: {one}" for one in breaks)
    return Checked("other chains", f"{total} chains, {events} events", tuple(broken))
