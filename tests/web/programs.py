"""Programs that use the API with a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from engine.bootstrap import Engine
from engine.clock import local_date
from engine.commands.tokens import MakeToken
from engine.identity.tokens import SCOPES
from engine.queries import access_tokens
from engine.queries.people import demo_people
from engine.queries.sessions import roles_of
from engine.stores import people
from engine.tenancy import Actor, system

API = "/api/v1"


def person(engine: Engine, personal_number: str) -> Actor:
    """Return somebody as they would be after signing in with their card."""
    with engine.read(system()) as tx:
        found = people.person(tx, people.id_of(tx, personal_number) or 0)
        roles = roles_of(tx, found.id)
    return Actor(found.id, personal_number, None, roles)


def official(engine: Engine, role: str, municipality: str | None = "keda") -> Actor:
    """Return the first demo person with a role."""
    with engine.read(system()) as tx:
        everybody = [person.personal_number for person in demo_people(tx)]
    for number in everybody:
        found = person(engine, number)
        if any(grant.role == role and grant.municipality == municipality for grant in found.roles):
            return found
    raise AssertionError(f"nobody is {role} in {municipality}")


@dataclass(frozen=True)
class Program:
    """A program and its token."""

    app: Flask
    token: str

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Accept-Language": "en",
            **more.pop("headers", {}),
        }
        client = self.app.test_client(use_cookies=False)
        return client.open(API + path, method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def post(
        self, path: str, body: Any = None, *, key: UUID | None = None, version: str | None = None, **more: Any
    ) -> TestResponse:
        headers = {"Idempotency-Key": str(key or uuid4())}
        headers |= {} if version is None else {"If-Match": version}
        given = {} if body is None else {"json": body}
        return self.ask("POST", path, headers=headers, **given, **more)


def made_token(
    engine: Engine,
    actor: Actor,
    role: str | None = None,
    municipality: str | None = None,
    *,
    scopes: tuple[str, ...] = SCOPES,
    days: int = 30,
    token_id: UUID | None = None,
) -> str:
    """Return the secret of a new token."""
    last_day = local_date(engine.clock.now()) + timedelta(days=days)
    command = MakeToken(token_id or uuid4(), "test", scopes, last_day, role, municipality)
    secret: str = engine.send(command, actor=actor)
    return secret


def of_citizen(app: Flask, engine: Engine, personal_number: str, **more: Any) -> Program:
    return Program(app, made_token(engine, person(engine, personal_number), **more))


def of_office(
    app: Flask, engine: Engine, role: str, municipality: str | None = "keda", **more: Any
) -> Program:
    actor = official(engine, role, municipality)
    return Program(app, made_token(engine, actor, role, municipality, **more))


def token_rows(engine: Engine, actor: Actor) -> tuple[access_tokens.Token, ...]:
    with engine.read(actor) as tx:
        return access_tokens.mine(tx)
