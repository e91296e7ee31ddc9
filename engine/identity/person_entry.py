"""Entry of a person who signs in, as the civil registry knows them.

Refuses to know how they proved who they are; the registry is asked before, outside the transaction
(`engine/identity/enrolment.py`).
"""

from __future__ import annotations

from datetime import date

from engine.commands.contacts import KnownPerson
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.stores import people


def entered(tx: Transaction, personal_number: str, known: KnownPerson | None) -> int:
    """Return the id of who signs in, entering somebody new here.

    Raises `NotFound` for a number that nobody has here and of which the registry was not asked.
    """
    if known is None:
        person_id = people.id_of(tx, personal_number)
        if person_id is None:
            raise NotFound
        return int(person_id)
    return people.put_known(
        tx,
        personal_number=known.personal_number,
        given_name=known.given_name,
        family_name=known.family_name,
        birth_date=date.fromisoformat(known.birth_date),
    )
