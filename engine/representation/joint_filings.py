"""Joint filing by directors: how long it waits, who prepared it, and who has agreed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.formats import full_name
from engine.stores import joint_filings, joint_notices, mandates, people
from engine.tenancy import Actor, ActsFor, system

WAITS: Final = "waits"
USUALLY_LASTS: Final = 10


class FilingOver(Rejected):
    """It was filed, withdrawn or declined, or has been prepared anew since it was shown."""

    code = "joint.over"


class OwnFiling(NotAllowed):
    """Whoever prepared it can't be the one who confirms it."""

    code = "joint.own"


class PreparerGone(Rejected):
    """Whoever prepared it does not represent the company any more."""

    code = "joint.preparer_gone"


class FormChanged(Rejected):
    """The form of today refuses what was prepared."""

    code = "joint.form_changed"


def preparer_of(tx: Transaction, filing: Any) -> Actor:
    """Return whoever prepared it, acting by the mandate they had; whether it holds is not looked at."""
    return _acting(tx, filing.prepared_by, filing.mandate_id)


def confirmers_of(tx: Transaction, filing: Any) -> list[Actor]:
    """Return who has agreed to it, acting by the mandates they had then."""
    agreed = joint_filings.confirmations(tx, filing.id)
    return [_acting(tx, confirmation.person_id, confirmation.mandate_id) for confirmation in agreed]


def end_overdue(tx: Transaction, limit: int) -> int:
    """End what was not confirmed in time, telling who prepared or confirmed it; return how many."""
    overdue = joint_filings.end_overdue(tx, limit)
    for filing in overdue:
        agreed = joint_filings.confirmations(tx, filing.id)
        for person_id in (filing.prepared_by, *(confirmation.person_id for confirmation in agreed)):
            joint_notices.add(tx, filing.id, person_id, "expired")
    return len(overdue)


def _acting(tx: Transaction, person_id: int, mandate_id: UUID) -> Actor:
    asker = tx.actor
    tx.switch_principal(system())
    mandate, person = mandates.find(tx, mandate_id), people.person(tx, person_id)
    tx.switch_principal(asker)
    company = full_name(mandate)
    acts_for = ActsFor(
        mandate.id, mandate.represented_id, mandate.number, company, mandate.kind, on=local_date(tx.now)
    )
    return Actor(person.id, person.personal_number, full_name(person), acts_for=acts_for)
