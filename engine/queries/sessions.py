"""Who is signed in, with today's roles."""

from __future__ import annotations

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.formats import full_name
from engine.handlers.sessions import LONGEST_IDLE, hash_token
from engine.queries.views import Session
from engine.stores import people
from engine.tenancy import Actor, RoleGrant, system


def find(tx: Transaction, token: str) -> Session | None:
    """Return the session of a token, or None if it ended, expired or idled too long."""
    tx.become(system())
    digest = hash_token(token)
    row = people.session(tx, digest)
    if (
        row is None
        or row.ended_at is not None
        or row.expires_at <= tx.now
        or row.seen_at + LONGEST_IDLE <= tx.now
    ):
        return None
    people.session_seen(tx, digest)
    person = people.person(tx, row.person_id)
    # An office is held with the card: who came by a code is a citizen here, whatever their roles.
    roles = roles_of(tx, person.id) if row.assurance == "card" else ()
    actor = Actor(person.id, person.personal_number, full_name(person), roles, assurance=row.assurance)
    return Session(actor, row.signed_in_at, row.expires_at, row.method)


def roles_of(tx: Transaction, person_id: int) -> tuple[RoleGrant, ...]:
    """Return the roles a person holds today."""
    rows = people.roles(tx, person_id, on=local_date(tx.now))
    return tuple(RoleGrant(row.role, row.municipality_id, row.municipality, row.unit) for row in rows)
