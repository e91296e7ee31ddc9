"""Days off that may be declared: ones that are ahead, and on which people would work.

Refuses to know who declares it, and what it moves.
"""

from __future__ import annotations

from datetime import date

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import DayNotAhead
from engine.stores import reference


class OffAnyway(Rejected):
    """Nobody works on the day without that."""

    code = "day_off.off_anyway"


def refuse_to_declare(tx: Transaction, day: date, *, municipality_id: int | None) -> None:
    """Raise `DayNotAhead` or `OffAnyway`; without a municipality the day would be the country's."""
    if day <= local_date(tx.now):
        raise DayNotAhead("day_off.not_ahead")
    if not reference.calendar(tx, municipality_id).is_working(day):
        raise OffAnyway(day=day)
