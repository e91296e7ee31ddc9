"""Verification of hash chains: whether events are still what was written, and where they are not.

A hash chain breaks at an event and not from there on: each link is judged by the hash stored before
it, so one altered row is one difference. Refuses to know where events are stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from engine.audit.hash_chain import GENESIS, link


class Fault(Enum):
    """Fault at a place of a hash chain: what is wrong there."""

    GAP = "an event is missing before it"
    BODY = "its content was altered"
    LINK = "it does not follow from the event before it"
    COUNT = "the hash chain does not have as many events as its head says"
    HEAD = "the last event is not the one the head names"


@dataclass(frozen=True)
class StoredEvent:
    """An event as it lies in the database; salt and body are None once they have been erased."""

    seq: int
    at: datetime
    actor_id: int | None
    kind: str
    digest: bytes
    hash: bytes
    salt: bytes | None
    body: bytes | None


@dataclass(frozen=True)
class Break:
    """A place where a hash chain does not hold."""

    seq: int
    fault: Fault

    @property
    def is_at_event(self) -> bool:
        """False where the end of the hash chain is wrong: the events that are there hold."""
        return self.fault not in (Fault.COUNT, Fault.HEAD)

    @property
    def whole_to(self) -> int:
        """The last event before it."""
        return self.seq - 1 if self.is_at_event else self.seq

    def __str__(self) -> str:
        return f"event {self.seq}: {self.fault.value}"


def verify(events: Iterable[StoredEvent], *, count: int, head: bytes) -> tuple[Break, ...]:
    """Return every break of a hash chain, given its events in order and what its head row says."""
    breaks, before, seq = [], GENESIS, 0
    for event in events:
        if event.seq != seq + 1:
            breaks.append(Break(event.seq, Fault.GAP))
        elif not _follows(event, before):
            breaks.append(Break(event.seq, Fault.LINK))
        if not _has_its_body(event):
            breaks.append(Break(event.seq, Fault.BODY))
        before, seq = event.hash, event.seq
    if seq != count:
        breaks.append(Break(seq, Fault.COUNT))
    elif before != head:
        breaks.append(Break(seq, Fault.HEAD))
    return tuple(breaks)


def _follows(event: StoredEvent, before: bytes) -> bool:
    expected = link(before, event.seq, event.at, event.actor_id, event.kind, event.digest)
    return expected == event.hash


def _has_its_body(event: StoredEvent) -> bool:
    if event.salt is None or event.body is None:
        return True
    return hashlib.sha256(event.salt + event.body).digest() == event.digest
