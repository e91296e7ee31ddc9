"""Hash chains of events as they lie in the database, across municipalities, for whoever verifies them.

A hash chain is read with its head, which is a case's row or a row of `streams`. Refuses to judge anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

BATCH = 500
FIRST = UUID(int=0)

HEADS = """
select c.id, c.number, c.event_count, c.chain_head from cases c
where c.id > :after and (cast(:place as int) is null or c.municipality_id = :place)
order by c.id limit :limit
"""
EVENTS = """
select case_id, seq, at, actor_id, kind, digest, hash, salt, body
from events where case_id = any (:ids) order by case_id, seq
"""
# No foreign key looks after these two: see step_events.
STRAY_EVENTS = """
select format('event %s is of case %s, that does not exist', s.first_seq, s.case_id) as what
from step_events s where not exists (select from cases c where c.id = s.case_id)
  and (cast(:place as int) is null or s.municipality_id = :place)
union all select format('case %s: event %s is by somebody who does not exist', c.number, s.first_seq)
from step_events s join cases c on c.id = s.case_id
where s.actor_id is not null and not exists (select from people p where p.id = s.actor_id)
  and (cast(:place as int) is null or s.municipality_id = :place)
"""
STREAMS = "select name, count, head from streams where name > :after order by name limit :limit"
# By the names that handlers give them; any other stream belongs to no municipality.
STREAMS_OF_CASES = """
select s.name, s.count, s.head from unnest(cast(:ids as uuid[])) as c (id)
cross join unnest(array['reads', 'work', 'papers', 'messages']) as k (kind)
join streams s on s.name = k.kind || '/' || c.id order by s.name
"""
STREAMS_OF_PLACE = """
with names (name) as (
    select kind || '/' || cast(:place as int)
    from unnest(array['assets', 'acts', 'documents', 'messages']) as k (kind)
    union all select 'runs/' || id from runs where municipality_id = :place
    union all select 'announcements/' || id from announcements where municipality_id = :place
)
select s.name, s.count, s.head from streams s join names using (name) order by s.name
"""
STREAM_EVENTS = """
select stream, seq, at, actor_id, kind, digest, hash, salt, body from stream_events
where stream = any (:names) order by stream, seq
"""


def head_batches(tx: Transaction, place: int | None = None) -> Iterator[list[Any]]:
    """Yield the heads of all cases, or of a municipality's, some hundred at a time."""
    after = FIRST
    while rows := tx.all(HEADS, after=after, place=place, limit=BATCH):
        yield rows
        after = rows[-1].id


def events_of(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return tx.all(EVENTS, ids=ids)


def stray_events(tx: Transaction, place: int | None = None) -> list[str]:
    """Return what is wrong with the case or the actor that events name, of all or of a municipality."""
    return [row.what for row in tx.all(STRAY_EVENTS, place=place)]


def stream_batches(tx: Transaction) -> Iterator[list[Any]]:
    after = ""
    while rows := tx.all(STREAMS, after=after, limit=BATCH):
        yield rows
        after = rows[-1].name


def streams_of_cases(tx: Transaction, ids: list[UUID]) -> list[Any]:
    """Return the streams that are kept beside these cases: who looked, whose steps were, papers, messages."""
    return tx.all(STREAMS_OF_CASES, ids=ids)


def streams_of_place(tx: Transaction, place: int) -> list[Any]:
    """Return the streams of a municipality that belong to no one case."""
    return tx.all(STREAMS_OF_PLACE, place=place)


def stream_events(tx: Transaction, names: list[str]) -> list[Any]:
    return tx.all(STREAM_EVENTS, names=names)
