"""Callers of the API: who asks by which token, and what the token lets them ask.

Cookies are never read. What a *thing* lets its reader do is the engine's decision, as for pages: here is only
what the token is for, and, where a page is for the holders of a right, the same right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from flask import Flask, g, request

from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.identity.rate_limits import count_hit
from engine.queries import access_tokens, service_accounts
from engine.queries.access_tokens import TokenUse
from engine.roles import Right, who_may
from web.api.refusals import OfficeNeeded, OwnMattersOnly, ScopeMissing, TokenDead, TokenNeeded
from web.auth import NOBODY
from web.engine_access import engine

BEARER: Final = re.compile(r"Bearer +([A-Za-z0-9_-]{20,100})", re.IGNORECASE)


class Who(Enum):
    """Kinds of tokens that an address is for."""

    ANYBODY = "anybody"  # also without a token
    PERSON = "person"  # in one's own matters
    OFFICE = "office"
    STAFF = "staff"  # in an office that works on cases, as the pages of the inbox are for
    EITHER = "either"


@dataclass(frozen=True)
class Rule:
    """Whose token, with which scope and, where only some offices do it, which right."""

    who: Who
    scope: str = ""
    right: Right | None = None

    def refuse(self, used: TokenUse) -> None:
        """Raise why the token is not for this address, if it is not."""
        if self.scope and self.scope not in used.scopes:
            raise ScopeMissing(scope=self.scope)
        if self.who in (Who.OFFICE, Who.STAFF) and not used.is_official:
            raise OfficeNeeded
        if self.who is Who.STAFF and not used.actor.is_staff:
            raise NotAllowed
        if self.who is Who.PERSON and used.is_official:
            raise OwnMattersOnly
        if self.right and not any(grant.role in who_may(self.right) for grant in used.actor.roles):
            raise NotAllowed


def is_official() -> bool:
    """Say whether the token is for an office."""
    used: TokenUse | None = g.get("token")
    return used is not None and used.is_official


def _used(tx: Transaction, secret: str) -> TokenUse | None:
    """Return who asks by a secret: a person's client, or a service account from a network that it may use."""
    return access_tokens.find(tx, secret) or service_accounts.find(tx, secret, request.remote_addr)


def _look(rules: Mapping[str, Rule]) -> None:
    """Find out who asks before anything of the request is read, and count it."""
    g.actor = NOBODY
    rule = rules.get(request.endpoint or "")
    if rule is None:
        return  # no such address; the answer says so
    said = request.headers.get("Authorization", "")
    if not said and rule.who is not Who.ANYBODY:
        raise TokenNeeded
    found = BEARER.fullmatch(said)
    with engine().read(NOBODY) as tx:
        used = _used(tx, found[1]) if found else None
        settings = engine().settings
        who = used.actor if used else NOBODY
        count_hit(tx, "api", who, request.remote_addr, secret=settings.secret, most=settings.rate_limits.api)
    if used is None:
        if said:
            raise TokenDead
        return
    g.actor, g.token = used.actor, used
    rule.refuse(used)


def init(app: Flask, rules: Mapping[str, Rule]) -> None:
    """Look before each request. An address without a rule stops the start."""
    missing = {route.endpoint for route in app.url_map.iter_rules()} - rules.keys()
    if missing:
        raise RuntimeError(f"no rule says who may ask {sorted(missing)}")
    app.before_request(lambda: _look(rules))
