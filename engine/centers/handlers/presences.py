"""Somebody comes to the desk of a community centre, and leaves it.

Refuses to know how a card proves anything, and what is filed meanwhile.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from engine.answers.named_files import ForeignDocument
from engine.clock import local_date
from engine.commands.contacts import KnownPerson
from engine.commands.mandates import BeginPresence, EndPresence
from engine.db.pool import Transaction, without_nul
from engine.errors import NeedsCard, NotAllowed, NotFound, Rejected
from engine.identity.contact_address import read_number
from engine.representation import presence
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import mandates, people, reads, sessions, uploads
from engine.tenancy import system

LONGEST_DEED: Final = 200


class OwnPresence(Rejected):
    """Operators file their own applications as citizens."""

    code = "presence.own"


class UnknownProof(Rejected):
    """A presence is proven by the card or by a paper."""

    code = "presence.proof_unknown"


class DeedMissing(Rejected):
    """Whoever comes for another says by which power of attorney."""

    code = "presence.deed_missing"


def begin_presence(command: BeginPresence, tx: Transaction) -> None:
    """Let the session act for whoever stands at the desk; a presence that was open ends."""
    actor, center = tx.actor, tx.actor.center
    if center is None or actor.person_id is None or not actor.may_somewhere(Right.ASSIST):
        raise NotAllowed
    if actor.assurance != "card":
        raise NeedsCard
    _refuse_proof(tx, command)
    ground: dict[str, Any] = {"center": center, "proof": command.proof}
    if command.proof == "mandate":
        ground["deed"] = _deed(command)
    tx.switch_principal(system())
    person_id, today = _person(tx, command.person), local_date(tx.now)
    reads.record_enquiry(tx, person_id, "civil_registry", by=actor.person_id)
    mandates.end_presences(tx, actor.person_id)
    mandate_id = mandates.begin_presence(
        tx,
        representative_id=actor.person_id,
        represented_id=person_id,
        register=presence.REGISTER,
        proof=command.proof,
        digest=command.evidence,
        ground=ground,
        day=today,
        ends_at=tx.now + presence.lasts(tx, on=today),
        center=center,
    )
    if not sessions.act_for(tx, command.session_id, mandate_id, person_id=actor.person_id):
        raise NotFound
    tx.switch_principal(actor)
    said = {"mandate": str(mandate_id), "center": center}
    said |= {"proof": command.proof, "evidence": command.evidence}
    tx.log(f"sign-ins/{actor.person_id}", "presence.began", person=person_id, **said)
    tx.log(f"sign-ins/{person_id}", "presence.began", operator=actor.person_id, **said)


def _refuse_proof(tx: Transaction, command: BeginPresence) -> None:
    """Raise unless somebody else than the operator is proven to be there."""
    if read_number(command.person.personal_number) == tx.actor.personal_number:
        raise OwnPresence
    if command.proof not in presence.PROOFS:
        raise UnknownProof
    if command.proof in presence.SCANNED and command.evidence not in uploads.own(tx, [command.evidence]):
        raise ForeignDocument


def _deed(command: BeginPresence) -> str:
    deed: str = " ".join(without_nul(command.deed).split())
    if not 0 < len(deed) <= LONGEST_DEED:
        raise DeedMissing(longest=LONGEST_DEED)
    return deed


def _person(tx: Transaction, known: KnownPerson) -> int:
    return people.put_known(
        tx,
        personal_number=read_number(known.personal_number),
        given_name=known.given_name,
        family_name=known.family_name,
        birth_date=date.fromisoformat(known.birth_date),
    )


def end_presence(command: EndPresence, tx: Transaction) -> None:
    """Let the operator act for nobody; whatever was filed stays filed."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    tx.switch_principal(system())
    ended = mandates.end_presences(tx, actor.person_id)
    if not sessions.act_for(tx, command.session_id, None, person_id=actor.person_id):
        raise NotFound
    tx.switch_principal(actor.oneself)
    if ended:
        tx.log(f"sign-ins/{actor.person_id}", "presence.ended")


ROUTES = (
    Route(BeginPresence, begin_presence, sender=Sender.PERSON),
    Route(EndPresence, end_presence, sender=Sender.PERSON, at_desk=True),
)
