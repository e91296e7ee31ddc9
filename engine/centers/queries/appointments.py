"""Appointments as citizens and centres see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from engine.centers.rules.appointments import hours_of, is_offered
from engine.centers.store import appointments, center_hours
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.formats import full_name
from engine.queries.views import Names
from engine.stores import reference


@dataclass(frozen=True)
class Center:
    """A community centre, with its municipality where that is known here."""

    number: int
    names: Names
    municipality: Names | None


@dataclass(frozen=True)
class OwnAppointment:
    """A time that the person has kept."""

    appointment_id: UUID
    center: Names
    on_day: date
    at: time
    what: str


@dataclass(frozen=True)
class Expected:
    """Somebody whom the centre expects on a day."""

    appointment_id: UUID
    at: time
    name: Names | str
    phone: str
    what: str
    is_cancelled: bool
    has_come: bool


def centers(tx: Transaction) -> tuple[Center, ...]:
    """Return every centre, in Georgian alphabetical order."""
    return tuple(Center(row.number, row.names, row.municipality_names) for row in appointments.centers(tx))


def free(tx: Transaction, center: int, day: date) -> tuple[time, ...]:
    """Return the times of a day that can still be chosen; none for a centre that there is not."""
    row = next((known for known in appointments.centers(tx) if known.number == center), None)
    if row is None:
        return ()
    calendar = reference.calendar(tx, row.municipality_id or 0)
    taken = appointments.taken(tx, center, day)
    hours = hours_of(center_hours.on(tx, center, day))
    if hours is None:
        return ()
    is_closed = center_hours.is_closed(tx, center, day)
    offered = (
        at
        for at in hours.times(day)
        if is_offered(hours, day, at, now=tx.now, calendar=calendar, is_closed=is_closed)
    )
    return tuple(at for at in offered if taken.get(at, 0) < hours.places)


def own(tx: Transaction) -> tuple[OwnAppointment, ...]:
    """Return what the person has kept from today on."""
    rows = appointments.own(tx, tx.actor.person_id or 0, today=local_date(tx.now))
    return tuple(OwnAppointment(row.id, row.names, row.on_day, row.at_time, row.what) for row in rows)


def of_day(tx: Transaction, day: date) -> tuple[Expected, ...]:
    """Return whom the centre of whoever asks expects on a day."""
    rows = appointments.of_day(tx, tx.actor.center or 0, day, today=local_date(tx.now))
    return tuple(_expected(row) for row in rows)


def _expected(row: Any) -> Expected:
    name = row.name or full_name(row)
    return Expected(row.id, row.at_time, name, row.phone, row.what, row.is_cancelled, row.has_come)
