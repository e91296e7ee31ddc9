"""Enquiries about people that forms have made: who asked, and what the civil registry said.

Kept for a short time: what was asked while a form is filled in is not asked again when it is sent.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from engine.db.pool import Transaction

INSERT = """
insert into person_enquiries (id, asked_by, subject, state, given_name, family_name, asked_at)
values (:id, :asked_by, :subject, :state, :given_name, :family_name, :now)
"""
FORGET = "delete from person_enquiries where asked_by = :asked_by and asked_at < :before"
LATEST = """
select state, given_name, family_name, asked_at from person_enquiries
where asked_by = :asked_by and subject = :subject and asked_at >= :since order by asked_at desc limit 1
"""
COUNT = "select count(*) from person_enquiries where asked_by = :asked_by and asked_at >= :since"


def subject_of(asker: int, personal_number: str, birth_date: str) -> bytes:
    """Return what stands for a person in the enquiries of one asker; the number itself is not kept."""
    return hashlib.sha256(f"{asker}/{personal_number}/{birth_date}".encode()).digest()


def insert(tx: Transaction, *, subject: bytes, state: str, given_name: str, family_name: str) -> None:
    """Keep an enquiry of the present person."""
    tx.run(
        INSERT,
        id=uuid4(),
        asked_by=tx.actor.person_id,
        subject=subject,
        state=state,
        given_name=given_name,
        family_name=family_name,
        now=tx.now,
    )


def forget(tx: Transaction, *, before: datetime) -> None:
    """Drop the present person's older enquiries."""
    tx.run(FORGET, asked_by=tx.actor.person_id, before=before)


def latest(tx: Transaction, *, subject: bytes, since: datetime) -> Any:
    """Return the present person's last enquiry about somebody, or None."""
    return tx.one(LATEST, asked_by=tx.actor.person_id, subject=subject, since=since)


def count(tx: Transaction, *, since: datetime) -> int:
    return int(tx.scalar(COUNT, asked_by=tx.actor.person_id, since=since))
