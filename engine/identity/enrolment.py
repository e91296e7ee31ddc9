"""Asking the civil registry who a person is, before an address is bound to them or somebody files for them.

The registry is asked outside any transaction. Refuses to know what comes of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.contacts import KnownPerson
from engine.connectors.civil_registry import UnknownPerson
from engine.errors import Rejected, Unavailable
from engine.identity.contact_address import read_number

if TYPE_CHECKING:
    from engine.bootstrap import Engine

GROUND = "საქართველოს კანონი „პერსონალურ მონაცემთა დაცვის შესახებ“, №3144-XIმს-Xმპ, მუხლი 5"
PURPOSE = "ელექტრონულ პორტალზე შესვლის მისამართის დადასტურება"
AT_THE_DESK = "განცხადების წარდგენა საზოგადოებრივი ცენტრის მაგიდასთან"


class PersonNotKnown(Rejected):
    """The civil registry knows no living person with this number."""

    code = "contact.person_unknown"


def known_person(
    engine: Engine, personal_number: str, *, reference: str, purpose: str = PURPOSE
) -> KnownPerson:
    """Return a living person as the civil registry knows them, or refuse."""
    number = read_number(personal_number)
    registry = engine.connections.civil_registry
    if registry is None:
        raise Unavailable("registry.not_configured", system="civil_registry")
    record = registry.person(number, case_number=reference, legal_ground=GROUND, purpose=purpose)
    if isinstance(record, UnknownPerson) or not record.is_alive:
        raise PersonNotKnown
    return KnownPerson(
        record.personal_number, record.given_name, record.family_name, record.birth_date.isoformat()
    )
