"""Reach of mail to staff: whether what the office mails reaches whoever asks."""

from __future__ import annotations

from engine.db.pool import Transaction
from engine.stores import notices


def reaches_me(tx: Transaction) -> bool:
    """Tell whether the person who reads has an address of the office's or a confirmed one of their own."""
    return tx.actor.person_id is None or notices.reaches(tx, tx.actor.person_id)
