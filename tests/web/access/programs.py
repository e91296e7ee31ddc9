"""Real tokens: for the own matters of people, for the office of officials, and service accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from engine.bootstrap import Engine
from engine.clock import local_date
from engine.commands.service_accounts import MakeServiceAccount
from engine.identity.service_accounts import SCOPES as OF_SERVICE_ACCOUNTS
from engine.identity.tokens import SCOPES
from engine.queries import access_tokens, service_accounts
from engine.queries.access_tokens import TokenUse
from engine.roles import OFFICES
from engine.tenancy import Actor
from tests.web.access.trying import TABLE
from tests.web.programs import made_token

KEEPS = {
    "keda": ("administrator", "specialist"),
    "telavi": ("administrator_elsewhere", "specialist_elsewhere"),
}


def secret_maker(engine: Engine, actors: Mapping[str, Actor]) -> Callable[[str, tuple[str, ...]], str | None]:
    """Return what makes a token of somebody for some scopes; without any it is for all that may be."""

    def make(who: str, scopes: tuple[str, ...]) -> str | None:
        if who in TABLE.service_accounts:
            return _account(engine, actors, TABLE.service_accounts[who], scopes or OF_SERVICE_ACCOUNTS)
        actor = actors[who]
        if actor.person_id is None:
            return None
        office = next((grant for grant in actor.roles if grant.role in OFFICES), None)
        held = (office.role, office.municipality) if office else ()
        return made_token(engine, actor, *held, scopes=scopes or SCOPES)

    return make


def uses(
    engine: Engine, secret: Callable[[str, str], str | None], everybody: Iterable[str]
) -> dict[str, TokenUse | None]:
    """Return who acts by the token that each has for all scopes."""
    found = {}
    for who in everybody:
        token = secret(who, "")
        with engine.read(Actor()) as tx:
            found[who] = token and (access_tokens.find(tx, token) or service_accounts.find(tx, token, None))
    return found


def kept(engine: Engine, actors: Mapping[str, Actor]) -> dict[str, Any]:
    """Return a token of the applicant, one of an office and an account of Keda, by the names of things."""
    token_id, office_token_id, account_id = uuid4(), uuid4(), uuid4()
    made_token(engine, actors["applicant"], token_id=token_id)
    office = next(grant for grant in actors["specialist"].roles if grant.role == "specialist")
    made_token(engine, actors["specialist"], office.role, office.municipality, token_id=office_token_id)
    secret = _account(engine, actors, "keda", OF_SERVICE_ACCOUNTS, account_id)
    with engine.read(Actor()) as tx:
        used = service_accounts.find(tx, secret, None)
    assert used is not None
    ids = {"token_id": token_id, "office_token_id": office_token_id, "account_id": account_id}
    return {**ids, "service_account": used.actor}


def _account(
    engine: Engine,
    actors: Mapping[str, Actor],
    place: str,
    scopes: tuple[str, ...],
    account_id: UUID | None = None,
) -> str:
    keeper, answers = KEEPS[place]
    command = MakeServiceAccount(
        account_id=account_id or uuid4(),
        secret_id=uuid4(),
        municipality=place,
        name="Archive",
        purpose="Keeps copies",
        act="Order No. 7",
        responsible=actors[answers].personal_number or "",
        scopes=scopes,
        last_day=local_date(engine.clock.now()) + timedelta(days=100),
        services=("high_mountain.grant",),
    )
    secret: str = engine.send(command, actor=actors[keeper])
    return secret
