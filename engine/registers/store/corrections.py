"""Corrections of register entries: proposed, waiting, ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction, as_json

PROPOSE: Final = """
insert into register_corrections (id, entry_id, register, version_id, municipality_id, person_id, entry_until,
    changed, ground, act_number, act_date, reason, proposed_by, proposed_at)
values (:id, :entry_id, :register, :version_id, :municipality_id, :person_id, :entry_until,
    cast(:changed as jsonb), :ground, :act_number, :act_date, :reason, :by, :now)
on conflict do nothing
"""
WAITING: Final = "select * from register_corrections where entry_id = :entry_id and outcome is null"
FIND: Final = """
select k.*, m.code as municipality
from register_corrections k join municipalities m on m.id = k.municipality_id where k.id = :id
"""
OF_ENTRIES: Final = """
select * from register_corrections where entry_id = any (:ids) order by proposed_at desc, id limit 100
"""
OPEN: Final = """
select k.*, m.code as municipality, m.names as place from register_corrections k
join municipalities m on m.id = k.municipality_id
where k.outcome is null and k.municipality_id = any (:places) order by k.proposed_at, k.id limit 100
"""
OWN: Final = """
select k.*, m.names as place from register_corrections k join municipalities m on m.id = k.municipality_id
where k.person_id = :person_id and k.outcome = 'approved' order by k.ended_at desc, k.id limit 200
"""
FINISH: Final = """
update register_corrections set outcome = :outcome, ended_by = :by, ended_at = :now, remark = :remark,
    corrected_id = :corrected_id
where id = :id and outcome is null
"""


def propose(tx: Transaction, correction_id: UUID, *, changed: Mapping[str, Any], **columns: Any) -> bool:
    """Keep a proposal; False where one of the entry waits already."""
    return tx.run(PROPOSE, id=correction_id, changed=as_json(changed), now=tx.now, **columns) == 1


def waiting(tx: Transaction, entry_id: UUID) -> Any:
    """Return the correction of an entry that waits for a second person, or None."""
    return tx.one(WAITING, entry_id=entry_id)


def find(tx: Transaction, correction_id: UUID) -> Any:
    return tx.one(FIND, id=correction_id)


def of_entries(tx: Transaction, ids: list[UUID]) -> list[Any]:
    """Return the corrections of entries, the newest first, whatever became of them."""
    return tx.all(OF_ENTRIES, ids=ids)


def open_in(tx: Transaction, places: list[int]) -> list[Any]:
    """Return what waits for a second person in these municipalities, the oldest first."""
    return tx.all(OPEN, places=places)


def own(tx: Transaction, person_id: int) -> list[Any]:
    """Return the corrections that were made of entries about a person, the newest first."""
    return tx.all(OWN, person_id=person_id)


def finish(
    tx: Transaction,
    correction_id: UUID,
    *,
    outcome: str,
    by: int | None,
    remark: str | None = None,
    corrected_id: UUID | None = None,
) -> bool:
    """Say what became of a proposal; False if somebody has said so before."""
    columns = {"outcome": outcome, "by": by, "remark": remark, "corrected_id": corrected_id}
    return tx.run(FINISH, id=correction_id, now=tx.now, **columns) == 1
