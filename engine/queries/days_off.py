"""Days off for those who declare them: of a municipality, of the country, and what they move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import administered, as_the_engine, of_the_country
from engine.queries.views import Names
from engine.stores import people, reference, work
from engine.terms.days_off import refuse_to_declare


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
    cases: int | None  # open ones with a deadline on the day or later, if the day was declared here


@dataclass(frozen=True)
class Effect:
    """Effect of a day off: the open deadlines that it would move, and of how many cases, at most."""

    day: date
    deadlines: int
    cases: int


def of_municipality(tx: Transaction, code: str) -> tuple[Names, tuple[DayOff, ...]]:
    """Return a municipality's names and its days off from this year's first on."""
    place = administered(tx, code)
    return place.names, _from_this_year(tx, place.id)


def of_country(tx: Transaction) -> tuple[DayOff, ...]:
    """Return the country's days off from this year's first on. Raises `NotAllowed`."""
    of_the_country(tx)
    return _from_this_year(tx, None)


def effect(tx: Transaction, day: date) -> Effect:
    """Return what a day off of the country would move. Raises `NotAllowed`, and what declaring it would."""
    of_the_country(tx)
    refuse_to_declare(tx, day, municipality_id=None)
    row = work.deadlines_moved_by(tx, day, municipality_id=None)
    return Effect(day, row.deadlines, row.cases)


def _from_this_year(tx: Transaction, place_id: int | None) -> tuple[DayOff, ...]:
    """Return the days; of those ahead that somebody here has declared, how many cases are open over them."""
    today = local_date(tx.now)
    rows = reference.days_off(tx, place_id, since=today.replace(month=1, day=1))
    names = people.names(tx, {row.recorded_by for row in rows if row.recorded_by is not None})
    found = []
    with as_the_engine(tx):
        for row in rows:
            is_own = row.municipality_id == place_id
            is_declared = place_id is not None or row.kind == reference.DECREED
            open_over = None
            if is_own and is_declared and row.day > today:
                open_over = len(work.cases_open_over(tx, row.day, municipality_id=place_id))
            found.append(
                DayOff(
                    row.day,
                    row.names,
                    row.kind,
                    is_own,
                    row.act,
                    names.get(row.recorded_by or 0),
                    row.recorded_at,
                    open_over,
                )
            )
    return tuple(found)
