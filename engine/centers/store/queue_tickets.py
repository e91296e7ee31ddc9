"""Numbers of those who wait at a community centre."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

TAKE = """
insert into queue_tickets (id, center, on_day, number, taken_at)
select :id, :center, :day, 1 + coalesce(max(number), 0), :now from queue_tickets
where center = :center and on_day = :day
on conflict do nothing returning number
"""
# Two who call at once call two.
CALL = """
update queue_tickets set called_at = :now, called_by = :by where id = (
    select id from queue_tickets
    where center = :center and on_day = :day and called_at is null and ended_at is null
    order by number limit 1 for update skip locked)
returning id, number
"""
FIND = "select * from queue_tickets where id = :id for update"
END = "update queue_tickets set ended_at = :now, is_served = :is_served where id = :id and ended_at is null"
OF_DAY = "select * from queue_tickets where center = :center and on_day = :day order by number"


def take(tx: Transaction, ticket_id: UUID, *, center: int, day: date) -> int | None:
    """Return the next number of the day; None if somebody has taken it this moment."""
    number: int | None = tx.scalar(TAKE, id=ticket_id, center=center, day=day, now=tx.now)
    return number


def call(tx: Transaction, *, center: int, day: date, by: int | None) -> Any:
    """Call whoever waits longest; None where nobody waits."""
    return tx.one(CALL, center=center, day=day, by=by, now=tx.now)


def find(tx: Transaction, ticket_id: UUID) -> Any:
    return tx.one(FIND, id=ticket_id)


def end(tx: Transaction, ticket_id: UUID, *, is_served: bool) -> bool:
    return tx.run(END, id=ticket_id, is_served=is_served, now=tx.now) == 1


def of_day(tx: Transaction, center: int, day: date) -> list[Any]:
    return tx.all(OF_DAY, center=center, day=day)
