"""Events of the civil registry, how far its feed has been read, and what followed where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from engine.db.pool import Transaction, as_json
from engine.stores import work

TASK = "follow_event"
# Ids follow from the number of the registry, so that an event read twice is one.
EVENTS: Final = UUID("5a0d2c1e-6f0b-4c7e-9b5d-1d2f3c4b5a69")

POSITION = "select coalesce((select position from registry_feed), 0)"
MOVE = """
insert into registry_feed (position, read_at) values (:to, :now)
on conflict (is_one) do update set position = :to, read_at = :now, failing_since = null, code = null
where registry_feed.position = :start
"""
SILENT = """
insert into registry_feed (position, failing_since, code) values (0, :now, :code)
on conflict (is_one) do update set failing_since = coalesce(registry_feed.failing_since, :now), code = :code
"""
ADD = """
insert into registry_events (id, number, kind, person_id, happened_on, content, received_at)
values (:id, :number, :kind, :person_id, :happened_on, cast(:content as jsonb), :now)
on conflict do nothing
"""
CONCERNED = "select municipality_id from concerned_by(:person_id) as municipality_id order by 1"
LOAD = """
select e.*, p.personal_number from registry_events e join people p on p.id = e.person_id where e.id = :id
"""
FOLLOWED = """
insert into registry_events_followed (event_id, municipality_id, told, opened, hindrance, followed_at)
values (:event_id, :municipality_id, :told, :opened, :hindrance, :now)
on conflict do nothing
"""
IS_FOLLOWED = """
select exists (select from registry_events_followed where event_id = :event_id
               and municipality_id = :municipality_id)
"""
UNDECIDED = """
select c.id, c.document from cases c
where c.applicant_id = :person_id and c.municipality_id = :municipality_id and c.service_code = :service
  and c.closed_at is null and c.decided_on is null
"""


def position(tx: Transaction) -> int:
    """Return the number of the last event that was taken."""
    return int(tx.scalar(POSITION))


def move(tx: Transaction, *, start: int, to: int) -> bool:
    """Note that the feed was read up to a number; False if somebody else has read on from there."""
    return tx.run(MOVE, start=start, to=to, now=tx.now) == 1


def silent(tx: Transaction, code: str) -> None:
    """Note that the feed could not be read, and since when."""
    tx.run(SILENT, code=code, now=tx.now)


def id_of(number: int) -> UUID:
    """Return the id of an event of the registry by its number there."""
    return uuid5(EVENTS, str(number))


def add(tx: Transaction, *, content: Mapping[str, Any], happened_on: date, **columns: Any) -> None:
    tx.run(ADD, content=as_json(content), happened_on=happened_on, now=tx.now, **columns)


def concerned(tx: Transaction, person_id: int) -> list[int]:
    """Return the municipalities that hold an entry of the person, or an open case."""
    return [row.municipality_id for row in tx.all(CONCERNED, person_id=person_id)]


def queue(tx: Transaction, event_id: UUID, municipality_id: int, *, person_id: int) -> None:
    args = as_json({"event_id": str(event_id), "municipality_id": municipality_id})
    work.queue(tx, TASK, lock=f"event:{municipality_id}:{person_id}", args=args)


def load(tx: Transaction, event_id: UUID) -> Any:
    return tx.one(LOAD, id=event_id)


def is_followed(tx: Transaction, event_id: UUID, municipality_id: int) -> bool:
    return bool(tx.scalar(IS_FOLLOWED, event_id=event_id, municipality_id=municipality_id))


def followed(tx: Transaction, **columns: Any) -> None:
    """Note what followed from an event in a municipality, once."""
    tx.run(FOLLOWED, **columns, now=tx.now)


def undecided(tx: Transaction, person_id: int, municipality_id: int, service: str) -> list[Any]:
    """Return the cases of a service about the person in which nothing has been decided."""
    return tx.all(UNDECIDED, person_id=person_id, municipality_id=municipality_id, service=service)
