"""Numbers of entries of a register of one municipality, by day and by place."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from engine.db.pool import Transaction

_OF_REGISTER: Final = """e.register = :register and e.municipality_id = :place and e.superseded_by is null
    and not e.is_final"""
FIRST_DAY: Final = f"select min(e.valid_from) from register_entries e where {_OF_REGISTER}"
IN_FORCE: Final = f"""
select e.place, count(*)::int as number from register_entries e
where {_OF_REGISTER} and e.valid_from <= :on and (e.valid_until is null or e.valid_until > :on) group by 1
"""
# What goes on in another entry of the key neither begins nor ends; with `by_place` only at the same place.
_BESIDE: Final = """not exists (select from register_entries o
    where o.register = e.register and o.municipality_id = e.municipality_id and o.key = e.key
      and o.superseded_by is null and not o.is_final
      and (not :by_place or o.place is not distinct from e.place) and {meets})"""
CHANGES: Final = f"""
with begun as (
    select e.place, extract(month from e.valid_from)::int as month, count(*)::int as number
    from register_entries e
    where {_OF_REGISTER} and e.valid_from >= :first and e.valid_from < :after
      and {_BESIDE.format(meets="o.valid_until = e.valid_from")} group by 1, 2),
ended as (
    select e.place, extract(month from e.valid_until)::int as month, count(*)::int as number
    from register_entries e
    where {_OF_REGISTER} and e.valid_until >= :first and e.valid_until < :after
      and {_BESIDE.format(meets="o.valid_from = e.valid_until")} group by 1, 2)
select place, month, sum(begun)::int as begun, sum(ended)::int as ended from (
    select place, month, number as begun, 0 as ended from begun
    union all select place, month, 0, number from ended) c group by 1, 2
"""


def first_day(tx: Transaction, *, register: str, place: int) -> date | None:
    """Return the day on which the first entry began."""
    found: date | None = tx.scalar(FIRST_DAY, register=register, place=place)
    return found


def in_force(tx: Transaction, *, register: str, place: int, on: date) -> list[Any]:
    """Return how many entries are in force on a day, by place."""
    return tx.all(IN_FORCE, register=register, place=place, on=on)


def changes(
    tx: Transaction, *, register: str, place: int, first: date, after: date, by_place: bool
) -> list[Any]:
    """Return how many began and ended in each month from a day to another (exclusive), by place."""
    return tx.all(CHANGES, register=register, place=place, first=first, after=after, by_place=by_place)
