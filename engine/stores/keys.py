"""Idempotency keys: what each has brought."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import Contended

CLAIM = """
insert into command_keys (actor, key, command, digest, at) values (:actor, :key, :command, :digest, :now)
on conflict do nothing
"""
FIND = "select digest, result from command_keys where actor = :actor and key = :key"
KEEP = "update command_keys set result = :result where actor = :actor and key = :key"


class Claim(NamedTuple):
    """A key with the command it came with; `actor` is whose keys these are."""

    actor: str
    key: UUID
    command: str
    digest: bytes


class KeyedResult(NamedTuple):
    """Result stored under an idempotency key, and the digest of the command that it came with."""

    digest: bytes
    result: bytes


class Reply(NamedTuple):
    """A key with the result of its command."""

    claim: Claim
    result: bytes


def claim(tx: Transaction, asked: Claim) -> bool:
    """Claim the key until the commit; False where it has brought a result already."""
    columns = {"actor": asked.actor, "key": asked.key, "command": asked.command, "digest": asked.digest}
    return tx.run(CLAIM, **columns, now=tx.now) == 1


def find(tx: Transaction, asked: Claim) -> KeyedResult | None:
    """Return what the key has brought, or None."""
    row = tx.one(FIND, actor=asked.actor, key=asked.key)
    return row and KeyedResult(row.digest, row.result)


def keep(tx: Transaction, kept: Reply) -> None:
    """Keep what the key that was claimed has brought."""
    tx.run(KEEP, actor=kept.claim.actor, key=kept.claim.key, result=kept.result)


def enter(tx: Transaction, kept: Reply) -> None:
    """Keep what a key has brought that was not claimed. Raises `Contended` if it was used meanwhile."""
    if not claim(tx, kept.claim):
        raise Contended
    keep(tx, kept)
