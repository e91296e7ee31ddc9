"""Comments on what is drawn, and what became of each; none is ever changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction

MOST_SHOWN: Final = 500

LOCK = "select pg_advisory_xact_lock(hashtextextended('comments ' || :of, 0))"
DRAFT = "select id, code from service_drafts where id = :id"
WRITE = """
insert into service_comments (
    id, code, draft_id, path, element, name, body, must_settle, written_by, written_at)
values (:id, :code, :draft_id, :path, :element, :name, :body, :must_settle, :person_id, :now)
"""
FIND = "select * from service_comments where id = :id"
SAY = """
insert into service_comment_turns (comment_id, number, kind, body, said_by, said_at)
values (:id, :number, :kind, :body, :person_id, :now)
"""
TURNS = "select kind from service_comment_turns where comment_id = :id order by number"
# What was said until an instant; the newest of very many, what is open first.
OF_SERVICE = """
select c.*, coalesce(s.kind = 'settled', false) as is_settled from service_comments c
left join lateral (
    select t.kind from service_comment_turns t
    where t.comment_id = c.id and t.kind <> 'answered' and t.said_at <= :until order by t.number desc limit 1
) s on true
where c.code = :code and c.written_at <= :until
order by is_settled, c.written_at desc, c.id limit :most
"""
MUST_BE_SETTLED = """
select exists (select from service_comments c where c.code = :code and c.must_settle and coalesce((
    select t.kind from service_comment_turns t where t.comment_id = c.id and t.kind <> 'answered'
    order by t.number desc limit 1), 'opened') = 'opened')
"""
SAID = """
select * from service_comment_turns where comment_id = any (:ids) and said_at <= :until
order by comment_id, number
"""


def lock(tx: Transaction, of: str) -> None:
    """Lock the comments of a draft, or of one comment, until the commit."""
    tx.run(LOCK, of=of)


def draft(tx: Transaction, draft_id: UUID) -> Any:
    """Return a draft, also one that was laid aside: what was asked for from it is still looked at."""
    return tx.one(DRAFT, id=draft_id)


def write(tx: Transaction, comment_id: UUID, **columns: Any) -> None:
    tx.run(WRITE, id=comment_id, person_id=tx.actor.person_id, now=tx.now, **columns)


def find(tx: Transaction, comment_id: UUID) -> Any:
    return tx.one(FIND, id=comment_id)


def kinds_of_turns(tx: Transaction, comment_id: UUID) -> list[str]:
    """Return what was done with it, in order."""
    return [row.kind for row in tx.all(TURNS, id=comment_id)]


def say(tx: Transaction, comment_id: UUID, number: int, kind: str, body: str | None) -> None:
    said = {"number": number, "kind": kind, "body": body}
    tx.run(SAY, id=comment_id, person_id=tx.actor.person_id, now=tx.now, **said)


def of_service(tx: Transaction, code: str, until: datetime) -> list[Any]:
    """Return the comments of a service as they stood then."""
    return tx.all(OF_SERVICE, code=code, until=until, most=MOST_SHOWN)


def said(tx: Transaction, comment_ids: list[UUID], until: datetime) -> list[Any]:
    """Return what was said to comments until then."""
    return tx.all(SAID, ids=comment_ids, until=until)


def must_be_settled(tx: Transaction, code: str) -> bool:
    """Say whether a comment of the service is open that has to be settled before it is published."""
    return bool(tx.scalar(MUST_BE_SETTLED, code=code))
