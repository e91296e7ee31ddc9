"""People: who is known here, and demo people who may sign in without a card."""

from __future__ import annotations

from engine.db.pool import Transaction
from engine.formats import full_name
from engine.offices.invented import OF_NO_FILE
from engine.queries.session_views import DemoPerson
from engine.queries.sessions import roles_of_many
from engine.stores import people
from engine.tenancy import system


def demo_people(tx: Transaction, place: str | None = None) -> tuple[DemoPerson, ...]:
    """Return the invented people of the file, or all of one municipality, for pages of demo mode."""
    tx.switch_principal(system())
    rows = people.demo_people(tx, place=place, of_no_file=OF_NO_FILE)
    held = roles_of_many(tx, [row.id for row in rows])
    return tuple(
        DemoPerson(row.id, row.personal_number, full_name(row), held.get(row.id, ())) for row in rows
    )


def is_known(tx: Transaction, personal_number: str) -> bool:
    """Say whether there is such a person here, for whoever may act for the system."""
    return people.id_of(tx, personal_number) is not None
