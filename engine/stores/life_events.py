"""Life events: the headings of the catalogue of services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.db.pool import Transaction, as_json

PUT = """
insert into life_events (code, position, names, words)
values (:code, :position, cast(:names as jsonb), cast(:words as jsonb))
on conflict (code) do update set position = excluded.position, names = excluded.names, words = excluded.words
"""
ALL = "select code, names, words from life_events order by position, code"


def put(tx: Transaction, position: int, entry: Mapping[str, Any]) -> None:
    """Add a life event or refresh it."""
    tx.run(
        PUT,
        code=entry["code"],
        position=position,
        names=as_json(entry["names"]),
        words=as_json(entry["words"]),
    )


def every(tx: Transaction) -> list[Any]:
    """Return all of them in their order."""
    return tx.all(ALL)
