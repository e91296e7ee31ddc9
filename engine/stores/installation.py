"""The installation that this database belongs to: one row, entered at the first start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

ENTER = "insert into installation (id, entered_at) values (:id, :now) on conflict do nothing"
FIND = "select id, is_marked, secret_digest, key_digests from installation"
MARK = """
update installation set is_marked = true, secret_digest = :secret, key_digests = cast(:keys as jsonb)
"""
FORGET = "delete from installation"


def enter(tx: Transaction, installation_id: UUID) -> None:
    """Give the database an installation, unless it has one."""
    tx.run(ENTER, id=installation_id, now=tx.now)


def find(tx: Transaction) -> Any | None:
    return tx.one(FIND)


def locked(tx: Transaction) -> Any | None:
    """Return the row; who locks it is the only machine that compares and marks."""
    return tx.one(f"{FIND} for update")


def mark(tx: Transaction, *, secret: str, keys: Mapping[str, str]) -> None:
    """Note by what the machines of this installation are known; its store bears the marker from now on."""
    tx.run(MARK, secret=secret, keys=as_json(keys))


def forget(tx: Transaction) -> None:
    """Forget the installation: the next start makes a new one of this database and its store."""
    tx.run(FORGET)
