"""Staff of community centres, for whoever gives those offices: the national administrator."""

from __future__ import annotations

from dataclasses import dataclass

from engine.centers.store import appointments
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine, of_the_country
from engine.queries import offices
from engine.queries.offices import Office
from engine.queries.views import Names


@dataclass(frozen=True)
class StaffedCenter:
    """A community centre, and how many hold an office there today or later."""

    number: int
    names: Names
    municipality: Names
    code: str  # of the municipality
    staff: int


@dataclass(frozen=True)
class CenterStaff:
    center: StaffedCenter
    offices: tuple[Office, ...]


def centers(tx: Transaction) -> tuple[StaffedCenter, ...]:
    """Return the centres that belong to a municipality. Raises `NotAllowed`."""
    held = [office.center for office in _offices(tx, with_past=False)]
    return tuple(
        StaffedCenter(row.number, row.names, row.municipality_names, row.code, held.count(row.number))
        for row in appointments.centers(tx)
        if row.code is not None
    )


def staff(tx: Transaction, number: int, *, with_past: bool = False) -> CenterStaff:
    """Return who works for a centre. Raises `NotFound`, `NotAllowed`."""
    found = _offices(tx, with_past=with_past)
    center = next((center for center in centers(tx) if center.number == number), None)
    if center is None:
        raise NotFound
    return CenterStaff(center, tuple(held for held in found if held.center == number))


def office(tx: Transaction, number: int, office_id: int) -> tuple[StaffedCenter, Office]:
    """Return an office of a centre. Raises `NotFound`, `NotAllowed`."""
    page = staff(tx, number, with_past=True)
    found = next((office for office in page.offices if office.office_id == office_id), None)
    if found is None:
        raise NotFound
    return page.center, found


def _offices(tx: Transaction, *, with_past: bool) -> tuple[Office, ...]:
    of_the_country(tx)
    with as_the_engine(tx):
        return offices.listed(tx, since=None if with_past else local_date(tx.now))
