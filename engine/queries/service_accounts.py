"""Service accounts: the one that asks by a secret, and those of a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.identity.service_accounts import is_within
from engine.identity.sessions import hash_token
from engine.offices.administration import administered, as_the_engine
from engine.queries.access_tokens import TokenUse
from engine.queries.views import Names
from engine.roles import SERVICE_ACCOUNT
from engine.stores import people
from engine.stores import service_accounts as store
from engine.tenancy import Actor, RoleGrant, system
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class ServiceAccount:
    """A service account, as the administrator sees it. It rests while its official holds no office."""

    account_id: UUID
    name: str
    purpose: str
    responsible: Mapping[str, str]
    is_resting: bool
    scopes: tuple[str, ...]
    services: tuple[str, ...]
    networks: tuple[str, ...]
    secrets: int  # that count
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


def find(tx: Transaction, secret: str, address: str | None) -> TokenUse | None:
    """Return the account that asks; None where account or secret has ended, it rests, or is elsewhere."""
    tx.switch_principal(system())
    row = store.by_secret(tx, hash_token(secret))
    if row is None or not is_within(address, row.networks):
        return None
    if not store.answers_for(tx, row.responsible_id, row.municipality_id):
        return None
    store.used(tx, row.secret_id, row.used_at)
    grant = RoleGrant(SERVICE_ACCOUNT, row.municipality_id, row.municipality)
    actor = Actor(
        row.person_id,
        name=dict.fromkeys(LANGUAGES, row.name),
        roles=(grant,),
        assurance="program",
        services=frozenset(row.services),
    )
    return TokenUse(row.id, actor, frozenset(row.scopes), is_official=True)


def of_municipality(tx: Transaction, code: str) -> tuple[Names, tuple[ServiceAccount, ...]]:
    """Return the service accounts of a municipality to its administrator. Raises `NotFound`, `NotAllowed`."""
    place = administered(tx, code)
    with as_the_engine(tx):
        rows = store.of_place(tx, place.id)
        names = people.names(tx, {row.responsible_id for row in rows})
        found = tuple(
            ServiceAccount(
                account_id=row.id,
                name=row.name,
                purpose=row.purpose,
                responsible=names[row.responsible_id],
                is_resting=not store.answers_for(tx, row.responsible_id, place.id),
                scopes=tuple(row.scopes),
                services=tuple(row.services),
                networks=tuple(row.networks),
                secrets=row.secrets,
                made_at=row.made_at,
                expires_at=row.expires_at,
                used_at=row.used_at,
            )
            for row in rows
        )
    return place.names, found


def readable(tx: Transaction) -> tuple[tuple[str, Names], ...]:
    """Return the services whose cases a service account may be let read, by code."""
    found = versions.all_in_force(tx, municipality_id=None, on=local_date(tx.now))
    return tuple((row.code, row.settings["names"]) for row in found)
