"""The days off of a municipality, for its administrator: its own beside the country's, and what they move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.administering import administered, as_the_engine
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.views import Names
from engine.stores import people, reference, work


@dataclass(frozen=True)
class DayOff:
    """A day on which no term of law runs out; of the country where it is not its own."""

    day: date
    names: Names
    kind: str
    is_own: bool
    act: str | None
    who: Names | None
    at: datetime | None
    cases: int | None  # open ones with a deadline on the day or later, if the day is the municipality's own


def of_municipality(tx: Transaction, code: str) -> tuple[Names, tuple[DayOff, ...]]:
    """Return a municipality's names and its days off from this year's first on."""
    place, today = administered(tx, code), local_date(tx.now)
    rows = reference.days_off(tx, place.id, since=today.replace(month=1, day=1))
    names = people.names(tx, {row.recorded_by for row in rows if row.recorded_by is not None})
    found = []
    with as_the_engine(tx):
        for row in rows:
            is_own = row.municipality_id is not None
            ahead = is_own and row.day > today
            open_over = work.cases_open_over(tx, row.day, municipality_id=place.id) if ahead else None
            found.append(
                DayOff(
                    row.day,
                    row.names,
                    row.kind,
                    is_own,
                    row.act,
                    names.get(row.recorded_by or 0),
                    row.recorded_at,
                    None if open_over is None else len(open_over),
                )
            )
    return place.names, tuple(found)
