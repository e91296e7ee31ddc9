"""Offices: who holds which, for those who give them, and the units that offices are limited to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.formats import full_name
from engine.offices.administration import administered, as_the_engine, of_the_country
from engine.queries.views import Names
from engine.roles import ANALYST, OF_A_MUNICIPALITY
from engine.stores import offices, units


@dataclass(frozen=True)
class Office:
    """An office of a person; without an act where a demonstration brought it."""

    office_id: int
    personal_number: str
    name: Mapping[str, str]
    municipality: str | None
    role: str
    unit: str | None
    unit_names: Mapping[str, str] | None
    center: int | None
    is_acting: bool
    valid_from: date
    valid_until: date | None
    appointed_by: str | None
    ended_by: str | None


def listed(
    tx: Transaction, municipality: str | None = None, *, since: date | None = None
) -> tuple[Office, ...]:
    """Return the offices of a municipality, or of all; with a day, those that are held on it or later."""
    return tuple(
        Office(
            row.id,
            row.personal_number,
            full_name(row),
            row.municipality,
            row.role,
            row.unit,
            row.unit_names,
            row.center,
            row.is_acting,
            row.valid_from,
            row.valid_until,
            row.appointed_by,
            row.ended_by,
        )
        for row in offices.listed(tx, municipality, since=since)
    )


@dataclass(frozen=True)
class Unit:
    """A unit of a municipality; without an act where the installation began with it."""

    code: str
    names: Names
    valid_from: date | None
    valid_until: date | None
    act: str | None
    ended_by: str | None
    version: int

    def is_there(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or self.valid_until > on
        )


@dataclass(frozen=True)
class StaffPage:
    """Page of the staff of a municipality, and of the units in which somebody may work."""

    municipality: Names
    offices: tuple[Office, ...]
    units: tuple[Unit, ...]


def staff(tx: Transaction, municipality: str, *, with_past: bool = False) -> StaffPage:
    """Return the offices of a municipality to its administrator. Raises `NotFound`, `NotAllowed`."""
    place, today = administered(tx, municipality), local_date(tx.now)
    with as_the_engine(tx):
        found = listed(tx, municipality, since=None if with_past else today)
    there = tuple(unit for unit in _units(tx, place.id) if unit.is_there(today))
    return StaffPage(place.names, found, there)


@dataclass(frozen=True)
class StaffLine:
    """An office as a row of the table of staff names it."""

    personal_number: str
    given_name: Names
    family_name: Names
    role: str
    unit: str | None
    is_acting: bool
    first_on: date
    last_on: date | None


def staff_lines(tx: Transaction, municipality: str) -> tuple[StaffLine, ...]:
    """Return the offices of today and later, to the administrator. Raises `NotFound`, `NotAllowed`."""
    administered(tx, municipality)
    with as_the_engine(tx):
        rows = offices.listed(tx, municipality, since=local_date(tx.now))
    return tuple(
        StaffLine(
            row.personal_number,
            row.given_name,
            row.family_name,
            row.role,
            row.unit,
            row.is_acting,
            row.valid_from,
            None if row.valid_until is None else row.valid_until - timedelta(days=1),
        )
        for row in rows
        if row.role in OF_A_MUNICIPALITY and (row.valid_until is None or row.valid_until > row.valid_from)
    )


def office(tx: Transaction, municipality: str, office_id: int) -> Office:
    """Return an office of a municipality to its administrator. Raises `NotFound`, `NotAllowed`."""
    found = staff(tx, municipality, with_past=True).offices
    try:
        return next(held for held in found if held.office_id == office_id)
    except StopIteration:
        raise NotFound from None


def analysts(tx: Transaction, *, with_past: bool = False) -> tuple[Office, ...]:
    """Return who draws services, to the national administrator. Raises `NotAllowed`."""
    of_the_country(tx)
    with as_the_engine(tx):
        found = listed(tx, since=None if with_past else local_date(tx.now))
    return tuple(held for held in found if held.role == ANALYST)


def analyst(tx: Transaction, office_id: int) -> Office:
    """Return the office of an analyst. Raises `NotFound`, `NotAllowed`."""
    found = next(
        (analyst for analyst in analysts(tx, with_past=True) if analyst.office_id == office_id), None
    )
    if found is None:
        raise NotFound
    return found


def units_of(tx: Transaction, municipality: str) -> tuple[Names, tuple[Unit, ...]]:
    """Return a municipality's names and its units of all times to its administrator."""
    place = administered(tx, municipality)
    return place.names, _units(tx, place.id)


def _units(tx: Transaction, municipality_id: int) -> tuple[Unit, ...]:
    return tuple(
        Unit(row.code, row.names, row.valid_from, row.valid_until, row.act, row.ended_by, row.version)
        for row in units.every(tx, municipality_id)
    )
