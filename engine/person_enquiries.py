"""Asking the civil registry about somebody whom a form names, before anything is sent.

Number and day of birth are asked together, and nothing is said of which of them was wrong. What was said is
kept for a while, so that the form need not ask again and the command that sends it asks nobody. A person may
ask about few others in an hour: the registry is no directory.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from engine.catalogue.published import Published
from engine.commands import KeepEnquiry
from engine.connectors.civil_registry import PersonRecord
from engine.db.pool import Transaction
from engine.errors import Rejected, Unavailable
from engine.stores import enquiries
from engine.tenancy import Actor
from forms.lookups import FOUND, NOT_FOUND, UNAVAILABLE, PersonFound

if TYPE_CHECKING:
    from engine.bootstrap import Engine

KNOWN_FOR: Final = timedelta(days=1)
NOT_FOUND_FOR: Final = timedelta(minutes=10)
AWAY_FOR: Final = timedelta(minutes=1)  # a registry that is away keeps every page waiting
MOST_AN_HOUR: Final = 20
NO_CASE: Final = "not-filed"  # the registry demands a number; there is none before an application is filed
_LASTS: Final = {FOUND: KNOWN_FOR, NOT_FOUND: NOT_FOUND_FOR, UNAVAILABLE: AWAY_FOR}


def kept(tx: Transaction, personal_number: str, birth_date: str) -> PersonFound | None:
    """Return what the registry said to the present person lately."""
    if tx.actor.person_id is None:
        return None
    subject = enquiries.subject_of(tx.actor.person_id, personal_number, birth_date)
    row = enquiries.latest(tx, subject=subject, since=tx.now - KNOWN_FOR)
    if row is None or row.asked_at < tx.now - _LASTS[row.state]:
        return None
    return PersonFound(row.state, row.given_name, row.family_name)


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
    found = _ask(engine, personal_number, birth_date, law=version.law, purpose=version.names["ka"])
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
