"""Data of a special category in answers: who of the office reads them, for what, and for how long.

The law asks for a need and a purpose (Law on Personal Data Protection, article 6). A service names the roles
that need them; whoever holds one says for what before each sitting. Applicants read what they wrote.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from engine.catalogue.published import Published, published
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.stores import cases, reads
from engine.stores.cases import CaseRow
from forms import Field

OPENED: Final = "special.opened"
OPEN_FOR: Final = timedelta(minutes=15)
SHORTEST_PURPOSE, LONGEST_PURPOSE = 5, 200


class PurposeMissing(Rejected):
    """Nobody opens such data without saying for what."""

    code = "special.purpose_missing"


def may_open(tx: Transaction, row: CaseRow, version: Published) -> bool:
    """Say whether one of the reader's roles in the municipality needs such data of the service."""
    needed = version.settings.get("special_data", {}).get("roles", ())
    return any(tx.actor.has_role(role, row.municipality_id) for role in needed)


def is_open(tx: Transaction, row: CaseRow, version: Published) -> bool:
    """Say whether the reader may read them now: the applicant always, others once they said for what."""
    if tx.actor.party_id is not None and tx.actor.party_id == row.applicant_id:
        return True
    person = tx.actor.person_id
    if person is None or not may_open(tx, row, version):
        return False
    return reads.has_noted(tx, row.id, OPENED, person_id=person, since=tx.now - OPEN_FOR)


def open_for(tx: Transaction, case_id: UUID, *, purpose: str) -> None:
    """Record for what such data are opened. Raises `NotFound`, `NotAllowed`, `PurposeMissing`."""
    row = cases.load(tx, case_id)
    if row is None:
        raise NotFound
    if not may_open(tx, row, published(tx, row.version_id)):
        raise NotAllowed
    said = " ".join(str(without_nul(purpose)).split())
    if not SHORTEST_PURPOSE <= len(said) <= LONGEST_PURPOSE:
        raise PurposeMissing(least=SHORTEST_PURPOSE, most=LONGEST_PURPOSE)
    reads.record(tx, case_id, OPENED, municipality_id=row.municipality_id, purpose=said)


class Withheld(Rejected):
    """Refusal to give data of a special category that the reader has not opened."""

    code = "special.withheld"


def refuse_closed(tx: Transaction, row: CaseRow) -> None:
    """Raise `Withheld` where the case has such data and the reader has not opened them."""
    version = published(tx, row.version_id)
    answers = row.document.get(version.definition.start.id) or {}
    if any(answers.get(question.key) for question in _questions(version)) and not is_open(tx, row, version):
        raise Withheld


def files(row: CaseRow, version: Published) -> frozenset[str]:
    """Return the digests of the files that answer such a question of the application."""
    answers = row.document.get(version.definition.start.id) or {}
    asked = (question for question in _questions(version) if question.kind == "files")
    return frozenset(file["document"] for question in asked for file in answers.get(question.key) or ())


def _questions(version: Published) -> list[Field]:
    form = version.drawn_form(version.definition.start.form_id)
    return [] if form is None else [field for field in form.walk() if field.special]
