"""Session of a form between two pages: Flask's session, and whose it is.

It survives a new session of the same person, so that whoever signs in again goes on with the forms they
have open; of anybody else's forms nothing is left.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from flask import current_app, session

_TOKEN, _WHOSE, _BROWSER = "csrf_token", "whose", "browser"
_KEY: Final = b"form session"


def digest(*parts: object) -> str:
    """Return a keyed digest of the parts, which nobody else can make."""
    key = hmac.digest(str(current_app.secret_key).encode(), _KEY, "sha256")
    return hmac.new(key, "\0".join(map(str, parts)).encode(), "sha256").hexdigest()


def belongs_to(person_id: int) -> None:
    """Remember for whom the forms of this browser are shown."""
    whose = digest("whose", person_id)
    if session.get(_WHOSE) != whose:
        session[_WHOSE] = whose


def browser() -> str:
    """Return what tells this browser from others, until its person signs out."""
    if _BROWSER not in session:
        session[_BROWSER] = secrets.token_urlsafe(16)
    name: str = session[_BROWSER]
    return name


def forget(person_id: int | None = None) -> None:
    """Forget everything but what protects the open forms of the person who goes on, or of the last one."""
    goes_on = person_id is None or session.get(_WHOSE) == digest("whose", person_id)
    kept = {name: session[name] for name in (_TOKEN, _WHOSE) if goes_on and name in session}
    session.clear()
    session.update(kept)
