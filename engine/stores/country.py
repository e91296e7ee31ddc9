"""Municipalities, units and settlements of the whole country, kept by the process while none of it changes.

For forms that ask for an address: what can be chosen is looked up for each of them, often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from engine.db.pool import Transaction
from engine.stores.known import known

MUNICIPALITIES = "select code, names from municipalities order by names->>'ka', code"
UNITS = """
select u.code, u.names, m.code as municipality from units u join municipalities m on m.id = u.municipality_id
order by u.names->>'ka', u.code
"""
SETTLEMENTS = """
select s.code, s.names, s.unit_code, s.valid_from, s.valid_until, m.code as municipality
from settlements s join municipalities m on m.id = s.municipality_id order by s.names->>'ka', s.code
"""


@dataclass(frozen=True)
class Country:
    """Rows with `code` and `names`; units and settlements by the code of their municipality."""

    municipalities: Sequence[Any]
    units: Mapping[str, Sequence[Any]]
    _settlements: Mapping[str, Sequence[Any]]

    def settlements(self, municipality: str, unit: str, *, on: date) -> list[Any]:
        """Return the settlements of the municipality, or of its unit, that are valid on the day."""
        return [
            row
            for row in self._settlements.get(municipality, ())
            if (not unit or row.unit_code == unit)
            and row.valid_from <= on
            and (row.valid_until is None or row.valid_until > on)
        ]


_kept: dict[str, tuple[Any, Country]] = {}
_lock = Lock()


def country(tx: Transaction, municipality_id: int) -> Country:
    """Return the places as they are now; the municipality's own data say whether anything has changed."""
    state = known(tx, municipality_id).state
    with _lock:
        version, found = _kept.get(tx.database, (None, None))
    if found is not None and version == state and tx.reference is not None:
        return found
    found = Country(
        tx.all(MUNICIPALITIES), _by_municipality(tx.all(UNITS)), _by_municipality(tx.all(SETTLEMENTS))
    )
    if tx.reference is not None:
        with _lock:
            _kept[tx.database] = (state, found)
    return found


def _by_municipality(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.municipality, []).append(row)
    return found
