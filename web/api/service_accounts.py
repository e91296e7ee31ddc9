"""Tokens of a municipality's officials and its service accounts, for its administrator.

Secrets are shown to a person, once, on pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marshmallow import fields

from engine.commands.service_accounts import EndServiceAccount, NameResponsible
from engine.commands.tokens import EndToken
from engine.errors import NotFound
from engine.queries import access_tokens, service_accounts
from engine.queries.access_tokens import Token
from engine.queries.service_accounts import ServiceAccount
from web.api.administration import NUMBER, PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class Tokens:
    """The tokens that count; their secrets are known to nobody here."""

    items: tuple[Token, ...]


@dataclass(frozen=True)
class ServiceAccounts:
    """The service accounts of a municipality."""

    items: tuple[ServiceAccount, ...]


class ResponsiblePerson(Strict):
    """Official responsible for the service account from now on, by an act."""

    personal_number = fields.String(required=True, validate=NUMBER)
    act = text(500)


SERVICE_ACCOUNT = f"{PATH}/service-accounts/<uuid:account_id>"


@operation(
    "GET",
    f"{PATH}/tokens",
    Who.OFFICE,
    does=("თანამდებობების გასაღებები", "List the tokens of offices"),
    pages=("admin.tokens",),
    gives=shape(Tokens),
    **SEES,
)
def list_tokens(code: str) -> Tokens:
    return Tokens(_tokens(code))


@operation(
    "POST",
    f"{PATH}/tokens/<uuid:token_id>/end",
    Who.OFFICE,
    does=("თანამდებობის გასაღების გაუქმება", "End a token of an office"),
    pages=("admin.end_token",),
    **SETS,
)
def end_token(code: str, token_id: UUID) -> None:
    sent_key()
    if token_id not in {token.token_id for token in _tokens(code)}:
        raise NotFound
    send(EndToken(token_id))


@operation(
    "GET",
    f"{PATH}/service-accounts",
    Who.OFFICE,
    does=("მუნიციპალიტეტის პროგრამების სია", "List the service accounts"),
    pages=("admin.service_accounts",),
    gives=shape(ServiceAccounts),
    **SEES,
)
def list_service_accounts(code: str) -> ServiceAccounts:
    return ServiceAccounts(_accounts(code))


@operation(
    "POST",
    f"{SERVICE_ACCOUNT}/responsible",
    Who.OFFICE,
    does=("პროგრამაზე პასუხისმგებლის დასახელება", "Name the official responsible for a service account"),
    pages=("admin.name_responsible",),
    takes=ResponsiblePerson,
    **SETS,
)
def name_responsible(body: dict[str, str], code: str, account_id: UUID) -> None:
    sent_key()
    _refuse_others(code, account_id)
    send(NameResponsible(account_id, body["personal_number"], body["act"]))


@operation(
    "POST",
    f"{SERVICE_ACCOUNT}/end",
    Who.OFFICE,
    does=("პროგრამის ანგარიშის გაუქმება", "End a service account"),
    pages=("admin.end_service_account",),
    **SETS,
)
def end_service_account(code: str, account_id: UUID) -> None:
    sent_key()
    _refuse_others(code, account_id)
    send(EndServiceAccount(account_id))


def _refuse_others(code: str, account_id: UUID) -> None:
    if account_id not in {program.account_id for program in _accounts(code)}:
        raise NotFound


def _accounts(code: str) -> tuple[ServiceAccount, ...]:
    with engine().read(current_actor()) as tx:
        return service_accounts.of_municipality(tx, code)[1]


def _tokens(code: str) -> tuple[Token, ...]:
    with engine().read(current_actor()) as tx:
        return access_tokens.of_municipality(tx, code)[1]
