"""Access tokens: who acts by one, with today's roles, and which there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.formats import full_name
from engine.identity.sessions import hash_token
from engine.identity.tokens import CALENDAR
from engine.offices.administration import administered, as_the_engine
from engine.queries.sessions import roles_of
from engine.queries.views import Names
from engine.stores import access_tokens as store
from engine.stores import people
from engine.tenancy import Actor, system


@dataclass(frozen=True)
class TokenUse:
    """Use of an access token: who acts by it, and what it is for."""

    token_id: UUID
    actor: Actor
    scopes: frozenset[str]
    is_official: bool  # in an office; else in the person's own matters


@dataclass(frozen=True)
class Token:
    """A token as people see it."""

    token_id: UUID
    name: str
    who: Mapping[str, str]
    scopes: tuple[str, ...]
    role: str | None
    municipality: Names | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


def find(tx: Transaction, secret: str, *, is_feed: bool = False) -> TokenUse | None:
    """Return who acts by a token, or None if it has ended, also with its office. It counts as used.

    The token of a calendar's address is found for the calendar alone, and no other is.
    """
    tx.switch_principal(system())
    row = store.by_secret(tx, hash_token(secret))
    if row is None or (row.scopes == [CALENDAR]) is not is_feed:
        return None
    person = people.person(tx, row.person_id)
    roles = tuple(
        grant
        for grant in roles_of(tx, person.id)
        if grant.role == row.role and grant.municipality_id == row.municipality_id
    )
    if row.role is not None and not roles:
        return None
    store.used(tx, row.id, row.used_at)
    actor = Actor(person.id, person.personal_number, full_name(person), roles)
    return TokenUse(row.id, actor, frozenset(row.scopes), is_official=row.role is not None)


def feeds(tx: Transaction) -> tuple[Token, ...]:
    """Return the addresses of calendars of whoever asks that have not ended, the newest first."""
    return tuple(token for token in mine(tx) if CALENDAR in token.scopes)


def mine(tx: Transaction) -> tuple[Token, ...]:
    """Return the tokens of whoever asks that have not ended, the newest first."""
    if tx.actor.person_id is None:
        return ()
    return tuple(map(_token, store.of_person(tx, tx.actor.person_id)))


def of_municipality(tx: Transaction, code: str) -> tuple[Names, tuple[Token, ...]]:
    """Return the tokens of a municipality's offices to its administrator. Raises `NotFound`, `NotAllowed`."""
    place = administered(tx, code)
    with as_the_engine(tx):
        found = tuple(map(_token, store.of_place(tx, place.id)))
    return place.names, found


def _token(row: Any) -> Token:
    return Token(
        token_id=row.id,
        name=row.name,
        who=full_name(row),
        scopes=tuple(row.scopes),
        role=row.role,
        municipality=row.municipality_names,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
