"""Sessions: how long one lasts, by what opened it, and how one is opened.

A session is the same whatever opened it: roles are read anew at each request, it ends after idling and
after a working day; one that a code opened sooner. Only the hash of its token is stored. Refuses to know
how a person proved who they are.

To change how long a session lasts: `LONGEST` (in all) and `LONGEST_IDLE` in `engine/identity/sessions.py`, by
how somebody signed in (card, code, guest): clerks and citizens with a card share one length, and roles are no
matter of a session; a form sent too late waits there too; a guest's draft is kept `KEPT_FOR_GUESTS` days
(`engine/handlers/drafts.py`). `tests/web/test_access.py`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import sessions
from engine.tenancy import Assurance

LONGEST: dict[Assurance, timedelta] = {
    "card": timedelta(hours=10),
    "code": timedelta(hours=4),
    "guest": timedelta(hours=4),
}
LONGEST_IDLE: dict[Assurance, timedelta] = {
    "card": timedelta(minutes=60),
    "code": timedelta(minutes=30),
    "guest": timedelta(minutes=30),
}
FORM_WAITS = timedelta(hours=12)  # for its person to sign in again
LONGEST_DEVICE = 60
LARGEST_FORM = 200_000  # characters


class FormTooLarge(Rejected):
    """Refusal of a form that is more than is kept over the end of a session."""

    code = "session.form_too_large"


def opened(
    tx: Transaction,
    person_id: int,
    *,
    method: str,
    assurance: Assurance,
    device: str,
    contact_id: int | None = None,
    by_provider: Mapping[str, Any] | None = None,
    **details: Any,
) -> str:
    """Open a session and return its token, which is stored nowhere; `by_provider`: columns of OpenID."""
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
        **(by_provider or {}),
    )
    tx.log(f"sign-ins/{person_id}", "session.opened", method=method, **details)
    return token


def ends_at(session: Any, *, seen_at: datetime | None = None) -> datetime:
    """Return when the session ends if nothing happens in it, or nothing more after it was used."""
    idle: datetime = (seen_at or session.seen_at) + LONGEST_IDLE[session.assurance]
    longest: datetime = session.expires_at
    return min(longest, idle)


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
