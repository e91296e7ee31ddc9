"""Opening and ending sessions, and what was sent when one had run out.

A session is the same whatever opened it: roles are read anew at each request, it ends after idling and
after a working day; one that a code opened sooner. Only the hash of its token is stored.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from engine.commands import (
    DropForm,
    EndAllSessions,
    EndOwnSession,
    EndSession,
    KeepForm,
    SignInDemo,
)
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.stores import people, sessions
from engine.tenancy import Assurance, system

LONGEST: dict[str, timedelta] = {
    "card": timedelta(hours=10),
    "code": timedelta(hours=4),
    "guest": timedelta(hours=4),
}
LONGEST_IDLE: dict[str, timedelta] = {
    "card": timedelta(minutes=60),
    "code": timedelta(minutes=30),
    "guest": timedelta(minutes=30),
}
FORM_WAITS = timedelta(hours=12)
LONGEST_DEVICE = 60
LARGEST_FORM = 200_000  # characters


class FormTooLarge(Rejected):
    """What was sent is more than is kept over the end of a session."""

    code = "session.form_too_large"


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
        return opened(tx, person.id, method="demo", assurance="card", device=command.device)

    return handle


def opened(
    tx: Transaction,
    person_id: int,
    *,
    method: str,
    assurance: Assurance,
    device: str,
    contact_id: int | None = None,
    **details: Any,
) -> str:
    """Open a session and return its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    sessions.open_session(
        tx,
        token_hash=hash_token(token),
        person_id=person_id,
        method=method,
        assurance=assurance,
        contact_id=contact_id,
        device=device[:LONGEST_DEVICE],
        expires_at=tx.now + LONGEST[assurance],
    )
    tx.log(f"sign-ins/{person_id}", "session.opened", method=method, **details)
    return token


def ends_at(session: Any) -> datetime:
    """Return when the session ends if nothing happens in it."""
    idle: datetime = session.seen_at + LONGEST_IDLE[session.assurance]
    longest: datetime = session.expires_at
    return min(longest, idle)


def end_session(command: EndSession, tx: Transaction) -> None:
    """End the session; ending it twice is no error."""
    tx.become(system())
    person_id = sessions.end(tx, hash_token(command.token))
    if person_id is not None:
        tx.log(f"sign-ins/{person_id}", "session.ended")


def end_own_session(command: EndOwnSession, tx: Transaction) -> None:
    """End one session of the person who asks; anybody else's does not exist."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    tx.become(system())
    if not sessions.end_one(tx, command.session_id, person_id=actor.person_id):
        raise NotFound
    tx.become(actor)
    tx.log(f"sign-ins/{actor.person_id}", "session.ended")


def end_all_sessions(command: EndAllSessions, tx: Transaction) -> None:
    """End every session of the person who asks, the present one too."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    tx.become(system())
    count = sessions.end_all(tx, actor.person_id)
    tx.become(actor)
    tx.log(f"sign-ins/{actor.person_id}", "session.all_ended", count=count)


def keep_form(command: KeepForm, tx: Transaction) -> UUID | None:
    """Keep a form for the person whose session ran out by itself; None for one that was ended on purpose.

    Whoever signed out on a shared computer leaves nothing behind that the next press of a button could
    bring back.
    """
    if sum(len(name) + len(value) for name, value in command.fields) > LARGEST_FORM:
        raise FormTooLarge
    tx.become(system())
    row = sessions.by_token(tx, hash_token(command.token))
    if row is None or row.ended_at is not None or ends_at(row) > tx.now or ends_at(row) + FORM_WAITS < tx.now:
        return None
    form_id = uuid4()
    fields = without_nul([list(pair) for pair in command.fields])
    sessions.keep_form(tx, form_id, person_id=row.person_id, path=command.path, fields=fields)
    return form_id


def drop_form(command: DropForm, tx: Transaction) -> None:
    sessions.drop_form(tx, command.form_id)


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
