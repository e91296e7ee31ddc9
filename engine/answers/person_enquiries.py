"""Recent answers of the civil registry about people whom a form names; `enquiries.py` asks it.

What was said is kept for a while, so that the form need not ask again and the command that sends it asks
nobody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from engine.db.pool import Transaction
from engine.stores import enquiries
from forms.lookups import FOUND, NOT_FOUND, UNAVAILABLE, PersonFound

KNOWN_FOR: Final = timedelta(days=1)
NOT_FOUND_FOR: Final = timedelta(minutes=10)
AWAY_FOR: Final = timedelta(minutes=1)  # a registry that is away keeps every page waiting
_LASTS: Final = {FOUND: KNOWN_FOR, NOT_FOUND: NOT_FOUND_FOR, UNAVAILABLE: AWAY_FOR}


def kept(tx: Transaction, personal_number: str, birth_date: str) -> PersonFound | None:
    """Return what the registry said to the present person lately."""
    if tx.actor.person_id is None:
        return None
    subject = enquiries.subject_of(tx.actor.person_id, personal_number, birth_date)
    row = enquiries.latest(tx, subject=subject, since=tx.now - KNOWN_FOR)
    if row is None or row.asked_at < tx.now - _LASTS[row.state]:
        return None
    return PersonFound(row.state, row.given_name, row.family_name)
