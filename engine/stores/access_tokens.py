"""Tokens by which programs act for a person. Of the secret only the digest is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into access_tokens (id, token_hash, person_id, name, scopes, role, municipality_id, made_at,
    expires_at)
values (:id, :token_hash, :person_id, :name, :scopes, :role, :municipality_id, :now, :expires_at)
on conflict do nothing
"""
BY_SECRET = """
select * from access_tokens where token_hash = :token_hash and ended_at is null and expires_at > :now
"""
ONE = "select * from access_tokens where id = :id"
USED = """
update access_tokens set used_at = :now where id = :id and (used_at is null or used_at < :before)
"""
END = """
update access_tokens set ended_at = :now, ended_by = :by where id = :id and ended_at is null
"""
LISTED = """
select t.*, m.code as municipality, m.names as municipality_names, p.given_name, p.family_name
from access_tokens t join people p on p.id = t.person_id
left join municipalities m on m.id = t.municipality_id
where t.ended_at is null and t.expires_at > :now and {whose}
order by t.made_at desc, t.id
"""
OF_PERSON = LISTED.format(whose="t.person_id = :person_id")
OF_PLACE = LISTED.format(whose="t.municipality_id = :municipality_id")
COUNT = """
select count(*) from access_tokens where person_id = :person_id and ended_at is null and expires_at > :now
"""
# One write a minute tells enough: a program that asks all the time would else write all the time.
NOTED_EVERY = timedelta(minutes=1)


def add(tx: Transaction, **columns: Any) -> bool:
    """Enter a token; False where one of this id is there already."""
    return tx.run(ADD, **columns, now=tx.now) == 1


def by_secret(tx: Transaction, token_hash: bytes) -> Any:
    """Return the token that has neither been ended nor expired, or None."""
    return tx.one(BY_SECRET, token_hash=token_hash, now=tx.now)


def one(tx: Transaction, token_id: UUID) -> Any:
    return tx.one(ONE, id=token_id)


def used(tx: Transaction, token_id: UUID, seen_at: datetime | None) -> None:
    before = tx.now - NOTED_EVERY
    if seen_at is None or seen_at < before:
        tx.run(USED, id=token_id, now=tx.now, before=before)


def end(tx: Transaction, token_id: UUID, *, by: int) -> bool:
    """End it; False where it had ended."""
    return tx.run(END, id=token_id, by=by, now=tx.now) == 1


def of_person(tx: Transaction, person_id: int) -> list[Any]:
    return tx.all(OF_PERSON, person_id=person_id, now=tx.now)


def of_place(tx: Transaction, municipality_id: int) -> list[Any]:
    return tx.all(OF_PLACE, municipality_id=municipality_id, now=tx.now)


def count(tx: Transaction, person_id: int) -> int:
    return int(tx.scalar(COUNT, person_id=person_id, now=tx.now))
