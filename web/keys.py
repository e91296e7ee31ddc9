"""Idempotency keys, and case versions for optimistic locking, that travel in hidden fields.

The key is made when the page is made: the same page sent twice is one command. What a browser
sends back is checked for shape only; the engine decides what it means.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import request
from werkzeug.exceptions import BadRequest

from web import form_session


def new_key() -> str:
    """Return a fresh key for a form."""
    return str(uuid4())


def sent_key() -> UUID:
    """Return the key of the form that was sent."""
    return _uuid("_key")


def sent_window() -> str:
    """Return the name of the window that a page is filled in with."""
    return str(_uuid("_window"))


def in_this_browser(window: str) -> str:
    """Return the name by which the engine knows a window: which browser's it is, too."""
    return f"{form_session.digest('windows', form_session.browser())[:32]}/{window}"


def sent_version(name: str = "_version") -> int:
    """Return the version that the person saw: of the case, or of what another field names."""
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest
    return int(text)


def revisions_in(text: str) -> list[int]:
    """Return the revisions that a page was shown with, `3-4-1`; whatever is no number is left out."""
    return [int(part) for part in text.split("-") if part.isascii() and part.isdigit() and len(part) < 10]


def id_of(text: str) -> UUID:
    """Return the id that a field or an address holds."""
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest from None


def _uuid(name: str) -> UUID:
    return id_of(request.form.get(name, ""))
