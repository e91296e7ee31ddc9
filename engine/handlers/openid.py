"""Attempts to sign in at an OpenID provider, the sessions that come of them, and their end by the provider.

Refuses to know how a provider proves anything.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from engine.clock import local_date
from engine.commands.openid import BeginOpenId, EndProviderSessions, SignInByOpenId, TakeOpenId
from engine.db.pool import Transaction
from engine.identity.openid.refusals import AttemptOver, IdentityOfAnother, NotOfOffice, OtherPerson
from engine.identity.person_entry import entered
from engine.identity.sessions import opened
from engine.routes import Route, Sender
from engine.stores import openid, people
from engine.tenancy import system

LIFETIME = timedelta(minutes=10)


def begin_openid(command: BeginOpenId, tx: Transaction) -> str:
    """Keep an attempt and return its state; those that are over are forgotten."""
    tx.switch_principal(system())
    state = secrets.token_urlsafe(32)
    openid.forget_attempts(tx, before=tx.now)
    openid.begin(tx, _digest(state), provider=command.provider, expires_at=tx.now + LIFETIME)
    return state


def take_openid(command: TakeOpenId, tx: Transaction) -> None:
    """Use the attempt up, or raise `AttemptOver`: of two that come at once, one."""
    tx.switch_principal(system())
    if not openid.take(tx, _digest(command.state), provider=command.provider):
        raise AttemptOver


def sign_in_by_openid(command: SignInByOpenId, tx: Transaction) -> str:
    """Open the session; somebody new here is entered as the civil registry knows them."""
    person_id = entered(tx, command.personal_number, command.known)
    if command.goes_on_as not in (None, person_id):
        raise OtherPerson
    if command.is_for_staff_alone and not people.roles(tx, person_id, on=local_date(tx.now)):
        raise NotOfOffice
    identity = openid.link(tx, issuer=command.issuer, subject=command.subject, person_id=person_id)
    if identity.person_id != person_id:
        raise IdentityOfAnother
    return opened(
        tx,
        person_id,
        method="openid",
        assurance=command.assurance,
        device=command.device,
        by_provider={
            "provider": command.provider,
            "identity_id": identity.id,
            "provider_session": command.provider_session,
            "opens_offices": command.opens_offices,
        },
        provider=command.provider,
        acr=command.acr,
        is_new_identity=identity.is_new,
    )


def end_provider_sessions(command: EndProviderSessions, tx: Transaction) -> int:
    """End the sessions and return how many; a token that came before ends none."""
    openid.forget_sign_outs(tx, before=tx.now)
    token_hash = _digest(f"{command.issuer}\0{command.token_id}")
    if not openid.add_sign_out(tx, token_hash, expires_at=command.expires_at):
        return 0
    ended = openid.end_sessions(
        tx,
        provider=command.provider,
        issuer=command.issuer,
        subject=command.subject,
        provider_session=command.provider_session,
    )
    for person_id in sorted(set(ended)):
        tx.log(
            f"sign-ins/{person_id}",
            "session.ended_by_provider",
            provider=command.provider,
            count=ended.count(person_id),
        )
    return len(ended)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


ROUTES = (
    Route(BeginOpenId, begin_openid, sender=Sender.ANYBODY),
    Route(TakeOpenId, take_openid, sender=Sender.ANYBODY),
    Route(SignInByOpenId, sign_in_by_openid, sender=Sender.SYSTEM),
    Route(EndProviderSessions, end_provider_sessions, sender=Sender.SYSTEM),
)
