"""Hours and closed days of community centres. Entries are only added."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json

ADD = """
insert into center_hours (center, valid_from, days, minutes, places, recorded_by, recorded_at)
values (:center, :valid_from, cast(:days as jsonb), :minutes, :places, :by, :now)
"""
ON = """
select * from center_hours where center = :center and valid_from <= :day
order by valid_from desc, id desc limit 1
"""
ENTERED = "select * from center_hours where center = :center order by id desc limit 20"
ADD_DAY = """
insert into center_days (center, on_day, is_closed, why, recorded_by, recorded_at)
values (:center, :on_day, :is_closed, :why, :by, :now)
"""
IS_CLOSED = """
select coalesce((select is_closed from center_days where center = :center and on_day = :day
                 order by id desc limit 1), false)
"""
DAYS = """
select distinct on (on_day) * from center_days where center = :center and on_day >= :since
order by on_day, id desc
"""


def add(tx: Transaction, *, days: Any, **columns: Any) -> None:
    tx.run(ADD, days=as_json(days), **columns, now=tx.now)


def on(tx: Transaction, center: int, day: date) -> Any:
    """Return the entry that counts on the day; None for a centre without hours."""
    return tx.one(ON, center=center, day=day)


def entered(tx: Transaction, center: int) -> list[Any]:
    return tx.all(ENTERED, center=center)


def add_day(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD_DAY, **columns, now=tx.now)


def is_closed(tx: Transaction, center: int, day: date) -> bool:
    return bool(tx.scalar(IS_CLOSED, center=center, day=day))


def days(tx: Transaction, center: int, *, since: date) -> list[Any]:
    """Return what was said last of each single day."""
    return tx.all(DAYS, center=center, since=since)
