"""Numbers of entries of a register of one municipality, by month and by place."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from engine.db.pool import Transaction

FIRST_DAY: Final = """
select min(e.valid_from) from register_entries e
where e.register = :register and e.municipality_id = :place and e.superseded_by is null and not e.is_final
"""
FIGURES: Final = "select * from register_figures(:register, :place, :first, :after)"


def first_day(tx: Transaction, *, register: str, place: int) -> date | None:
    """Return the day on which the first entry began."""
    found: date | None = tx.scalar(FIRST_DAY, register=register, place=place)
    return found


def of_period(tx: Transaction, *, register: str, place: int, first: date, after: date) -> list[Any]:
    """Return what began and ended from a day to another (exclusive), within a year, by month and place.

    Rows without a month say what was in force before, and is at the end.
    """
    return tx.all(FIGURES, register=register, place=place, first=first, after=after)
