"""Entries of registers. Append-only: superseded, never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json

INSERT = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields,
    valid_from, case_id, order_number, recorded_at)
values (:id, :register, :municipality_id, :is_single, :key, :person_id, cast(:fields as jsonb),
    :valid_from, :case_id, :order_number, :now)
on conflict do nothing
"""
HOLD = "select hold_nationally(:register, :person_id, :valid_from, :entry_id)"
OF_CASE = "select * from register_entries where case_id = :case_id order by recorded_at, id"
HAS_VALID = """
select exists (select from register_entries where register = :register and key = :key
               and valid_from <= :on and (valid_until is null or valid_until > :on) and superseded_by is null)
"""


def has_valid(tx: Transaction, *, register: str, key: str, on: date) -> bool:
    """Tell whether the register has an entry for the key, valid on the day, that the actor may see."""
    return bool(tx.scalar(HAS_VALID, register=register, key=key, on=on))


def insert(tx: Transaction, **columns: Any) -> bool:
    """Add an entry; False where a register of single entries has a current one for the key."""
    return tx.run(INSERT, **{**columns, "fields": as_json(columns["fields"])}, now=tx.now) == 1


def hold_nationally(
    tx: Transaction, *, register: str, person_id: int, valid_from: Any, entry_id: Any
) -> bool:
    """Claim the register's one place in the country for the person; False if it is taken."""
    return bool(
        tx.scalar(HOLD, register=register, person_id=person_id, valid_from=valid_from, entry_id=entry_id)
    )


def of_case(tx: Transaction, case_id: Any) -> list[Any]:
    return tx.all(OF_CASE, case_id=case_id)
