"""Who is known here, and demo people who may sign in without a card."""

from __future__ import annotations

from engine.db.pool import Transaction
from engine.formats import full_name
from engine.queries.session_views import DemoPerson
from engine.queries.sessions import roles_of
from engine.stores import people
from engine.tenancy import system


def demo_people(tx: Transaction) -> tuple[DemoPerson, ...]:
    """Return the marked demo people; the page that shows them exists in demo mode only."""
    tx.switch_principal(system())
    return tuple(
        DemoPerson(row.id, row.personal_number, full_name(row), roles_of(tx, row.id))
        for row in people.demo_people(tx)
    )


def is_known(tx: Transaction, personal_number: str) -> bool:
    """Say whether there is such a person here, for whoever may act for the system."""
    return people.id_of(tx, personal_number) is not None
