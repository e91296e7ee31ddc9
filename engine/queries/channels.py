"""The channel that a person chose for the copies of letters, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.notifications.copies import copy_of
from engine.stores import cases, channels, contacts, people
from engine.tenancy import system


@dataclass(frozen=True)
class Chosen:
    """A choice: of this case alone, or of all; without a contact copies stay in the portal."""

    contact_id: int | None
    language: str
    is_of_case: bool


@dataclass(frozen=True)
class Unreachable:
    """An address at which nothing arrives."""

    address: str = field(repr=False)
    since: datetime


@dataclass(frozen=True)
class CopyPlace:
    """Address for copies of a case's letters. Somebody else's address is not told."""

    by: str  # email, sms, portal, unreachable
    address: str = field(repr=False)


def of_case(tx: Transaction, case_id: UUID) -> CopyPlace:
    """Return where copies of the letters of a case go that whoever asks may see."""
    asker, case = tx.actor, cases.load(tx, case_id)
    if case is None:
        raise NotFound
    tx.switch_principal(system(case.municipality_id))
    copy = copy_of(tx, people.person(tx, case.applicant_id), case_id, language=case.language)
    is_own = asker.acts_for is None or copy.address in _addresses_of(tx, asker.person_id or 0)
    tx.switch_principal(asker)
    return CopyPlace(copy.by, copy.address if is_own else "")


def _addresses_of(tx: Transaction, person_id: int) -> set[str]:
    person = people.person(tx, person_id)
    return {person.email, person.phone, *(contact.address for contact in contacts.of_person(tx, person_id))}


def chosen(tx: Transaction, case_id: UUID | None = None) -> Chosen | None:
    """Return what whoever asks has chosen for the case, else for all; None if nothing was ever chosen."""
    if tx.actor.person_id is None:
        return None
    row = channels.choice(tx, tx.actor.person_id, case_id)
    if row is None:
        return None
    # An address that was given up took the copies along.
    contact_id = None if row.ended_at is not None else row.contact_id
    return Chosen(contact_id, row.language, row.case_id is not None)


def unreachable(tx: Transaction) -> tuple[Unreachable, ...]:
    if tx.actor.person_id is None:
        return ()
    return tuple(Unreachable(row.address, row.since) for row in channels.unreachable(tx, tx.actor.person_id))
