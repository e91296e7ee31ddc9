"""Tables that were taken over into the register of property, and the rights of others that they brought."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

INSERT_IMPORT = """
insert into asset_imports (id, municipality_id, digest, file_name, ground, assets, rights, imported_by,
    imported_at)
values (:id, :municipality_id, :digest, :file_name, :ground, :assets, :rights, :person, :now)
on conflict do nothing
"""
IMPORTED = "select * from asset_imports where municipality_id = :municipality_id and digest = :digest"
LOCK = """
select 1 from asset_states s join assets a on a.id = s.asset_id
where a.municipality_id = :municipality_id and a.inventory_no = any (:numbers)
  and s.valid_until is null and s.superseded_by is null
order by a.inventory_no for update of s
"""
RIGHTS_OF = """
select a.inventory_no, r.excludes, r.is_own, r.valid_from, r.valid_until
from assets a left join asset_rights r on r.asset_id = a.id and r.excludes is not null
where a.municipality_id = :municipality_id and a.inventory_no = any (:numbers) order by r.valid_from
"""
INSERT_HELD = """
insert into asset_rights (id, asset_id, municipality_id, kind, state, holder_name, holder_number, holder_id,
    valid_from, valid_until, fee_tetri, fee_period, contract_no, import_id, recorded_at)
select :id, a.id, a.municipality_id, :kind, 'held', :holder_name, :holder_number, :holder_id, :valid_from,
    :valid_until, :fee_tetri, :fee_period, :contract_no, :import_id, :now
from assets a where a.municipality_id = :municipality_id and a.inventory_no = :inventory_no
on conflict do nothing
"""


def insert_import(tx: Transaction, import_id: UUID, **columns: Any) -> bool:
    """Note a table that is taken over; False where the same one has been."""
    return tx.run(INSERT_IMPORT, id=import_id, person=tx.actor.person_id, now=tx.now, **columns) == 1


def imported(tx: Transaction, municipality_id: int, digest: bytes) -> Any:
    """Return when the same table was taken over, or None."""
    return tx.one(IMPORTED, municipality_id=municipality_id, digest=digest)


def lock(tx: Transaction, municipality_id: int, numbers: list[str]) -> None:
    """Keep others from deciding over the assets of these numbers until the commit."""
    tx.all(LOCK, municipality_id=municipality_id, numbers=numbers)


def rights_of(tx: Transaction, municipality_id: int, numbers: list[str]) -> list[Any]:
    """Return the rights to the assets of these numbers, the earliest first; an empty row where none is."""
    return tx.all(RIGHTS_OF, municipality_id=municipality_id, numbers=numbers)


def insert_held(tx: Transaction, right_id: UUID, **columns: Any) -> bool:
    """Add somebody's right to the asset of a number; False where another one is beside it."""
    return tx.run(INSERT_HELD, id=right_id, now=tx.now, **columns) == 1
