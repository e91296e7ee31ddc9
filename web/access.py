"""Access to pages: who may open which.

Every view declares one rule; a view without a rule stops the start. Whether a *thing* (a case,
a task) may be seen is the engine's decision, never this module's.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.commands.sessions import KeepForm
from engine.errors import NotAllowed
from engine.identity.sessions import FormTooLarge
from engine.roles import Right, who_may
from web import cookies
from web.auth import COOKIE, NOBODY, current_actor, is_signed_in
from web.engine_access import engine
from web.navigation import requested_address

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "access_rule"


class Audience(Enum):
    """Kinds of visitors that a page is made for."""

    PUBLIC = "public"
    CITIZEN = "citizen"
    STAFF = "staff"


@dataclass(frozen=True)
class Rule:
    """An audience and, for staff, the roles of which at least one is needed (none named: any)."""

    audience: Audience
    roles: frozenset[str] = frozenset()

    def admits(self, roles: frozenset[str], *, signed_in: bool, staff: bool) -> bool:
        if self.audience is not Audience.STAFF:
            return signed_in or self.audience is Audience.PUBLIC
        return bool(self.roles & roles) if self.roles else staff


class UndeclaredAccess(RuntimeError):
    """A view has no access rule."""


def _declare(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, rule)
        return view

    return mark


public = _declare(Rule(Audience.PUBLIC))
citizen = _declare(Rule(Audience.CITIZEN))
staff = _declare(Rule(Audience.STAFF))


def right(needed: Right) -> Callable[[View], View]:
    """Declare that a page needs a role with this right."""
    return _declare(Rule(Audience.STAFF, frozenset(who_may(needed))))


def rule_of(app: Flask, endpoint: str) -> Rule:
    """Return the rule of a view, or refuse one that has none."""
    found: Rule | None = getattr(app.view_functions[endpoint], ATTRIBUTE, None)
    if found is None:
        raise UndeclaredAccess(endpoint)
    return found


def _enforce(app: Flask) -> Response | None:
    if request.endpoint is None:
        return None  # no such address; the error page says so
    rule = rule_of(app, request.endpoint)
    if rule.audience is Audience.PUBLIC:
        return None  # nobody is looked up for a style sheet
    actor = current_actor()
    roles = frozenset(grant.role for grant in actor.roles)
    if rule.admits(roles, signed_in=is_signed_in(), staff=actor.is_staff):
        return None
    if is_signed_in():
        raise NotAllowed()
    return redirect(url_for("sign_in.choose", next=_kept_form() or requested_address()), 303)


def _kept_form() -> str | None:
    """Keep a form that was sent after the session had run out; return where its person finds it again.

    What a script sends by itself is not kept: the person will send the form.
    """
    token = cookies.read(COOKIE)
    if (
        request.method != "POST"
        or not token
        or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    ):
        return None
    fields = tuple(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token")
    with suppress(FormTooLarge):
        form_id = engine().send(KeepForm(token, requested_address(), fields), actor=NOBODY)
        return form_id and url_for("account.kept", form_id=form_id)
    return None


def init(app: Flask) -> None:
    """Enforce the rules; call after all blueprints are registered."""
    public(app.view_functions["static"])
    for endpoint in app.view_functions:
        rule_of(app, endpoint)
    app.before_request(lambda: _enforce(app))
