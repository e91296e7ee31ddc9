"""Drafts of applications: one for each person, service and municipality, and whom it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from engine.db.pool import Transaction, as_json

KEY = "person_id = :person_id and municipality_id = :municipality_id and service_code = :service_code"
PARTY = "on_behalf_of = :on_behalf_of"
COLUMNS = "id, answers, version, pages, rivals, saved_at, expires_at"
FIND = f"select {COLUMNS} from drafts where {KEY} and {PARTY}"
LOCK = f"{FIND} for update"
BEGIN = """
insert into drafts (id, person_id, municipality_id, service_code, on_behalf_of, answers, version, saved_at,
    expires_at, needs_card)
values (:id, :person_id, :municipality_id, :service_code, :on_behalf_of, '{}', 0, :now, :now,
    :needs_card)
on conflict (person_id, municipality_id, service_code, on_behalf_of) do nothing
"""
SAVE = """
update drafts set answers = cast(:answers as jsonb), pages = cast(:pages as jsonb),
    rivals = cast(:rivals as jsonb), version = :version, saved_at = :now, expires_at = :expires_at
where id = :id
"""
DROP = f"delete from drafts where {KEY} and {PARTY}"
COUNT = "select count(*) from drafts where person_id = :person_id"
MINE = """
select d.id, d.service_code, d.saved_at, d.expires_at, m.id as municipality_id,
       m.code as municipality, m.names as municipality_names
from drafts d join municipalities m on m.id = d.municipality_id
where d.person_id = :person_id and d.on_behalf_of = :on_behalf_of and d.expires_at > :now
order by d.saved_at desc
"""
EXPIRE = "select expire_drafts(:now, :limit)"


@dataclass(frozen=True)
class Draft:
    """A stored draft. What the answers mean, and whether they are any, is not known before they are filed."""

    id: UUID
    answers: Mapping[str, Any]
    version: int
    pages: Mapping[str, Any]
    rivals: Mapping[str, Any]
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Place:
    """Key of a draft: the municipality and the service that it is for."""

    municipality_id: int
    service_code: str

    def of(self, tx: Transaction) -> dict[str, Any]:
        return {
            "person_id": tx.actor.person_id,
            "municipality_id": self.municipality_id,
            "service_code": self.service_code,
            "on_behalf_of": party_of(tx),
        }


def party_of(tx: Transaction) -> str:
    """Return for whom the person writes, as drafts name it; empty for themselves."""
    return "" if tx.actor.acts_for is None else str(tx.actor.acts_for.party_id)


def find(tx: Transaction, place: Place) -> Draft | None:
    """Return the person's draft; one that has expired is gone, whether it was cleared or not."""
    row = tx.one(FIND, **place.of(tx))
    return None if row is None or row.expires_at <= tx.now else Draft(*row)


def lock(tx: Transaction, place: Place) -> Draft | None:
    """Return the draft and let no other window change it before the commit."""
    row = tx.one(LOCK, **place.of(tx))
    return None if row is None else Draft(*row)


def begin(tx: Transaction, place: Place, *, needs_card: bool) -> Draft:
    """Return the draft, a new one if there was none; of two windows that begin at once one waits."""
    tx.run(BEGIN, **place.of(tx), id=uuid4(), now=tx.now, needs_card=needs_card)
    found = lock(tx, place)
    assert found is not None
    return found


def save(tx: Transaction, draft: Draft) -> None:
    tx.run(
        SAVE,
        id=draft.id,
        answers=as_json(draft.answers),
        pages=as_json(draft.pages),
        rivals=as_json(draft.rivals),
        version=draft.version,
        expires_at=draft.expires_at,
        now=tx.now,
    )


def drop(tx: Transaction, place: Place) -> None:
    tx.run(DROP, **place.of(tx))


def count(tx: Transaction) -> int:
    return int(tx.scalar(COUNT, person_id=tx.actor.person_id))


def mine(tx: Transaction) -> list[Any]:
    """Return the person's drafts for whom they act now, themselves or another."""
    return tx.all(MINE, person_id=tx.actor.person_id, on_behalf_of=party_of(tx), now=tx.now)


def expire(tx: Transaction, limit: int) -> int:
    """Drop what has expired, whoever's it is; return how many."""
    return int(tx.scalar(EXPIRE, now=tx.now, limit=limit))
