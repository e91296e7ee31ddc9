"""Protection against forged forms (CSRF): tokens bound to the browser and to the person who is signed in.

A token is Flask-WTF's, signed and compared with what the browser's form session holds, and a keyed digest of
it with the person for whom the page was shown (OWASP, signed double-submit cookie). So neither a planted
cookie nor a page of another account gets a form accepted.
"""

from __future__ import annotations

import hmac
from typing import Final

from flask import g
from flask_wtf.csrf import CSRFProtect, generate_csrf

from web import form_session
from web.auth import actor_if_known, current_actor

_SEPARATOR: Final = "~"  # in no token of Flask-WTF


class BoundCsrf(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection with tokens that are good for one person alone."""

    def _get_csrf_token(self) -> str | None:
        sent: str | None = super()._get_csrf_token()
        plain, _, bound = (sent or "").partition(_SEPARATOR)
        person_id = current_actor().person_id
        # Of somebody whose session is over nothing is done; their form is kept until they sign in again.
        is_theirs = person_id is None or _is_same(bound, _bound(plain, person_id))
        return plain if plain and is_theirs else None


csrf = BoundCsrf()


def token() -> str:
    """Return the token of this page's forms."""
    if "bound_csrf" not in g:
        plain, person_id = generate_csrf(), actor_if_known().person_id
        # Told apart before the first form is sent: two requests at once would make two browsers of one.
        form_session.browser()
        if person_id is not None:
            form_session.belongs_to(person_id)
        g.bound_csrf = f"{plain}{_SEPARATOR}{_bound(plain, person_id)}"
    bound: str = g.bound_csrf
    return bound


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _bound(plain: str, person_id: int | None) -> str:
    return form_session.digest("csrf", plain, person_id or "")
