"""Inventories: the list of a day, and what was found of each thing on it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

INSERT = """
insert into inventories (case_id, municipality_id, counted_on, role, listed_at)
values (:case_id, :municipality_id, :on, :role, :now)
on conflict (case_id) do nothing
"""
# All that is the municipality's on the day, of one unit or of all.
LISTED = """
select a.id, a.inventory_no, a.kind, s.name, s.value_tetri, s.fields
from assets a
join asset_states s on s.asset_id = a.id and s.superseded_by is null
    and s.valid_from <= :on and (s.valid_until is null or s.valid_until > :on)
join asset_rights r on r.asset_id = a.id and r.is_own and r.state = 'held'
    and r.valid_from <= :on and (r.valid_until is null or r.valid_until > :on)
where a.municipality_id = :municipality_id
  and (cast(:unit as text) is null or lower(s.fields ->> 'holder_unit') = lower(:unit))
order by a.inventory_no, a.id
"""
INSERT_ITEM = """
insert into inventory_items (id, case_id, municipality_id, asset_id, inventory_no, kind, name, location,
    value_tetri, fields)
values (:id, :case_id, :municipality_id, :asset_id, :inventory_no, :kind, :name, :location, :value_tetri,
    cast(:fields as jsonb))
"""
INSERT_SURPLUS = """
insert into inventory_items (id, case_id, municipality_id, kind, name, location, value_tetri, fields, result,
    note, photos, counted_by, counted_at, version)
values (:id, :case_id, :municipality_id, :kind, :name, :location, :value_tetri, cast(:fields as jsonb),
    'surplus', :note, :photos, :person, :now, 1)
on conflict (id) do nothing
"""
# Counting is open while a step of those who count is. Whoever counts lets others count beside; whoever closes
# waits for them and keeps the next ones out.
HELD = """
select i.*,
    exists (select from tasks t where t.case_id = i.case_id and t.state = 0 and t.role = i.role) as is_begun
from inventories i where i.case_id = :case_id for share of i
"""
LOCKED = "select * from inventories where case_id = :case_id for update"
ITEM = "select * from inventory_items where id = :id for update"
COUNTED = """
update inventory_items set result = :result, note = :note, photos = :photos, counted_by = :person,
    counted_at = :now, version = version + 1
where id = :id
"""
ITEMS = """
select * from inventory_items where case_id = :case_id order by inventory_no nulls last, counted_at, id
"""
CLOSE = "update inventories set closed_at = :now where case_id = :case_id"


def insert(tx: Transaction, case_id: UUID, *, municipality_id: int, on: date, role: str) -> bool:
    """Begin the inventory of a case; False where it has one."""
    given = {"municipality_id": municipality_id, "on": on, "role": role, "now": tx.now}
    return tx.run(INSERT, case_id=case_id, **given) == 1


def listed(tx: Transaction, municipality_id: int, *, on: date, unit: str | None) -> list[Any]:
    """Return what the municipality has on the day, all of it or what a unit holds."""
    return tx.all(LISTED, municipality_id=municipality_id, on=on, unit=unit)


def insert_item(tx: Transaction, **columns: Any) -> None:
    columns["fields"] = as_json(columns["fields"])
    tx.run(INSERT_ITEM, **columns)


def insert_surplus(tx: Transaction, **columns: Any) -> None:
    """Add what was found; the same once more is the same."""
    columns["fields"] = as_json(columns["fields"])
    tx.run(INSERT_SURPLUS, person=tx.actor.person_id, now=tx.now, **columns)


def held(tx: Transaction, case_id: UUID) -> Any:
    """Return the inventory of a case, which nobody closes meanwhile, or None."""
    return tx.one(HELD, case_id=case_id)


def locked(tx: Transaction, case_id: UUID) -> Any:
    """Return the inventory of a case, in which nobody counts meanwhile, or None."""
    return tx.one(LOCKED, case_id=case_id)


def item(tx: Transaction, item_id: UUID) -> Any:
    """Return a thing of a list, locked, or None."""
    return tx.one(ITEM, id=item_id)


def counted(tx: Transaction, item_id: UUID, *, result: str, note: str | None, photos: list[str]) -> None:
    """Record what was found of a thing."""
    said = {"result": result, "note": note, "photos": photos}
    tx.run(COUNTED, id=item_id, **said, person=tx.actor.person_id, now=tx.now)


def items(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return everything on the list of a case, and what was found beside it."""
    return tx.all(ITEMS, case_id=case_id)


def close(tx: Transaction, case_id: UUID) -> None:
    tx.run(CLOSE, case_id=case_id, now=tx.now)
