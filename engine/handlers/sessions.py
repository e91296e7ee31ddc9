"""Opening and ending sessions.

A session is the same whatever opened it: roles are read anew at each request, it ends after
idling and after a working day. Only the hash of its token is stored.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.commands import EndSession, SignInDemo
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.stores import people
from engine.tenancy import Assurance, system

LONGEST = timedelta(hours=10)
LONGEST_IDLE = timedelta(minutes=60)


def sign_in_demo(*, is_demo: bool) -> Callable[[SignInDemo, Transaction], str]:
    """Return the handler; outside demo mode it refuses everybody."""

    def handle(command: SignInDemo, tx: Transaction) -> str:
        if not is_demo:
            raise NotAllowed
        tx.become(system())
        person = people.person(tx, command.person_id)
        if person is None or not person.is_demo:
            raise NotFound
        # In a demonstration choosing a person stands for their card.
        return opened(tx, person.id, method="demo", assurance="card")

    return handle


def opened(
    tx: Transaction,
    person_id: int,
    *,
    method: str,
    assurance: Assurance,
    contact_id: int | None = None,
    **details: Any,
) -> str:
    """Open a session and return its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    people.open_session(
        tx,
        token_hash=hash_token(token),
        person_id=person_id,
        method=method,
        assurance=assurance,
        contact_id=contact_id,
        expires_at=tx.now + LONGEST,
    )
    tx.log(f"sign-ins/{person_id}", "session.opened", method=method, **details)
    return token


def end_session(command: EndSession, tx: Transaction) -> None:
    """End the session; ending it twice is no error."""
    tx.become(system())
    person_id = people.end_session(tx, hash_token(command.token))
    if person_id is not None:
        tx.log(f"sign-ins/{person_id}", "session.ended")


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
