"""Last-seen markers: when somebody last viewed a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.db.pool import Transaction

OF_PERSON = "select list, looked_at, before_at from list_looks where person_id = :person"
# Of pages that belong to the same viewing the first writes; the others don't even lock a row.
RECORD = """
insert into list_looks (person_id, list, looked_at) select :person, :list, :now
where not exists (
    select from list_looks where person_id = :person and list = :list and looked_at >= :ended)
on conflict (person_id, list) do update set before_at = list_looks.looked_at, looked_at = excluded.looked_at
where list_looks.looked_at < :ended
"""


def of_person(tx: Transaction) -> list[Any]:
    return tx.all(OF_PERSON, person=tx.actor.person_id)


def record(tx: Transaction, name: str, *, ended: datetime) -> None:
    """Begin a viewing of a list, unless one goes on that began after an instant."""
    tx.run(RECORD, person=tx.actor.person_id, list=name, now=tx.now, ended=ended)
