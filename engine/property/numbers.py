"""Inventory numbers: the next one of the municipality's series that no table has brought along."""

from __future__ import annotations

from engine.cases.numbers import format_number
from engine.db.pool import Transaction
from engine.property.rules import kinds
from engine.property.store import assets
from engine.stores import cases


def next_number(tx: Transaction, municipality_id: int, municipality: str) -> str:
    """Take a number; the series stays locked to the commit."""
    while True:
        n = cases.next_number(tx, municipality_id, kinds.SERIES, kinds.NO_YEAR)
        number = format_number(kinds.PATTERN, municipality=municipality, year=kinds.NO_YEAR, n=n)
        if not assets.taken(tx, municipality_id, [number]):
            return number
