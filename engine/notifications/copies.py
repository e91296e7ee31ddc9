"""Destination of the copy of a letter, by what the applicant, or who acts for them, has chosen.

A choice for the case goes before one for all cases, and of two choices for it the later counts. Refuses to
know how anything is sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken
from engine.notifications.address import address_for, asks_for_address
from engine.notifications.channels import Copy, copy_for, guest_copy
from engine.representation.representatives import writer_of
from engine.stores import cases, channels
from engine.stores.cases import CaseRow


def copy_of(tx: Transaction, person: Any, case_id: UUID, *, language: str) -> Copy:
    """Return the way of a copy of a letter to the applicant.

    Guests get theirs where they showed that they read it: the portal does not open for them.
    """
    closed = _closed(tx, person.id)
    if person.claimed_number is not None:
        return guest_copy(person.email, person.phone, language=language, unreachable=closed)
    choice, case = channels.choice(tx, person.id, case_id), cases.load(tx, case_id)
    if case is None:
        raise Broken("letter.no_case")
    other = channels.choice_of_representative(tx, case_id, on=local_date(tx.now))
    if other is not None and not _is_later(choice, other):
        copy = copy_for(other, email=None, language=language, unreachable=_closed(tx, other.person_id))
        return replace(copy, chooser=other.person_id)
    return _as_usual(tx, person, case, choice=choice, language=language)


def copy_beside_cases(tx: Transaction, person: Any, *, language: str) -> Copy:
    """Return the way of what is told to somebody, with a number of their own, outside any case."""
    choice = channels.choice(tx, person.id, None)
    return copy_for(choice, email=person.email, language=language, unreachable=_closed(tx, person.id))


def _as_usual(tx: Transaction, person: Any, case: CaseRow, *, choice: Any, language: str) -> Copy:
    """Of the applicant's choice and what the application says the later counts.

    What is filed for another goes to whoever filed it where the applicant has no address, as long as they
    represent them.
    """
    closed, settings = _closed(tx, person.id), published(tx, case.version_id).settings
    asked = asks_for_address(settings)
    if choice is not None and choice.case_id is None and asked and choice.chosen_at <= case.filed_at:
        choice = None
    writer = writer_of(tx, case)
    if case.representative is not None and writer is None:
        # The address that was given belongs to somebody who does not represent the applicant any more.
        return copy_for(choice, email=person.email, language=language, unreachable=closed)
    known = person.email or _email_of(tx, writer)
    email = address_for(settings, case.document, known=known)
    return copy_for(choice, email=email, language=language, unreachable=closed)


def _email_of(tx: Transaction, writer: Any) -> str | None:
    """Return where whoever filed is written to; nowhere if they want no copies at all."""
    if writer is None:
        return None
    choice = channels.choice(tx, writer.id, None)
    return None if choice is not None and choice.channel == "portal" else writer.email


def _is_later(choice: Any, other: Any) -> bool:
    return choice is not None and choice.case_id is not None and choice.chosen_at > other.chosen_at


def _closed(tx: Transaction, person_id: int) -> frozenset[str]:
    return frozenset(found.address for found in channels.unreachable(tx, person_id))
