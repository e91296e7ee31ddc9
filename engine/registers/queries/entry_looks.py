"""Looks at an entry of a register, as they were recorded: read by heads, who answer for their office.

The person concerned reads the same by role and municipality, without names (`engine/queries/reads.py`).
Whoever asks who looked is on record, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.registers.kept_registers import READ, KeptRegister
from engine.registers.store import entries, looks
from engine.roles import Right
from engine.stores import people

Names = Mapping[str, str]
MOST_LOOKS: Final = 200


@dataclass(frozen=True)
class EntryLook:
    """A look of an official: opened, found by a search, or taken away in a list."""

    at: datetime
    kind: str
    who: Names | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class EntryLooks:
    """The looks at the entries of one key, the newest first; `is_cut`: there are older ones."""

    entry_id: UUID
    key: str
    name: Names | None
    looks: tuple[EntryLook, ...]
    is_cut: bool


def entry_looks(tx: Transaction, register: KeptRegister, entry_id: UUID) -> EntryLooks:
    """Return who looked at an entry of the register. Raises `NotFound`, `NotAllowed`."""
    entry = entries.entry(tx, entry_id, register=register.code, place=register.place_id)
    if entry is None:
        raise NotFound
    if not tx.actor.may(Right.SEE_LOOKS, register.place_id):
        raise NotAllowed
    rows = entries.history(tx, register=register.code, place=register.place_id, key=entry.key)
    register.record_look(tx, READ, rows)
    found = looks.of_key(
        tx, register=register.code, place=register.place_id, key=entry.key, limit=MOST_LOOKS + 1
    )
    shown = found[:MOST_LOOKS]
    named = people.names(tx, {row.actor_id for row in shown} - {None})
    return EntryLooks(
        entry_id,
        entry.key,
        next((row.person_names for row in rows if row.person_names), None),
        tuple(_look(row, named) for row in shown),
        is_cut=len(found) > MOST_LOOKS,
    )


def _look(row: Any, named: Mapping[int, Names]) -> EntryLook:
    return EntryLook(row.at, row.kind, named.get(row.actor_id), tuple(row.roles or ()))
