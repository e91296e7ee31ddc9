"""Which cases of their municipality somebody of the office may look into.

The database keeps municipalities apart; within one, a case is for those who work on it. Whoever leads or
keeps the papers sees them all, a case officer those of the services that their role opens or has steps in,
everybody else those in which their role and unit have had a step, or money of theirs moves; a program those
of the services that its account names. Who has stepped aside from a case sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.roles import Right, who_may
from engine.stores import cases, sight, signings, stepped_aside
from engine.stores.cases import CaseRow


class Seen(Protocol):
    """What decides who may look into a case."""

    @property
    def id(self) -> UUID: ...
    @property
    def municipality_id(self) -> int: ...
    @property
    def applicant_id(self) -> int: ...
    @property
    def version_id(self) -> int: ...


Row = TypeVar("Row", bound=Seen)


def seen(tx: Transaction, case_id: UUID) -> CaseRow:
    """Return the case for who asks to see it. Raises `NotFound` as if there were none."""
    row = cases.load(tx, case_id)
    if row is None or not may_see(tx, row):
        raise NotFound
    return row


def signing(tx: Transaction, signing_id: UUID) -> Any:
    """Return what is to be signed, for its signers and who may look into its case. Raises `NotFound`."""
    row = signings.find(tx, signing_id)
    if row is None:
        raise NotFound
    concerned = {row.doer_id, *(one.person_id for one in signings.signers(tx, signing_id))}
    if row.case_id is not None and tx.actor.person_id not in concerned:
        seen(tx, row.case_id)
    return row


def may_see(tx: Transaction, row: Seen) -> bool:
    """Say whether the actor may look into a case that the database shows them."""
    return bool(among(tx, [row]))


def among(tx: Transaction, rows: Sequence[Row]) -> list[Row]:
    """Return those of the rows that the actor may look into, in their order, with two statements at most."""
    actor = tx.actor
    aside = _aside(tx, rows)
    rows = [row for row in rows if row.id not in aside]
    asked = {row.id for row in rows if not _by_office(tx, row)}
    if not asked:
        return list(rows)
    grants = [
        {"municipality_id": one.municipality_id, "role": one.role, "unit": one.unit} for one in actor.roles
    ]
    finance = [place for place in actor.municipalities if actor.may(Right.KEEP_BUDGET, place)]
    hidden = asked - sight.concerned(tx, asked, person=actor.person_id, grants=grants, finance=finance)
    return [row for row in rows if row.id not in hidden]


def _aside(tx: Transaction, rows: Sequence[Row]) -> set[UUID]:
    """Return the cases of the actor's municipalities in which they take no part."""
    actor = tx.actor
    mine = {row.id for row in rows if row.municipality_id in actor.municipalities}
    if not mine or actor.person_id is None:
        return set()
    return stepped_aside.aside(tx, actor.person_id, mine)


def _by_office(tx: Transaction, row: Seen) -> bool:
    """Say whether the office alone, or something else than an office, lets the actor look."""
    actor = tx.actor
    if actor.is_system or actor.party_id == row.applicant_id:
        return True
    if row.municipality_id not in actor.municipalities:
        return True  # shown for another reason than an office: the database knows it
    if actor.is_program:
        return published(tx, row.version_id).code in actor.services
    if actor.may(Right.SEE_CASES, row.municipality_id):
        return True
    if not actor.may(Right.SEE_SERVICE, row.municipality_id):
        return False
    version = published(tx, row.version_id)
    of_service = {element.role for element in version.definition.elements.values()}
    of_service |= set(version.settings.get("own_motion", {}).get("opened_by", ()))
    return any(
        grant.role in of_service and grant.role in who_may(Right.SEE_SERVICE)
        for grant in actor.roles
        if grant.municipality_id == row.municipality_id
    )
