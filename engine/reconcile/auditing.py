"""The audit log, verified for an auditor: of one municipality, or all there are.

Says what was verified, from when until when, and where the first link is broken. Refuses to know how
it is shown, and to repair anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries import hash_chains as stored
from engine.reconcile import hash_chains
from engine.reconcile.hash_chains import HashChain
from engine.stores import reference

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Kind:
    """All hash chains of one kind: how many there are, which time they cover, and those that are broken."""

    name: str
    chains: int = 0
    events: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    broken: list[HashChain] = field(default_factory=list)

    def add(self, chain: HashChain) -> None:
        self.chains += 1
        self.events += chain.events
        if chain.first_at and chain.last_at:
            self.first_at = min(self.first_at or chain.first_at, chain.first_at)
            self.last_at = max(self.last_at or chain.last_at, chain.last_at)
        if chain.breaks:
            self.broken.append(chain)


@dataclass(frozen=True)
class Audited:
    """Result of verifying the audit log at an instant; `astray` are events of no case, or of nobody."""

    at: datetime
    municipality: str | None
    kinds: tuple[Kind, ...]
    astray: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.astray and not any(kind.broken for kind in self.kinds)

    @property
    def first_broken(self) -> HashChain | None:
        """The hash chain with the oldest broken link; an end that is missing is younger than any."""
        broken = [chain for kind in self.kinds for chain in kind.broken]
        return min(broken, key=lambda one: one.broken_at or NEVER, default=None)


def audit(tx: Transaction, municipality: str | None = None) -> Audited:
    """Verify every hash chain, or every hash chain of a municipality: its cases and what is kept beside them.

    Sign-ins, what is set for the installation and what centres keep belong to no municipality: they are
    verified with all.
    """
    place = None
    if municipality is not None:
        row = reference.municipality(tx, municipality)
        if row is None:
            raise NotFound(municipality=municipality)
        place = row.id
    kinds: dict[str, Kind] = {}
    for chain in _all(tx) if place is None else _of_place(tx, place):
        kinds.setdefault(chain.kind, Kind(chain.kind)).add(chain)
    named = tuple(sorted(kinds.values(), key=lambda kind: (kind.name != hash_chains.OF_CASES, kind.name)))
    return Audited(tx.now, municipality, named, tuple(stored.stray_events(tx, place)))


def _all(tx: Transaction) -> Iterator[HashChain]:
    for batch in stored.head_batches(tx):
        yield from hash_chains.of_cases(tx, batch)
    for batch in stored.stream_batches(tx):
        yield from hash_chains.of_streams(tx, batch)


def _of_place(tx: Transaction, place: int) -> Iterator[HashChain]:
    for batch in stored.head_batches(tx, place):
        yield from hash_chains.of_cases(tx, batch)
        yield from hash_chains.of_streams(tx, stored.streams_of_cases(tx, [case.id for case in batch]))
    yield from hash_chains.of_streams(tx, stored.streams_of_place(tx, place))
