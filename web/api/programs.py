"""Tokens by which programs act in the offices of a municipality, for its administrator."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands import EndToken
from engine.errors import NotFound
from engine.queries import access_tokens
from engine.queries.access_tokens import Token
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.sending import send
from web.api.shapes import shape
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class Tokens:
    """The tokens that count; their secrets are known to nobody here."""

    items: tuple[Token, ...]


@operation("GET", f"{PATH}/tokens", Who.OFFICE, gives=shape(Tokens), **SEES)
def list_tokens(code: str) -> Tokens:
    return Tokens(_tokens(code))


@operation("POST", f"{PATH}/tokens/<uuid:token_id>/end", Who.OFFICE, **SETS)
def end_token(code: str, token_id: UUID) -> None:
    sent_key()
    if token_id not in {one.token_id for one in _tokens(code)}:
        raise NotFound
    send(EndToken(token_id))


def _tokens(code: str) -> tuple[Token, ...]:
    with engine().read(current_actor()) as tx:
        return access_tokens.of_municipality(tx, code)[1]
