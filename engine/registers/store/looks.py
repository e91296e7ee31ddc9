"""Looks at entries of registers, as they were recorded."""

from __future__ import annotations

from typing import Any, Final

from engine.db.pool import Transaction

LOOKS: Final = "select * from looks_at_entry(:register, :place, :key, :limit)"


def of_key(tx: Transaction, *, register: str, place: int, key: str, limit: int) -> list[Any]:
    """Return the looks at the entries of a key, the newest first."""
    return tx.all(LOOKS, register=register, place=place, key=key, limit=limit)
