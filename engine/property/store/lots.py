"""Lots at auction: put up, and how they ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction

PUT_UP: Final = """
insert into lots (id, case_id, municipality_id, asset_id, kind, use, number, start_tetri, step_tetri,
    deposit_tetri, put_up_at, closes_at)
values (:id, :case_id, :municipality_id, :asset_id, :kind, :use, :number, :start_tetri, :step_tetri,
    :deposit_tetri, :now, :closes_at)
on conflict do nothing
"""
KEPT: Final = """
select asset_id, kind from asset_rights where case_id = :case_id and state = 'reserved'
order by recorded_at desc, id limit 1
"""
RECORD: Final = """
update lots set state = :state, closes_at = :closes_at, price_tetri = :price_tetri
where id = :id and case_id = :case_id
"""
PUBLIC: Final = "select * from public_lots(:municipality, :lot, :now, :limit, :offset)"


def kept_by(tx: Transaction, case_id: UUID) -> Any:
    """Return the right that a case keeps for whoever will get it, or None."""
    return tx.one(KEPT, case_id=case_id)


def put_up(tx: Transaction, lot_id: UUID, **columns: Any) -> None:
    """Keep a lot, once."""
    tx.run(PUT_UP, id=lot_id, now=tx.now, **columns)


def record(
    tx: Transaction,
    lot_id: UUID,
    *,
    case_id: UUID,
    state: str,
    closes_at: datetime,
    price_tetri: int | None,
) -> None:
    """Say how a lot of the case stands."""
    columns = {"case_id": case_id, "state": state, "closes_at": closes_at, "price_tetri": price_tetri}
    tx.run(RECORD, id=lot_id, **columns)


def public(tx: Transaction, municipality: str, *, lot: UUID | None, limit: int, offset: int) -> list[Any]:
    """Return lots as everybody may read them, those that are open first."""
    return tx.all(PUBLIC, municipality=municipality, lot=lot, now=tx.now, limit=limit, offset=offset)
