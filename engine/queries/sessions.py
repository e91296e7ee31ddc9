"""Sessions: who is signed in, with today's roles, and where else."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.formats import full_name
from engine.identity.sessions import FORM_WAITS, ends_at, hash_token
from engine.queries.session_views import KeptForm, OwnSession, Session
from engine.representation.mandates import refusal
from engine.representation.presence import is_over
from engine.stores import mandates, people, sessions
from engine.tenancy import Actor, ActsFor, RoleGrant, system


def find(tx: Transaction, token: str) -> Session | None:
    """Return the session of a token, or None if it ended, expired or idled too long. It counts as used."""
    tx.switch_principal(system())
    digest = hash_token(token)
    row = sessions.by_token(tx, digest)
    if row is None or row.ended_at is not None or ends_at(row) <= tx.now:
        return None
    sessions.seen(tx, digest)
    person = people.person(tx, row.person_id)
    acts_for = acting_by(tx, row.mandate_id) if row.mandate_id is not None else None
    if acts_for is not None and is_over(acts_for, tx.now):
        acts_for = None  # whoever stood at the desk has gone
    # An office is held with the card or what is as sure, in one's own name: else one is a citizen here.
    holds_offices = row.assurance == "card" and row.opens_offices and acts_for is None
    roles = roles_of(tx, person.id) if holds_offices else ()
    actor = Actor(
        person.id,
        person.personal_number,
        full_name(person),
        roles,
        assurance=row.assurance,
        acts_for=acts_for,
    )
    ends = ends_at(row, seen_at=tx.now)
    return Session(actor, row.signed_in_at, row.expires_at, row.method, row.id, ends, row.provider)


def acting_by(tx: Transaction, mandate_id: UUID) -> ActsFor:
    """Return whom somebody acts for by a mandate, and why not any more if it does not hold."""
    row, today = mandates.find(tx, mandate_id), local_date(tx.now)
    name = full_name(row)
    return ActsFor(
        row.id,
        row.represented_id,
        row.number,
        name,
        row.kind,
        on=today,
        refused=refusal(row, on=today),
        is_joint=row.together > 1,
        center=row.center,
        ends_at=row.ends_at,
    )


def time_left(tx: Transaction, token: str) -> timedelta:
    """Return how long the session of a token still lasts; to ask is not to use it."""
    tx.switch_principal(system())
    row = sessions.by_token(tx, hash_token(token))
    if row is None or row.ended_at is not None:
        return timedelta()
    return max(ends_at(row) - tx.now, timedelta())


def mine(tx: Transaction) -> tuple[OwnSession, ...]:
    """Return the open sessions of whoever asks, the one used last first."""
    if tx.actor.person_id is None:
        return ()
    return tuple(
        OwnSession(row.id, row.method, row.device, row.signed_in_at, row.seen_at)
        for row in sessions.of_person(tx, tx.actor.person_id)
        if ends_at(row) > tx.now
    )


def kept_form(tx: Transaction, form_id: UUID) -> KeptForm | None:
    """Return what the person who asks had sent when their session was over."""
    row = sessions.kept_form(tx, form_id, since=tx.now - FORM_WAITS)
    return row and KeptForm(row.path, tuple((name, value) for name, value in row.fields))


def roles_of(tx: Transaction, person_id: int) -> tuple[RoleGrant, ...]:
    """Return the roles a person holds today."""
    return tuple(_grant(row) for row in people.roles(tx, person_id, on=local_date(tx.now)))


def roles_of_many(tx: Transaction, ids: list[int]) -> dict[int, tuple[RoleGrant, ...]]:
    """Return the roles that people hold today, by person."""
    rows = people.roles_of_many(tx, ids, on=local_date(tx.now))
    return {
        person_id: tuple(_grant(row) for row in held)
        for person_id, held in groupby(rows, key=lambda row: int(row.person_id))
    }


def _grant(row: Any) -> RoleGrant:
    return RoleGrant(row.role, row.municipality_id, row.municipality, row.unit, row.center, row.is_acting)
