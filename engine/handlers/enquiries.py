"""Keeping what the civil registry said, and that it was asked."""

from __future__ import annotations

from datetime import timedelta

from engine.commands import KeepEnquiry
from engine.db.pool import Transaction
from engine.stores import enquiries

KEPT = timedelta(days=2)


def keep_enquiry(command: KeepEnquiry, tx: Transaction) -> None:
    """Keep the answer; who asked about whom and when stays in the chain of enquiries."""
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
    tx.log(f"enquiries/{tx.actor.person_id}", "person.asked", subject=subject.hex(), state=command.state)
