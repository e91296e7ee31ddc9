"""Party of an application in registers and cases: oneself, the represented, who stands at a desk.

Functions of the database say it, for the present principal alone; the rows that the principal may read
themselves are those that row-level security leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

ENTRIES = "select * from entries_of_party(:registers, :on)"
UNDECIDED = "select * from undecided_cases_of_party(:services, :step, cast(:same as jsonb))"
SEEN_ENTRIES = """
select e.id, c.id as case_id, c.number as case_number, m.names as municipality_names
from register_entries e join cases c on c.id = e.case_id join municipalities m on m.id = e.municipality_id
where e.id = any (:ids)
"""
SEEN_CASES = """
select c.id, c.number, c.filed_at, c.version_id, m.names as municipality_names
from cases c join municipalities m on m.id = c.municipality_id where c.id = any (:ids)
"""


def entries(tx: Transaction, registers: Collection[str], *, on: date) -> list[Any]:
    """Return the entries that are in force on the day or will be, in every municipality."""
    return tx.all(ENTRIES, registers=sorted(registers), on=on)


def undecided_cases(
    tx: Transaction, services: Collection[str], *, step: str, same: Mapping[str, Any]
) -> list[Any]:
    """Return the undecided cases of some services whose first step was answered in the same way."""
    return tx.all(UNDECIDED, services=sorted(services), step=step, same=as_json(same))


def seen_entries(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Return those of the entries that the principal may read, with the case each cites."""
    return {row.id: row for row in tx.all(SEEN_ENTRIES, ids=list(ids))} if ids else {}


def seen_cases(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Return those of the cases that the principal may read."""
    return {row.id: row for row in tx.all(SEEN_CASES, ids=list(ids))} if ids else {}
