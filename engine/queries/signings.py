"""Signings as their signers see them; the queue of the mayor; what the code on an act tells a stranger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.cases import sight
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.stores import people, reads, reference, signings

Names = Mapping[str, str]


@dataclass(frozen=True)
class SignerView:
    """Somebody who signs."""

    name: Names | None
    role: str | None
    signed_at: datetime | None
    method: str | None
    is_me: bool


@dataclass(frozen=True)
class SigningView:
    """Document that is to be signed. `row` is what the file is made of."""

    signing_id: UUID
    task_id: UUID | None  # of an application that is not filed yet there is neither
    case_id: UUID | None
    application: tuple[str, str] | None  # municipality and service, by their codes
    case_number: str
    service: Names
    step: Names
    title: str
    language: str
    page: str
    dated_on: date
    is_act: bool
    on_paper: bool
    state: str  # open, over, done, dropped
    signers: tuple[SignerView, ...]
    people: tuple[int, ...]  # who they are
    is_mine: bool  # the step is this person's, so they may change its answers
    is_my_turn: bool
    is_for_applicant: bool
    row: Any

    @property
    def has_signed(self) -> bool:
        """Whether this person's signature is on it."""
        return any(signer.is_me and signer.signed_at is not None for signer in self.signers)


@dataclass(frozen=True)
class VerifiedAct:
    """Public view of an act: what anybody who holds it may know."""

    number: str | None
    titles: Names
    municipality: Names
    dated_on: date
    document: str  # the digest of the file that was issued
    is_act: bool
    signers: tuple[Mapping[str, Any], ...]
    renewed: str | None  # the digest of the file with newer time stamps
    seal: str | None  # of the municipality: awaited, set; None where it has none
    changes: tuple[Any, ...] = ()  # by later acts: change, since, order_number


def view(tx: Transaction, signing_id: UUID) -> SigningView:
    """Return what is to be signed. Raises `NotFound` for whom it is nothing of."""
    row, signers = sight.signing(tx, signing_id), signings.signers(tx, signing_id)
    waiting = [signer for signer in signers if signer.signed_at is None]
    first = waiting[:1] if row.is_ordered else waiting
    if row.case_id is not None:
        reads.record(tx, row.case_id, "signing.read", municipality_id=row.municipality_id)
    return SigningView(
        signing_id=row.id,
        task_id=row.task_id,
        case_id=row.case_id,
        application=_application(tx, row),
        case_number=row.case_number,
        service=row.service,
        step=row.step,
        title=row.title,
        language=row.language,
        page=row.page,
        dated_on=row.dated_on,
        is_act=row.is_act,
        on_paper=row.on_paper,
        state=_state(tx, row, signers),
        signers=_signers(tx, signers),
        people=tuple(signer.person_id for signer in signers),
        is_mine=row.doer_id == tx.actor.person_id,
        is_my_turn=any(signer.person_id == tx.actor.person_id for signer in first),
        is_for_applicant=row.is_for_person,
        row=row,
    )


def _signers(tx: Transaction, signers: Sequence[Any]) -> tuple[SignerView, ...]:
    names, me = people.names(tx, {signer.person_id for signer in signers}), tx.actor.person_id
    return tuple(
        SignerView(
            names.get(signer.person_id), signer.role, signer.signed_at, signer.method, signer.person_id == me
        )
        for signer in signers
    )


def _application(tx: Transaction, row: Any) -> tuple[str, str] | None:
    if row.service_code is None:
        return None
    return reference.municipality_by_id(tx, row.municipality_id).code, row.service_code


def _state(tx: Transaction, row: Any, signers: Any) -> str:
    is_begun = any(signer.signed_at is not None for signer in signers)
    is_late = row.dated_on != local_date(tx.now) and not is_begun
    return "over" if row.state == "open" and is_late else str(row.state)


def verify_act(tx: Transaction, code: str) -> VerifiedAct | None:
    """Return the act that was signed under a code, or None."""
    row = signings.by_code(tx, code)
    if row is None:
        return None
    return VerifiedAct(
        number=row.number,
        titles=row.titles,
        municipality=row.municipality,
        dated_on=row.dated_on,
        document=bytes(row.sealed or row.document).hex(),
        is_act=row.is_act,
        signers=tuple(row.signers or ()),
        renewed=bytes(row.renewed).hex() if row.renewed else None,
        seal=row.seal,
        changes=tuple(signings.changes_by_code(tx, code)),
    )
