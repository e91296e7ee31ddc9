"""Parts of lists under a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into saved_filters (id, owner_id, municipality_id, unit_code, is_shared, name, list, due, service,
    conditions, saved_at)
values (:id, :owner_id, :municipality_id, :unit, :is_shared, :name, :list, :due, :service,
    cast(:conditions as jsonb), :now)
on conflict do nothing
"""
ONE = "select * from saved_filters where id = :id"
SEEN = """
select f.*, u.names as unit_names, m.names as municipality_names from saved_filters f
join municipalities m on m.id = f.municipality_id left join units u on u.code = f.unit_code
where f.owner_id = :person or f.is_shared and f.municipality_id = any (:places)
order by f.is_shared, f.name, f.id
"""
RENAME = """
update saved_filters set name = :name, version = version + 1 where id = :id and version = :seen
"""
REMOVE = "delete from saved_filters where id = :id"
COUNT = "select count(*) from saved_filters where owner_id = :person"


def add(tx: Transaction, **columns: Any) -> bool:
    """Keep one; False where one of this id is there already."""
    return tx.run(ADD, **columns, now=tx.now) == 1


def one(tx: Transaction, filter_id: UUID) -> Any:
    return tx.one(ONE, id=filter_id)


def seen(tx: Transaction) -> list[Any]:
    """Return the actor's own, then those that are shared where they work."""
    return tx.all(SEEN, person=tx.actor.person_id, places=list(tx.actor.municipalities))


def rename(tx: Transaction, filter_id: UUID, name: str, *, seen: int) -> bool:
    """Rename it; False where it has been renamed since it was seen."""
    return tx.run(RENAME, id=filter_id, name=name, seen=seen) == 1


def remove(tx: Transaction, filter_id: UUID) -> None:
    tx.run(REMOVE, id=filter_id)


def count(tx: Transaction) -> int:
    return int(tx.scalar(COUNT, person=tx.actor.person_id))
