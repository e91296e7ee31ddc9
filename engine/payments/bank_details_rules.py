"""Rules of bank details: who keeps those of a municipality, and which proposal waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.roles import Right
from engine.stores import reference


def kept_by_actor(tx: Transaction, code: str) -> Any:
    """Return the municipality to whoever keeps its bank details. Raises `NotFound`, `NotAllowed`."""
    place = reference.municipality(tx, code)
    if place is None:
        raise NotFound
    if not tx.actor.may(Right.KEEP_BANK_DETAILS, place.id):
        raise NotAllowed
    return place


def is_answered(proposal: Any, answers: Iterable[Any]) -> bool:
    """Tell whether a proposal is among those that were approved or declined."""
    return any(row.content["proposal"] == proposal.id for row in answers)
