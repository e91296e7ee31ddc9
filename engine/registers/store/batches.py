"""Batches and their entries: what was planned, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.stores import work

CHOOSING, WORKING = "choose_run_entries", "work_run"
# Behind everything that people wait for.
PRIORITY = -10

INSERT = """
insert into runs (id, municipality_id, service_code, register, condition, unit_code, ground, state,
                  planned_by, planned_at, cause, since)
values (:id, :municipality_id, :service, :register, :condition, :unit, :ground, 'choosing', :planned_by, :now,
        :cause, :since)
on conflict do nothing
"""
# De-listed settlements of the municipality that entries of a register still name.
DELISTED_SETTLEMENTS = """
select s.code, s.names, s.valid_until from settlements s
where s.municipality_id = :municipality_id and s.valid_until <= :on and exists (
    select from register_entries e where e.register = :register and e.municipality_id = s.municipality_id
      and e.fields->>:place = s.code and e.valid_until is null and e.superseded_by is null and not e.is_final)
order by s.valid_until, s.code
"""
DELISTING = "select distinct municipality_id from settlements where valid_until <= :on order by 1"
# A step of the batch waits for whoever steers it, and who steers it for the step that is under way.
LOAD = {
    "": "select * from runs where id = :id",
    "share": "select * from runs where id = :id for share",
    "update": "select * from runs where id = :id for update",
}
# Every entry of the register that holds on the day, with what the office knows of its person.
CANDIDATES = """
select e.id, e.key, e.fields, e.state, e.ground, e.valid_from, e.order_number, e.person_id,
       p.birth_date, s.unit_code, k.is_open, k.last_filed_at, k.last_decided_on, n.notes
from register_entries e left join people p on p.id = e.person_id
left join settlements s on s.code = e.fields->>:place and s.municipality_id = e.municipality_id
left join lateral (
    select coalesce(bool_or(c.closed_at is null), false) as is_open, max(c.filed_at) as last_filed_at,
           max(c.decided_on) as last_decided_on
    from cases c where c.applicant_id = e.person_id and c.municipality_id = e.municipality_id
      and c.service_code = :service) k on true
left join lateral (
    select jsonb_object_agg(o.note, o.last) as notes
    from (select note, max(noted_on) as last from register_notes where entry_id = e.id group by note) o
) n on true
where e.register = :register and e.municipality_id = :municipality_id and e.superseded_by is null
  and e.valid_from <= :on and (e.valid_until is null or e.valid_until > :on) and not e.is_final
"""
NEXT = f"{CANDIDATES} and e.id > :after order by e.id limit :limit"
ONE = f"{CANDIDATES} and e.id = :entry_id"
HOLD_ENTRY = "select from register_entries where id = :entry_id for update"
CHOOSE = """
insert into run_entries (run_id, entry_id, municipality_id, person_id, unit_code, foreseen)
select :batch_id, c.entry_id, :municipality_id, c.person_id, c.unit_code, c.foreseen
from jsonb_to_recordset(cast(:chosen as jsonb))
    as c (entry_id uuid, person_id bigint, unit_code text, foreseen text)
on conflict do nothing
"""
LOOKED = "update runs set looked_at = looked_at + :count, looked_to = :last, state = :state where id = :id"
START = """
update runs set state = 'running', started_by = coalesce(started_by, :person),
    started_at = coalesce(started_at, :now)
where id = :id and not exists (
    select from runs other where other.municipality_id = runs.municipality_id and other.state = 'running')
"""
# Of two that are started at once, the later sees the earlier.
HOLD_PLACE = "select pg_advisory_xact_lock(hashtext('runs'), :municipality_id)"
PAUSE = "update runs set state = 'paused' where id = :id"
END = "update runs set state = :state, ended_at = :now where id = :id"
PASS_REST = """
update run_entries set outcome = 'skipped', reason = 'stopped', settled_at = :now
where run_id = :id and outcome = 'waiting'
"""
ENTRY = "select * from run_entries where run_id = :batch_id and entry_id = :entry_id for update"
OPENED = """
update run_entries set outcome = 'opened', case_id = :case_id, settled_at = :now
where run_id = :batch_id and entry_id = :entry_id and outcome = 'waiting'
"""
PASSED = """
update run_entries set outcome = 'skipped', reason = :reason, settled_at = :now
where run_id = :batch_id and entry_id = :entry_id and outcome = 'waiting'
"""
WAITING = """
select entry_id from run_entries where run_id = :batch_id and outcome = 'waiting'
order by entry_id limit :limit
"""
CASE_ABOUT = "select case_id from run_entries where run_id = :batch_id and person_id = :person_id"
IS_QUEUED = """
select exists (select from procrastinate_jobs where task_name = :task and status = 'todo'
               and args->>'run_id' = :batch_id)
"""


def insert(tx: Transaction, *, cause: str | None = None, since: date | None = None, **columns: Any) -> bool:
    """Add a batch whose entries are still to be chosen; False where its cause has brought one already."""
    return tx.run(INSERT, **columns, cause=cause, since=since, now=tx.now) == 1


def queue(tx: Transaction, task: str, batch_id: UUID, municipality_id: int) -> None:
    """Queue a step of the batch, unless one waits."""
    if not is_queued(tx, task, batch_id):
        args = as_json({"run_id": str(batch_id), "municipality_id": municipality_id})
        work.queue(tx, task, lock=None, args=args, priority=PRIORITY)


def municipalities_with_delisted(tx: Transaction, *, on: date) -> list[int]:
    """Return the municipalities with a de-listed settlement."""
    return [row.municipality_id for row in tx.all(DELISTING, on=on)]


def delisted_settlements(
    tx: Transaction, municipality_id: int, *, register: str, place: str, on: date
) -> list[Any]:
    """Return the de-listed settlements that entries name in the field `place`."""
    return tx.all(
        DELISTED_SETTLEMENTS, municipality_id=municipality_id, register=register, place=place, on=on
    )


def load(tx: Transaction, batch_id: UUID, *, held: str = "") -> Any:
    """Return the batch, or None where it does not exist for this principal; `held` is "share" or "update"."""
    return tx.one(LOAD[held], id=batch_id)


def candidates(tx: Transaction, batch: Any, *, place: str, on: date, limit: int) -> list[Any]:
    """Return the next entries of the register of the batch, in the order of their ids."""
    return tx.all(NEXT, **_of(batch, place, on), after=batch.looked_to or UUID(int=0), limit=limit)


def candidate(tx: Transaction, batch: Any, entry_id: UUID, *, place: str, on: date) -> Any:
    """Return the entry, held against changes, or None where it does not hold any more."""
    tx.run(HOLD_ENTRY, entry_id=entry_id)
    return tx.one(ONE, **_of(batch, place, on), entry_id=entry_id)


def _of(batch: Any, place: str, on: date) -> dict[str, Any]:
    """Return what the entries of a batch are asked with; `place` is the field that names a settlement."""
    return {
        "register": batch.register,
        "municipality_id": batch.municipality_id,
        "service": batch.service_code,
        "place": place,
        "on": on,
    }


def choose(tx: Transaction, batch: Any, chosen: Sequence[dict[str, Any]]) -> None:
    """Keep the entries that were chosen; one that was chosen before stays as it is."""
    if chosen:
        tx.run(CHOOSE, batch_id=batch.id, municipality_id=batch.municipality_id, chosen=as_json(list(chosen)))


def looked(tx: Transaction, batch_id: UUID, *, count: int, last: UUID | None, state: str) -> None:
    """Note how far the register was looked through."""
    tx.run(LOOKED, id=batch_id, count=count, last=last, state=state)


def start(tx: Transaction, batch: Any) -> bool:
    """Let the batch go on; False where another one of the municipality does."""
    tx.run(HOLD_PLACE, municipality_id=batch.municipality_id)
    return tx.run(START, id=batch.id, person=tx.actor.person_id, now=tx.now) == 1


def pause(tx: Transaction, batch_id: UUID) -> None:
    tx.run(PAUSE, id=batch_id)


def stop(tx: Transaction, batch_id: UUID) -> int:
    """End the batch; return how many entries are passed over by it."""
    passed = tx.run(PASS_REST, id=batch_id, now=tx.now)
    tx.run(END, id=batch_id, state="stopped", now=tx.now)
    return passed


def end(tx: Transaction, batch_id: UUID) -> None:
    tx.run(END, id=batch_id, state="done", now=tx.now)


def entry(tx: Transaction, batch_id: UUID, entry_id: UUID) -> Any:
    """Return the entry of a batch, held: of two who settle it, the later finds it settled."""
    return tx.one(ENTRY, batch_id=batch_id, entry_id=entry_id)


def opened(tx: Transaction, batch_id: UUID, entry_id: UUID, case_id: UUID) -> None:
    tx.run(OPENED, batch_id=batch_id, entry_id=entry_id, case_id=case_id, now=tx.now)


def passed(tx: Transaction, batch_id: UUID, entry_id: UUID, reason: str) -> bool:
    """Note why no case is opened; False where the entry was settled before."""
    return tx.run(PASSED, batch_id=batch_id, entry_id=entry_id, reason=reason, now=tx.now) == 1


def waiting(tx: Transaction, batch_id: UUID, *, limit: int) -> list[UUID]:
    """Return entries that nobody has settled yet."""
    return [row.entry_id for row in tx.all(WAITING, batch_id=batch_id, limit=limit)]


def case_about(tx: Transaction, batch_id: UUID, person_id: int | None) -> UUID | None:
    """Return the case that the batch has opened about the person; None where it opened none."""
    found: UUID | None = tx.scalar(CASE_ABOUT, batch_id=batch_id, person_id=person_id)
    return found


def is_queued(tx: Transaction, task: str, batch_id: UUID) -> bool:
    """Tell whether a worker will come to the batch anyway."""
    return bool(tx.scalar(IS_QUEUED, task=task, batch_id=str(batch_id)))
