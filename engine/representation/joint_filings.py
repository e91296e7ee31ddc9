"""What two directors file together: how long it waits, and who prepared it."""

from __future__ import annotations

from typing import Any, Final

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.formats import full_name
from engine.stores import mandates, people
from engine.tenancy import Actor, ActsFor, system

WAITS: Final = "waits"
LASTS: Final = "mandates.joint_waits"  # the parameter: days
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
    asker = tx.actor
    tx.become(system())
    mandate, person = mandates.find(tx, filing.mandate_id), people.person(tx, filing.prepared_by)
    tx.become(asker)
    company = full_name(mandate)
    acts_for = ActsFor(
        mandate.id, mandate.represented_id, mandate.number, company, mandate.kind, on=local_date(tx.now)
    )
    return Actor(person.id, person.personal_number, full_name(person), acts_for=acts_for)
