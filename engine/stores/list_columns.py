"""Columns of lists that somebody has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.db.pool import Transaction

# What is chosen for the service, else for all.
CHOSEN: Final = """
select columns from list_columns where person_id = :person and service in (:service, '')
order by service desc limit 1
"""
CHOOSE: Final = """
insert into list_columns (person_id, service, columns) values (:person, :service, :columns)
on conflict (person_id, service) do update set columns = excluded.columns
"""
FORGET: Final = "delete from list_columns where person_id = :person and service = :service"


def chosen(tx: Transaction, service: str | None) -> tuple[str, ...] | None:
    """Return the actor's columns; None where they have chosen none."""
    found = tx.scalar(CHOSEN, person=tx.actor.person_id, service=service or "")
    return None if found is None else tuple(found)


def choose(tx: Transaction, service: str | None, columns: Sequence[str]) -> None:
    tx.run(CHOOSE, person=tx.actor.person_id, service=service or "", columns=list(columns))


def forget(tx: Transaction, service: str | None) -> None:
    tx.run(FORGET, person=tx.actor.person_id, service=service or "")
