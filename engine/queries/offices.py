"""Who holds which office, for those who give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.db.pool import Transaction
from engine.formats import full_name
from engine.stores import offices


@dataclass(frozen=True)
class Office:
    """An office of a person; without an act where a demonstration brought it."""

    personal_number: str
    name: Mapping[str, str]
    municipality: str | None
    role: str
    unit: str | None
    center: int | None
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
            row.personal_number,
            full_name(row),
            row.municipality,
            row.role,
            row.unit,
            row.center,
            row.valid_from,
            row.valid_until,
            row.appointed_by,
            row.ended_by,
        )
        for row in offices.listed(tx, municipality, since=since)
    )
