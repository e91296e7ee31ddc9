"""Somebody stands at the desk of a community centre, and its operator acts for them.

A presence is a mandate of minutes that no register gives: it rests on a proof that the person was there. What
is filed by it bears both names; the operator never becomes the person, signs nothing for them, and sees none
of their cases but those that were filed at the same centre.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.own_parameters import OwnParameter
from engine.representation.mandates import PRESENCE
from engine.stores import mandates, papers, reference
from engine.tenancy import ActsFor

REGISTER: Final = "community_center"
# The card in the reader; a request signed by hand, scanned; or a power of attorney, scanned, by which
# somebody comes for the person.
PROOFS: Final = ("card", "paper", "mandate")
SCANNED: Final = ("paper", "mandate")
USUALLY_LASTS: Final = 30


def lasts(tx: Transaction, *, on: Any) -> timedelta:
    """Return how long a presence lasts unless it is ended."""
    row = reference.parameter(tx, OwnParameter.PRESENCE_LASTS, municipality_id=0, on=on)
    minutes = int(row.value) if row is not None and row.kind == "number" else USUALLY_LASTS
    return timedelta(minutes=minutes)


def attach_paper(tx: Transaction, case_id: UUID) -> None:
    """Give what was scanned at the desk to the case that is filed on it."""
    acts_for = tx.actor.acts_for
    if acts_for is None or tx.actor.person_id is None:
        return
    row = mandates.find(tx, acts_for.mandate_id)
    if row is not None and row.kind == PRESENCE and row.reference in SCANNED:
        papers.attach(tx, case_id=case_id, owner_id=tx.actor.person_id, digests=[row.digest])


def is_over(acts_for: ActsFor, now: datetime) -> bool:
    """True once the time at the desk is up, or the operator has ended it."""
    if acts_for.kind != PRESENCE:
        return False
    return acts_for.refused is not None or acts_for.ends_at is None or acts_for.ends_at <= now


def over(mandate: Any, now: datetime) -> bool:
    """The same of a stored mandate."""
    return mandate.kind == PRESENCE and (mandate.ended_at is not None or mandate.ends_at <= now)
