"""Substitution: the offices that somebody holds while an official is away, and their end.

To be called as the engine: the database lets nobody else write offices.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.absences import store
from engine.absences.rules import SubstituteHolds, standing_in
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.stores import offices


def begin(tx: Transaction, absence: Any, *, act: str) -> None:
    """Give the substitute the offices that they lack, by the act. Raises `SubstituteHolds`."""
    if absence.substitute_id is None:
        return
    place, both = absence.municipality_id, (absence.person_id, absence.substitute_id)
    held = store.grants(tx, place, both, on=local_date(tx.now))
    wanted = standing_in(
        held[absence.person_id],
        held[absence.substitute_id],
        first_on=absence.first_on,
        until=absence.until,
    )
    for office in wanted:
        period = {"valid_from": office.valid_from, "valid_until": office.valid_until}
        of_office = {"municipality_id": place, "role": office.role, "unit": office.unit, **period}
        if not store.stand_in(tx, person_id=both[1], **of_office, act=act, absence_id=absence.id):
            _refuse_gap(tx, both[1], of_office)


def end(tx: Transaction, absence: Any, *, on: date) -> None:
    """End the absence before the day; what is held for it ends too."""
    store.shorten(tx, absence.id, on=on)
    store.end_standing(tx, absence.id, on=on)


def _refuse_gap(tx: Transaction, person_id: int, office: dict[str, Any]) -> None:
    """Refuse where the office that the substitute holds already ends or begins within the period."""
    other = offices.overlapping(tx, person_id, **office, center=None)
    lasts = other.valid_until is None or other.valid_until >= office["valid_until"]
    if other.valid_from > office["valid_from"] or not lasts:
        raise SubstituteHolds
