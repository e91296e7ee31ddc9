"""The law under which a draft is shown with samples: of a place that the sample names, on its day."""

from __future__ import annotations

from datetime import date

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.lawbook import LawOfDay
from engine.queries import places


def of(tx: Transaction, municipality: str | None, day: date) -> LawOfDay:
    """Return the law of the municipality on the day; of the first one where none is named that is known."""
    try:
        place = places.municipality(tx, municipality or "")
    except NotFound:
        place = places.municipalities(tx)[0]
    return LawOfDay(tx, place.id, day)
