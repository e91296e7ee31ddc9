"""When somebody last looked at a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.db.pool import Transaction

OF_PERSON = "select list, looked_at, before_at from list_looks where person_id = :person"
# Of pages that belong to the same look the first writes; the others don't even lock a row.
KEEP = """
insert into list_looks (person_id, list, looked_at) select :person, :list, :now
where not exists (
    select from list_looks where person_id = :person and list = :list and looked_at >= :ended)
on conflict (person_id, list) do update set before_at = list_looks.looked_at, looked_at = excluded.looked_at
where list_looks.looked_at < :ended
"""


def of_person(tx: Transaction) -> list[Any]:
    return tx.all(OF_PERSON, person=tx.actor.person_id)


def keep(tx: Transaction, name: str, *, ended: datetime) -> None:
    """Begin a look at a list, unless one goes on that began after an instant."""
    tx.run(KEEP, person=tx.actor.person_id, list=name, now=tx.now, ended=ended)
