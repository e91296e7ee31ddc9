"""Replays of past decisions by the tables of a draft, and the decisions that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine import canonical
from engine.cases.replaying import KeptDecision
from engine.db.pool import Transaction, as_json
from engine.stores import work

GOING_ON: Final = "go_on_replaying"
PRIORITY: Final = -20  # after whatever else waits

INSERT = """
insert into replays (id, draft_id, code, law, months, since, files, tally, cursor, asked_by, asked_at)
values (:id, :draft_id, :code, :law, :months, :since, cast(:files as jsonb), cast(:tally as jsonb),
    cast(:cursor as jsonb), :asked_by, :now)
"""
FORGET = "delete from replays where draft_id = :draft_id"
FIND = "select * from replays where id = :id"
LOCK = f"{FIND} for update"
OF_DRAFT = "select * from replays where draft_id = :draft_id"
GO_ON = """
update replays set batches = batches + 1, tally = cast(:tally as jsonb), cursor = cast(:cursor as jsonb)
where id = :id
"""
END = """
update replays set state = 'done', batches = batches + 1, tally = null, cursor = null,
    report = cast(:report as jsonb), ended_at = :now
where id = :id
"""
STOP = """
update replays set state = 'stopped', tally = null, cursor = null, reason = :reason, ended_at = :now
where id = :id
"""
CASES = """
select id, version_id, filed_at from cases
where municipality_id = :place and service_code = :code and filed_at >= :filed_at
  and (filed_at, id) > (:filed_at, cast(:after as uuid))
order by filed_at, id limit :limit
"""
DECISIONS = """
select s.case_id, s.at, e.body from step_events s
cross join lateral unnest(s.kinds, s.bodies) with ordinality as e(kind, body, number)
where s.case_id = any (:cases) and s.kinds @> array['decision.evaluated'] and e.kind = 'decision.evaluated'
  and e.body is not null
order by s.case_id, s.first_seq, e.number
"""


def insert(
    tx: Transaction,
    replay_id: UUID,
    *,
    files: Mapping[str, str],
    tally: Mapping[str, Any],
    cursor: Mapping[str, Any],
    **columns: Any,
) -> None:
    """Keep what was asked for in place of what was asked of the draft before, and let a worker begin."""
    tx.run(FORGET, draft_id=columns["draft_id"])
    written = {"files": as_json(files), "tally": as_json(tally), "cursor": as_json(cursor)}
    tx.run(INSERT, id=replay_id, **written, **columns, now=tx.now)
    queue(tx, replay_id)


def queue(tx: Transaction, replay_id: UUID) -> None:
    """Let a worker go on."""
    work.queue(tx, GOING_ON, lock=None, args=as_json({"replay_id": str(replay_id)}), priority=PRIORITY)


def find(tx: Transaction, replay_id: UUID, *, is_locked: bool = False) -> Any:
    return tx.one(LOCK if is_locked else FIND, id=replay_id)


def of_draft(tx: Transaction, draft_id: UUID) -> Any:
    """Return the replay of a draft that was asked for last, or None."""
    return tx.one(OF_DRAFT, draft_id=draft_id)


def go_on(tx: Transaction, replay_id: UUID, tally: Mapping[str, Any], cursor: Mapping[str, Any]) -> None:
    tx.run(GO_ON, id=replay_id, tally=as_json(tally), cursor=as_json(cursor))


def end(tx: Transaction, replay_id: UUID, report: Mapping[str, Any]) -> None:
    tx.run(END, id=replay_id, report=as_json(report), now=tx.now)


def stop(tx: Transaction, replay_id: UUID, reason: str) -> None:
    tx.run(STOP, id=replay_id, reason=reason, now=tx.now)


def cases(
    tx: Transaction, place: int, code: str, *, filed_at: datetime, after: UUID, limit: int
) -> list[Any]:
    """Return the next cases of a service in a municipality, in the order of their filing."""
    return tx.all(CASES, place=place, code=code, filed_at=filed_at, after=after, limit=limit)


def decisions(tx: Transaction, found: list[Any]) -> dict[UUID, list[KeptDecision]]:
    """Return what was decided in these cases, by case; what has been erased is not among it."""
    of = {row.id: row for row in found}
    kept: dict[UUID, list[KeptDecision]] = {row.id: [] for row in found}
    for row in tx.all(DECISIONS, cases=list(of)):
        case = of[row.case_id]
        body = canonical.loads_stored(bytes(row.body))
        kept[row.case_id].append(KeptDecision(case.version_id, case.filed_at, row.at, body))
    return kept
