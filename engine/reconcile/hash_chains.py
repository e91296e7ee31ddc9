"""Hash chains as they lie in the database: each read, verified and told, a batch at a time.

Reconciling and the verification for auditors both come through here. Refuses to know what a break
means to whoever asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.audit.verify import Break, StoredEvent, verify
from engine.db.pool import Transaction
from engine.queries import hash_chains as stored

OF_CASES = "cases"


@dataclass(frozen=True)
class HashChain:
    """A verified hash chain: whose it is, the time that its events cover, and where it breaks."""

    kind: str  # cases, or the first part of a stream's name
    name: str
    events: int
    first_at: datetime | None
    last_at: datetime | None
    breaks: tuple[Break, ...]
    broken_at: datetime | None = None  # when the event at the first break is said to have happened

    @property
    def differences(self) -> Iterator[str]:
        yield from (f"{self.name}: {problem}" for problem in self.breaks)


def of_cases(tx: Transaction, cases: list[Any]) -> list[HashChain]:
    """Verify the hash chain of each of these cases."""
    events = _grouped((row.case_id, row) for row in stored.events_of(tx, [case.id for case in cases]))
    return [
        _chain(OF_CASES, f"case {case.number}", events[case.id], count=case.event_count, head=case.chain_head)
        for case in cases
    ]


def of_streams(tx: Transaction, streams: list[Any]) -> list[HashChain]:
    """Verify each of these streams."""
    events = _grouped(
        (row.stream, row) for row in stored.stream_events(tx, [stream.name for stream in streams])
    )
    return [
        _chain(
            stream.name.partition("/")[0],
            f"stream {stream.name}",
            events[stream.name],
            count=stream.count,
            head=stream.head,
        )
        for stream in streams
    ]


def _chain(kind: str, name: str, rows: list[Any], *, count: int, head: Any) -> HashChain:
    breaks = verify(map(_stored, rows), count=count, head=bytes(head))
    first_at, last_at = (rows[0].at, rows[-1].at) if rows else (None, None)
    broken_at = next(
        (row.at for row in rows if breaks and row.seq == breaks[0].seq and breaks[0].is_at_event), None
    )
    return HashChain(kind, name, len(rows), first_at, last_at, breaks, broken_at)


def _stored(row: Any) -> StoredEvent:
    salt = None if row.salt is None else bytes(row.salt)
    body = None if row.body is None else bytes(row.body)
    digest, hash_ = bytes(row.digest), bytes(row.hash)
    return StoredEvent(row.seq, row.at, row.actor_id, row.kind, digest, hash_, salt, body)


def _grouped(rows: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return found
