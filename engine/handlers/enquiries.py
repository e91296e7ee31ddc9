"""Keeping what the civil registry said, and that it was asked."""

from __future__ import annotations

from datetime import timedelta

from engine.commands.enquiries import KeepEnquiry
from engine.db.pool import Transaction
from engine.routes import ForAnother, Route, Sender
from engine.stores import enquiries, people, reads
from engine.tenancy import system

KEPT = timedelta(days=2)


def keep_enquiry(command: KeepEnquiry, tx: Transaction) -> None:
    """Keep the answer; who asked about whom and when stays in the audit log of enquiries."""
    assert tx.actor.person_id is not None  # `permission` lets nobody else through
    subject = enquiries.subject_of(tx.actor.person_id, command.personal_number, command.birth_date)
    enquiries.forget(tx, before=tx.now - KEPT)
    enquiries.insert(
        tx,
        subject=subject,
        state=command.state,
        given_name=command.given_name,
        family_name=command.family_name,
    )
    if command.state == "found":
        _notify_subject(tx, command)
    tx.log(f"enquiries/{tx.actor.person_id}", "person.asked", subject=subject.hex(), state=command.state)


def _notify_subject(tx: Transaction, command: KeepEnquiry) -> None:
    """Note for the person asked about that a form has asked; they are not told who filled it in."""
    actor = tx.actor
    tx.switch_principal(system())
    person_id = people.id_of(tx, command.personal_number)
    tx.switch_principal(actor)
    if person_id is not None and person_id != actor.person_id:
        reads.record_enquiry(tx, person_id, "civil_registry", version=command.version_id)


ROUTES = (
    Route(KeepEnquiry, keep_enquiry, sender=Sender.PERSON, for_another=ForAnother.BESIDE, at_desk=True),
)
