"""Courts of the country as they are on a day, and what became other between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.courts.plan import facts_of
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine, of_the_country
from engine.queries import places
from engine.queries.rollout import CourtEntry, court_entries
from engine.queries.views import Municipality, Names
from engine.stores import municipality_settings as settings
from engine.stores import people, reference


@dataclass(frozen=True)
class CourtOfPlaces:
    """A court with the municipalities whose acts are contested there; `codes` are theirs."""

    name: Names
    address: Names
    municipalities: tuple[Names, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class CourtsOnDay:
    """The courts on a day, and the municipalities of which nobody has entered one."""

    courts: tuple[CourtOfPlaces, ...]
    without: tuple[Names, ...]


@dataclass(frozen=True)
class CourtOnDay:
    """The court of a municipality on a day; without an act where the installation began with it."""

    name: Names
    address: Names
    valid_from: date
    act: str | None
    who: Names | None
    at: datetime


@dataclass(frozen=True)
class CourtChange:
    """A municipality whose court, or the address of it, is other on a day than on one before it."""

    code: str
    municipality: Names
    before: CourtOnDay | None
    after: CourtOnDay | None


def on_day(tx: Transaction, day: date) -> CourtsOnDay:
    """Return the courts as they are on a day. Raises `NotAllowed`."""
    of_the_country(tx)
    known = _in_force(tx, day)
    found: dict[tuple[Any, ...], list[Municipality]] = {}
    without = []
    for place in places.municipalities(tx):
        if place.id in known:
            found.setdefault(_key(known[place.id].content), []).append(place)
        else:
            without.append(place.names)
    courts = [
        CourtOfPlaces(
            dict(name),
            dict(address),
            tuple(place.names for place in its),
            tuple(sorted(place.code for place in its)),
        )
        for (name, address), its in sorted(found.items())
    ]
    return CourtsOnDay(tuple(courts), tuple(without))


def compared(tx: Transaction, *, since: date, until: date) -> tuple[CourtChange, ...]:
    """Return the municipalities whose court is other on the later day. Raises `NotAllowed`."""
    of_the_country(tx)
    before, after = _in_force(tx, since), _in_force(tx, until)
    with as_the_engine(tx):
        entered = {row.recorded_by for rows in (before, after) for row in rows.values()}
        names = people.names(tx, entered - {None})
    return tuple(
        CourtChange(
            place.code,
            place.names,
            _shown(before.get(place.id), names),
            _shown(after.get(place.id), names),
        )
        for place in places.municipalities(tx)
        if _said(before.get(place.id)) != _said(after.get(place.id))
    )


def history(tx: Transaction, code: str) -> tuple[Names, tuple[CourtEntry, ...]]:
    """Return what was entered of a municipality's court, to administrators of the country."""
    of_the_country(tx)
    place = reference.municipality(tx, code)
    if place is None:
        raise NotFound
    return place.names, court_entries(tx, place.id)


def _in_force(tx: Transaction, day: date) -> dict[int, Any]:
    with as_the_engine(tx):
        return settings.in_force_everywhere(tx, settings.COURT, on=day)


def _key(content: Mapping[str, Any]) -> tuple[Any, ...]:
    facts = facts_of(content)
    return tuple(sorted(facts.name.items(), reverse=True)), tuple(sorted(facts.address.items()))


def _said(row: Any) -> Any:
    return None if row is None else _key(row.content)


def _shown(row: Any, names: Mapping[int, Names]) -> CourtOnDay | None:
    if row is None:
        return None
    facts = facts_of(row.content)
    return CourtOnDay(
        facts.name, facts.address, row.valid_from, row.act, names.get(row.recorded_by), row.recorded_at
    )
