"""Service accounts and their secrets, of which only the digests are known."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction, as_json
from engine.roles import RESTRICTED_CASES
from engine.stores import people
from engine.stores.access_tokens import NOTED_EVERY
from engine.texts import LANGUAGES

PARTY = """
insert into people (program_code, given_name, family_name)
values (:code, cast(:name as jsonb), cast(:nothing as jsonb)) returning id
"""
ADD = """
insert into service_accounts (id, person_id, municipality_id, name, purpose, act, responsible_id, scopes,
    services, networks, made_at, made_by, expires_at)
values (:id, :person_id, :municipality_id, :name, :purpose, :act, :responsible_id, :scopes, :services,
    cast(:networks as cidr[]), :now, :made_by, :expires_at)
"""
COLUMNS = """
a.id, a.person_id, a.municipality_id, a.name, a.purpose, a.responsible_id, a.scopes, a.services,
a.networks::text[] as networks, a.made_at, a.expires_at, a.ended_at, m.code as municipality
"""
ONE = f"""
select {COLUMNS} from service_accounts a join municipalities m on m.id = a.municipality_id where a.id = :id
"""
BY_SECRET = f"""
select {COLUMNS}, s.id as secret_id, s.used_at
from service_account_secrets s join service_accounts a on a.id = s.account_id
join municipalities m on m.id = a.municipality_id
where s.token_hash = :token_hash and (s.ends_at is null or s.ends_at > :now)
  and a.ended_at is null and a.expires_at > :now
"""
LISTED = f"""
select {COLUMNS}, s.secrets, s.used_at
from service_accounts a join municipalities m on m.id = a.municipality_id
cross join lateral (
    select count(*) filter (where ends_at is null or ends_at > :now) as secrets, max(used_at) as used_at
    from service_account_secrets where account_id = a.id) s
where a.municipality_id = :municipality_id and a.ended_at is null and a.expires_at > :now
order by a.made_at desc, a.id
"""
NAME = "update service_accounts set responsible_id = :responsible_id where id = :id"
END = "update service_accounts set ended_at = :now, ended_by = :by where id = :id and ended_at is null"
ADD_SECRET = """
insert into service_account_secrets (id, account_id, token_hash, made_at, made_by)
values (:id, :account_id, :token_hash, :now, :made_by) on conflict do nothing
"""
# The newest goes on until its successor is in its place; what was already on its way out ends now.
FOLLOW = """
update service_account_secrets
set ends_at = case when ends_at is null then cast(:until as timestamptz) else :now end
where account_id = :account_id and id <> :id and (ends_at is null or ends_at > :now)
"""
USED = """
update service_account_secrets set used_at = :now where id = :id and (used_at is null or used_at < :before)
"""
LOCK = "select id from service_accounts where id = :id for update"


def add(tx: Transaction, *, name: str, account_id: UUID, **columns: Any) -> None:
    """Add a service account, and the party as which it stands in the audit log."""
    person_id = tx.scalar(
        PARTY,
        code=str(account_id),
        name=as_json(dict.fromkeys(LANGUAGES, name)),
        nothing=as_json(dict.fromkeys(LANGUAGES, "")),
    )
    tx.run(ADD, id=account_id, person_id=person_id, name=name, **columns, now=tx.now)


def one(tx: Transaction, account_id: UUID) -> Any:
    """Return an account, locked until the end of the transaction, or None."""
    tx.run(LOCK, id=account_id)
    return tx.one(ONE, id=account_id)


def by_secret(tx: Transaction, token_hash: bytes) -> Any:
    return tx.one(BY_SECRET, token_hash=token_hash, now=tx.now)


def of_place(tx: Transaction, municipality_id: int) -> list[Any]:
    return tx.all(LISTED, municipality_id=municipality_id, now=tx.now)


def name_responsible(tx: Transaction, account_id: UUID, person_id: int) -> None:
    tx.run(NAME, id=account_id, responsible_id=person_id)


def end(tx: Transaction, account_id: UUID, *, by: int) -> bool:
    """End it; False where it had ended."""
    return tx.run(END, id=account_id, by=by, now=tx.now) == 1


def add_secret(tx: Transaction, account_id: UUID, *, secret_id: UUID, token_hash: bytes, by: int) -> bool:
    """Enter a secret; False where one of this id is there already."""
    columns = {"account_id": account_id, "token_hash": token_hash, "made_by": by}
    return tx.run(ADD_SECRET, id=secret_id, **columns, now=tx.now) == 1


def follow(tx: Transaction, account_id: UUID, *, secret_id: UUID, until: datetime) -> None:
    """Let the secret before this one count until then, and all older ones no longer."""
    tx.run(FOLLOW, account_id=account_id, id=secret_id, until=until, now=tx.now)


def used(tx: Transaction, secret_id: UUID, seen_at: datetime | None) -> None:
    before = tx.now - NOTED_EVERY
    if seen_at is None or seen_at < before:
        tx.run(USED, id=secret_id, now=tx.now, before=before)


def answers_for(tx: Transaction, person_id: int, municipality_id: int) -> bool:
    """Say whether somebody holds an office of the municipality today."""
    offices = people.roles(tx, person_id, on=local_date(tx.now))
    return any(
        office.municipality_id == municipality_id
        and office.center is None
        and office.role != RESTRICTED_CASES
        for office in offices
    )
