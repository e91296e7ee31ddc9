"""Holders of offices and rights: found by personal number, or entered by their names.

What two areas need who appoint people. Refuses to know what they are appointed to.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.identity.contact_address import read_number
from engine.stores import people
from engine.texts import LANGUAGES


class NamesNeeded(Rejected):
    """Somebody who is not known yet needs a name in each language."""

    code = "person.names_needed"


def appointee(
    tx: Transaction,
    personal_number: str,
    given_name: Mapping[str, str] | None,
    family_name: Mapping[str, str] | None,
) -> int:
    """Return the id of the person; somebody unknown becomes known by their names."""
    number = read_number(personal_number)
    known = people.id_of(tx, number)
    if known is not None:
        return known
    if given_name is None or family_name is None:
        raise NamesNeeded(options=", ".join(f"--{language}" for language in LANGUAGES))
    return people.put(
        tx,
        {"personal_number": number, "given_name": given_name, "family_name": family_name},
        is_demo=False,
    )
