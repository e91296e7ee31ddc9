"""Announcements, and what people answered to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction, as_json

LISTED: Final = timedelta(days=60)  # how long what is over is still listed, and asked about
PUBLISH = """
insert into announcements (id, municipality_id, kind, titles, bodies, audience, first_on, last_on,
    published_by, published_at)
values (:id, :municipality_id, :kind, cast(:titles as jsonb), cast(:bodies as jsonb),
    cast(:audience as text[]), :first_on, :last_on, :published_by, :now)
"""
WITHDRAW = "update announcements set withdrawn_on = :today where id = :id and withdrawn_on is null"
TELL = "update announcements set outcome = cast(:outcome as jsonb) where id = :id"
_ROWS = """
select a.*, m.names as municipality_names, m.code as municipality
from announcements a left join municipalities m on m.id = a.municipality_id
"""
FIND = f"{_ROWS} where a.id = :id"
CURRENT = f"""
{_ROWS} where a.withdrawn_on is null and a.first_on <= :today and a.last_on >= :since
  and (cast(:code as text) is null or a.audience is null or :code = any (a.audience))
order by a.last_on >= :today desc, a.first_on desc, a.id limit 200
"""
PUBLISHED = f"""
{_ROWS}
where a.municipality_id = any (cast(:municipalities as int[])) or :is_state and a.municipality_id is null
order by a.published_at desc, a.id limit 200
"""
RESPOND = """
insert into responses (id, announcement_id, person_id, kind, stance, body, center, mandate_id, given_on)
values (:id, :announcement_id, :person_id, :kind, :stance, :body, :center, :mandate_id, :today)
on conflict do nothing
"""
OWN = "select * from responses where announcement_id = :id and person_id = :person_id"
RESPONSES = "select * from announcement_responses(:id, :today)"


def publish(tx: Transaction, *, titles: Mapping[str, str], bodies: Mapping[str, str], **columns: Any) -> None:
    tx.run(PUBLISH, titles=as_json(titles), bodies=as_json(bodies), now=tx.now, **columns)


def withdraw(tx: Transaction, announcement_id: UUID, *, today: date) -> bool:
    return tx.run(WITHDRAW, id=announcement_id, today=today) == 1


def tell_outcome(tx: Transaction, announcement_id: UUID, outcome: Mapping[str, str]) -> None:
    tx.run(TELL, id=announcement_id, outcome=as_json(outcome))


def find(tx: Transaction, announcement_id: UUID) -> Any:
    """Return an announcement with its municipality, or None."""
    return tx.one(FIND, id=announcement_id)


def current(tx: Transaction, *, code: str | None, today: date, since: date) -> list[Any]:
    """Return what is for a municipality, or for any, what runs now before what ended since a day."""
    return tx.all(CURRENT, code=code, today=today, since=since)


def published(tx: Transaction, *, municipalities: list[int], is_state: bool) -> list[Any]:
    """Return what these municipalities, or the state, have announced."""
    return tx.all(PUBLISHED, municipalities=municipalities, is_state=is_state)


def respond(tx: Transaction, **columns: Any) -> bool:
    """Keep what somebody answered; False if they have answered before."""
    return tx.run(RESPOND, **columns) == 1


def own(tx: Transaction, announcement_id: UUID, person_id: int) -> Any:
    """Return what a person has answered, or None."""
    return tx.one(OWN, id=announcement_id, person_id=person_id)


def responses(tx: Transaction, announcement_id: UUID, *, today: date) -> list[Any]:
    """Return what was answered, without who, as far as whoever asks may know."""
    return tx.all(RESPONSES, id=announcement_id, today=today)
