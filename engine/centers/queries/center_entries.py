"""Community centres as they are on a day, and what was entered of each, for administrators of the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from engine.centers.store import center_entries as store
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import of_the_country
from engine.queries.changed_parts import ChangedPart, changed_parts
from engine.queries.views import Names
from engine.stores import people

PARTS: Final = ("names", "municipality", "address", "phone", "hours")


@dataclass(frozen=True)
class CenterOnDay:
    """A centre as it is on a day; without an act where the installation began with it."""

    number: int
    names: Names
    code: str | None  # of the municipality
    municipality: Names | None
    address: Names
    phone: str | None
    hours: Names
    since: date | None
    act: str | None


@dataclass(frozen=True)
class CenterEntry:
    """Entry about a centre, from a day on."""

    valid_from: date
    names: Names
    municipality: Names
    address: Names
    phone: str | None
    hours: Names
    act: str
    who: Names | None
    at: datetime


@dataclass(frozen=True)
class CenterHistory:
    """A centre as it is today, and everything that was entered of it, the last day first."""

    center: CenterOnDay
    entries: tuple[CenterEntry, ...]


@dataclass(frozen=True)
class CenterChange:
    """A centre that is new or otherwise on a day than on one before it."""

    number: int
    names: Names
    is_new: bool
    parts: tuple[ChangedPart, ...]
    since: date | None
    act: str | None


def compared(tx: Transaction, *, since: date, until: date) -> tuple[CenterChange, ...]:
    """Return the centres that are otherwise on the later day. Raises `NotAllowed`."""
    earlier = {center.number: center for center in on_day(tx, since)}
    found = []
    for center in on_day(tx, until):
        before = earlier.get(center.number)
        parts = changed_parts(None if before is None else vars(before), vars(center), PARTS)
        if before is None or parts:
            is_new = before is None
            found.append(CenterChange(center.number, center.names, is_new, parts, center.since, center.act))
    return tuple(found)


def on_day(tx: Transaction, day: date) -> tuple[CenterOnDay, ...]:
    """Return the centres as they are on a day. Raises `NotAllowed`."""
    of_the_country(tx)
    return tuple(
        CenterOnDay(
            row.number,
            row.names,
            row.code,
            row.municipality,
            row.address,
            row.phone,
            row.hours,
            row.valid_from,
            row.act,
        )
        for row in store.on(tx, day)
    )


def history(tx: Transaction, number: int) -> CenterHistory:
    """Return a centre with its entries. Raises `NotFound`, `NotAllowed`."""
    of_the_country(tx)
    rows = store.entered(tx, number)
    latest = max([local_date(tx.now), *(row.valid_from for row in rows)])
    everywhere = {center.number: center for center in on_day(tx, latest)}
    today = {center.number: center for center in on_day(tx, local_date(tx.now))}
    center = today.get(number) or everywhere.get(number)
    if center is None:
        raise NotFound
    names = people.names(tx, {row.recorded_by for row in rows})
    return CenterHistory(
        center,
        tuple(
            CenterEntry(
                row.valid_from,
                row.names,
                row.municipality,
                row.address,
                row.phone,
                row.hours,
                row.act,
                names.get(row.recorded_by),
                row.recorded_at,
            )
            for row in rows
        ),
    )
