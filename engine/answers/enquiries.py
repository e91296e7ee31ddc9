"""A page asks registers and the civil registry what its form wants to know, before anything is sent.

Number and day of birth are asked together, and nothing is said of which of them was wrong. A person may ask
about few others in an hour: the registry is no directory. Commands never ask (`lookups.py` beside this).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from engine.answers.lookups import FormLookups
from engine.answers.person_enquiries import kept
from engine.bootstrap import Engine
from engine.catalogue.published import Published
from engine.commands.enquiries import KeepEnquiry
from engine.connectors.civil_registry import PersonRecord
from engine.errors import Rejected, Unavailable
from engine.stores import enquiries, registers
from engine.tenancy import Actor
from engine.texts import OFFICIAL
from forms.lookups import FOUND, NOT_FOUND, UNAVAILABLE, PersonFound

MOST_AN_HOUR: Final = 20
NO_CASE: Final = "not-filed"  # the registry demands a number; there is none before an application is filed


def asking(lookups: FormLookups, engine: Engine, actor: Actor) -> FormLookups:
    """Return the lookups of a page: outside is asked, in transactions of their own."""

    def person(number: str, born: str) -> PersonFound:
        return ask(engine, actor, number, born, version=lookups.version)

    def has_entry(register: str, key: str) -> bool:
        with engine.read(actor) as tx:
            return registers.has_valid(tx, register=register, key=key, on=lookups.on)

    return lookups.answered_by(person, has_entry)


def ask(
    engine: Engine, actor: Actor, personal_number: str, birth_date: str, *, version: Published
) -> PersonFound:
    """Return what the registry says; it is asked outside any transaction, on the ground of the service."""
    if actor.person_id is None:
        return PersonFound(UNAVAILABLE)
    with engine.read(actor) as tx:
        known = kept(tx, personal_number, birth_date)
        asked = enquiries.count(tx, since=tx.now - timedelta(hours=1))
    if known is not None:
        return known
    if asked >= MOST_AN_HOUR:
        return PersonFound(UNAVAILABLE)
    found = _ask(engine, personal_number, birth_date, law=version.law, purpose=version.names[OFFICIAL])
    said = (found.state, found.given_name, found.family_name)
    engine.send(KeepEnquiry(personal_number, birth_date, *said, version_id=version.id), actor=actor)
    return found


def _ask(engine: Engine, personal_number: str, birth_date: str, *, law: str, purpose: str) -> PersonFound:
    registry = engine.connections.civil_registry
    if registry is None:
        return PersonFound(UNAVAILABLE)
    try:
        record = registry.person(personal_number, case_number=NO_CASE, legal_ground=law, purpose=purpose)
    except (Unavailable, Rejected):
        return PersonFound(UNAVAILABLE)
    if not isinstance(record, PersonRecord) or record.birth_date.isoformat() != birth_date:
        return PersonFound(NOT_FOUND)
    return PersonFound(FOUND, record.given_name, record.family_name)
