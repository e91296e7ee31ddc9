"""Identities at OpenID providers, attempts to sign in there, and logout tokens that came.

An identity is an issuer and a subject; the personal number stands with the person and nowhere here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.db.pool import Transaction

BEGIN = """
insert into openid_attempts (state_hash, provider, expires_at) values (:state_hash, :provider, :expires_at)
"""
TAKE = """
delete from openid_attempts where state_hash = :state_hash and provider = :provider and expires_at > :now
"""
FORGET_ATTEMPTS = "delete from openid_attempts where expires_at <= :before"
LINK = """
insert into openid_identities (issuer, subject, person_id, linked_at, used_at)
values (:issuer, :subject, :person_id, :now, :now)
on conflict (issuer, subject) do update set used_at = excluded.used_at
returning id, person_id, linked_at = :now as is_new
"""
ADD_SIGN_OUT = """
insert into openid_sign_outs (token_hash, expires_at) values (:token_hash, :expires_at) on conflict do nothing
"""
FORGET_SIGN_OUTS = "delete from openid_sign_outs where expires_at <= :before"
END = """
update sessions s set ended_at = :now
from openid_identities i
where i.id = s.identity_id and s.provider = :provider and i.issuer = :issuer and s.ended_at is null
    and (cast(:subject as text) is null or i.subject = :subject)
    and (cast(:provider_session as text) is null or s.provider_session = :provider_session)
returning s.person_id
"""


def begin(tx: Transaction, state_hash: bytes, *, provider: str, expires_at: datetime) -> None:
    tx.run(BEGIN, state_hash=state_hash, provider=provider, expires_at=expires_at)


def take(tx: Transaction, state_hash: bytes, *, provider: str) -> bool:
    """Return whether the attempt was there and still good; it is not there any more."""
    return tx.run(TAKE, state_hash=state_hash, provider=provider, now=tx.now) == 1


def forget_attempts(tx: Transaction, *, before: datetime) -> None:
    tx.run(FORGET_ATTEMPTS, before=before)


def link(tx: Transaction, *, issuer: str, subject: str, person_id: int) -> Any:
    """Return the identity, used now, and whose it is: a new one is the person's."""
    return tx.one(LINK, issuer=issuer, subject=subject, person_id=person_id, now=tx.now)


def add_sign_out(tx: Transaction, token_hash: bytes, *, expires_at: datetime) -> bool:
    """Return whether the logout token is new."""
    return tx.run(ADD_SIGN_OUT, token_hash=token_hash, expires_at=expires_at) == 1


def forget_sign_outs(tx: Transaction, *, before: datetime) -> None:
    tx.run(FORGET_SIGN_OUTS, before=before)


def end_sessions(
    tx: Transaction, *, provider: str, issuer: str, subject: str | None, provider_session: str | None
) -> list[int]:
    """End the sessions of a subject, of one session of the provider, or of both; return whose they were."""
    rows = tx.all(
        END, provider=provider, issuer=issuer, subject=subject, provider_session=provider_session, now=tx.now
    )
    return [row.person_id for row in rows]
