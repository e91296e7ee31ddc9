"""Trying an endpoint: one person asks for one address, and nothing that happens is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule

from engine.bootstrap import Engine, dependencies
from engine.bus import Bus, Envelope, Interceptor, Next
from engine.command_registry import ROUTES
from engine.interceptors.audit import audited
from engine.interceptors.idempotency import once_per_key
from engine.interceptors.permission import permitted
from engine.interceptors.representation import represented
from web.auth import COOKIE

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
PUBLIC_FILES = frozenset({"GET static"})
CLOSED = frozenset({401, 403, 404})
# What forms send besides what they ask: enough to be judged by whoever sends it, not to be right.
SENT = {
    "_version": "1",
    "seen": "1",
    "outcome": "received",
    "complete": "yes",
    "advice_kept": "yes",
} | dict.fromkeys(
    ("text", "reason", "note", "ground", "act", "legal_basis", "purpose", "comment", "what", "document"),
    "A trial",
)


class _Undone(Exception):
    """What the command did is taken back."""


def without_traces(engine: Engine, passed: list[str] | None = None) -> Engine:
    """Return the engine whose commands do all they do, and are rolled back. `passed` gets those that did."""

    def undone(envelope: Envelope, following: Next) -> Any:
        result = None
        database, now = engine.connections.database, engine.clock.now()
        with suppress(_Undone), database.transaction(envelope.actor, now=now) as tx:
            tx.begin()
            envelope.tx = tx
            result = following(envelope)
            tx.write_last()
            if passed is not None:
                passed.append(type(envelope.command).__name__)
            raise _Undone
        return result

    chain: tuple[Interceptor, ...] = (undone, once_per_key, permitted, represented, audited)
    return replace(engine, bus=Bus(ROUTES, dependencies(engine.settings, engine.connections), chain))


@dataclass(frozen=True)
class Endpoint:
    """A view under one method."""

    method: str
    route: Rule

    @property
    def name(self) -> str:
        return f"{self.method} {self.route.endpoint}"

    def address(self, things: Mapping[str, Any]) -> str:
        known = {name: things.get(name) or uuid4() for name in self.route.arguments}
        _, path = self.route.build(known) or ("", "")
        return str(path)

    def answer(self, app: Flask, things: Mapping[str, Any], token: str | None) -> int:
        """Return the status that the holder of the session is answered; the way to sign in counts as 401.

        Whatever the answer, no browser may keep it: all but the site's own files is no-store.
        """
        headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
        sent = None
        if self.method != "GET":
            keys = {"_key": str(uuid4()), "_window": str(uuid4())}
            sent = {**SENT, **keys, **things.get("sent", {})}
        client = app.test_client(use_cookies=False)
        with client.open(self.address(things), method=self.method, headers=headers, data=sent) as answer:
            kept = answer.headers["Cache-Control"]
            assert (kept == "no-store") is (self.name not in PUBLIC_FILES), f"{self.name}: {kept}"
            to_sign_in = answer.status_code == 303 and answer.location.split("?")[0] == "/sign-in"
            return 401 if to_sign_in else answer.status_code


def endpoints(app: Flask) -> dict[str, Endpoint]:
    """Return every view under every method it answers, by its name."""
    found = [
        Endpoint(method, route)
        for route in app.url_map.iter_rules()
        for method in sorted(METHODS & set(route.methods or ()))
    ]
    return {endpoint.name: endpoint for endpoint in found}
