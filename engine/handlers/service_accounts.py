"""Service accounts: each for a purpose, with an official who answers for it.

A service account reads, and puts papers into cases for officials to look at. What it may not send is said
once, in `engine.interceptors.permission`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.store import versions
from engine.clock import local_date, start_of_day
from engine.commands.service_accounts import (
    EndServiceAccount,
    MakeServiceAccount,
    NameResponsible,
    RotateSecret,
)
from engine.db.pool import Transaction
from engine.errors import NeedsCard, NotFound, Rejected
from engine.identity import service_accounts
from engine.identity.sessions import hash_token
from engine.identity.tokens import new_secret
from engine.offices.administration import administered, as_the_engine, ground, text
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people
from engine.stores import service_accounts as store


class AccountRefused(Rejected):
    """A service account can't be made or changed like this."""

    code = "service_account.refused"


def make_service_account(command: MakeServiceAccount, tx: Transaction) -> str:
    """Return the secret, which is stored nowhere. Raises `AccountRefused`, `NeedsCard`."""
    place, actor = administered(tx, command.municipality), tx.actor
    if actor.assurance != "card":
        raise NeedsCard
    name = _words(command.name, service_accounts.LONGEST_NAME, "service_account.name_missing")
    purpose = _words(command.purpose, service_accounts.LONGEST_PURPOSE, "service_account.purpose_missing")
    act, scopes = ground(command.act), sorted({*command.scopes})
    if not scopes or not set(scopes) <= set(service_accounts.SCOPES):
        raise AccountRefused("service_account.scopes_missing")
    today = local_date(tx.now)
    if not today <= command.last_day <= today + timedelta(days=service_accounts.LONGEST_DAYS):
        raise AccountRefused("service_account.day_invalid", longest=service_accounts.LONGEST_DAYS)
    services, networks = _services(tx, command.services), _networks(command.networks)
    with as_the_engine(tx):
        if store.one(tx, command.account_id) is not None:
            raise AccountRefused("service_account.made_already")
        responsible = _responsible(tx, command.responsible, place.id)
        store.add(
            tx,
            account_id=command.account_id,
            municipality_id=place.id,
            name=name,
            purpose=purpose,
            act=act,
            responsible_id=responsible,
            scopes=scopes,
            services=services,
            networks=networks,
            made_by=actor.person_id,
            expires_at=start_of_day(command.last_day + timedelta(days=1)),
        )
    secret = _secret(tx, command.account_id, command.secret_id)
    told = {"name": name, "purpose": purpose, "act": act, "scopes": scopes, "services": services}
    last_day = command.last_day.isoformat()
    _log(tx, "made", command.account_id, place.code, **told, responsible=responsible, last_day=last_day)
    return secret


def rotate_secret(command: RotateSecret, tx: Transaction) -> str:
    """Return another secret; for a number of days the one before counts too. Raises `AccountRefused`."""
    row = _administered(tx, command.account_id)
    if not 0 <= command.overlap_days <= service_accounts.LONGEST_OVERLAP:
        raise AccountRefused("service_account.overlap_invalid", longest=service_accounts.LONGEST_OVERLAP)
    secret = _secret(tx, row.id, command.secret_id)
    until = min(tx.now + timedelta(days=command.overlap_days), row.expires_at)
    with as_the_engine(tx):
        store.follow(tx, row.id, secret_id=command.secret_id, until=until)
    _log(tx, "rotated", row.id, row.municipality, overlap_days=command.overlap_days)
    return secret


def name_responsible(command: NameResponsible, tx: Transaction) -> None:
    """Record the official who answers for the service account from now on. Raises `AccountRefused`."""
    row, act = _administered(tx, command.account_id), ground(command.act)
    with as_the_engine(tx):
        responsible = _responsible(tx, command.personal_number, row.municipality_id)
        store.name_responsible(tx, row.id, responsible)
    _log(tx, "entrusted", row.id, row.municipality, responsible=responsible, act=act)


def end_service_account(command: EndServiceAccount, tx: Transaction) -> None:
    """End it; once more is no error."""
    row = _administered(tx, command.account_id, is_open=False)
    by = tx.actor.person_id or 0
    with as_the_engine(tx):
        was_open = store.end(tx, row.id, by=by)
    if was_open:
        _log(tx, "ended", row.id, row.municipality)


def _administered(tx: Transaction, account_id: UUID, *, is_open: bool = True) -> Any:
    """Return the account, to whoever administers its municipality. Anybody else's does not exist."""
    with as_the_engine(tx):
        row = store.one(tx, account_id)
    if row is None or not tx.actor.may(Right.ADMINISTER, row.municipality_id):
        raise NotFound
    if is_open and tx.actor.assurance != "card":
        raise NeedsCard
    if is_open and (row.ended_at is not None or row.expires_at <= tx.now):
        raise AccountRefused("service_account.over")
    return row


def _secret(tx: Transaction, account_id: UUID, secret_id: UUID) -> str:
    secret, by = new_secret(), tx.actor.person_id or 0
    with as_the_engine(tx):
        is_new = store.add_secret(tx, account_id, secret_id=secret_id, token_hash=hash_token(secret), by=by)
    if not is_new:
        raise AccountRefused("service_account.made_already")
    return secret


def _responsible(tx: Transaction, number: str, municipality_id: int) -> int:
    """Return the official who answers for the service account: somebody who holds an office there today."""
    person_id = people.id_of(tx, number.strip())
    if person_id is None or not store.answers_for(tx, person_id, municipality_id):
        raise AccountRefused("service_account.responsible_without_office")
    return person_id


def _services(tx: Transaction, codes: tuple[str, ...]) -> list[str]:
    known = {row.code for row in versions.all_in_force(tx, municipality_id=None, on=local_date(tx.now))}
    wanted = sorted({*codes})
    if not set(wanted) <= known or len(wanted) > service_accounts.MOST_SERVICES:
        raise AccountRefused("service_account.service_unknown")
    return wanted


def _networks(said: tuple[str, ...]) -> list[str]:
    found = [service_accounts.network(network) for network in said]
    if None in found or len(found) > service_accounts.MOST_NETWORKS:
        raise AccountRefused("service_account.network_invalid", most=service_accounts.MOST_NETWORKS)
    return sorted({network for network in found if network is not None})


def _words(said: str, longest: int, code: str) -> str:
    found = text(said, longest=longest)
    if not found:
        raise AccountRefused(code, longest=longest)
    return found


def _log(tx: Transaction, what: str, account_id: UUID, municipality: str, **told: Any) -> None:
    tx.log(
        CONFIGURATION,
        f"service_account.{what}",
        service_account=str(account_id),
        municipality=municipality,
        **told,
    )


ROUTES = (
    Route(MakeServiceAccount, make_service_account, sender=Sender.PERSON),
    Route(RotateSecret, rotate_secret, sender=Sender.PERSON),
    Route(NameResponsible, name_responsible, sender=Sender.PERSON),
    Route(EndServiceAccount, end_service_account, sender=Sender.PERSON),
)
