"""Cases: loading one for a step, inserting one, recording a step in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.audit.chain import ChainedEvent
from engine.db.pool import Transaction, as_json

LOAD = """
select c.*, m.code as municipality_code, m.names as municipality_names,
       p.personal_number, p.given_name, p.family_name, p.email, p.phone
from cases c join municipalities m on m.id = c.municipality_id join people p on p.id = c.applicant_id
where c.id = :case_id
"""
INSERT = """
insert into cases (id, municipality_id, number, service_code, version_id, applicant_id, applicant_name,
                   language, channel, status, filed_at, version, state, document, event_count, chain_head)
values (:id, :municipality_id, :number, :service_code, :version_id, :applicant_id,
    cast(:applicant_name as jsonb),
        :language, :channel, 'received', :filed_at, 0, '', '{}', 0, :genesis)
"""
INSERT_SUBMISSION = """
insert into submissions (id, case_id, municipality_id, filed_by, answers, digest, filed_at, received_at)
values (:id, :case_id, :municipality_id, :filed_by, :answers, :digest, :filed_at, :received_at)
"""
RECORD = """
select record_step(:case_id, :expected, :state, cast(:document as jsonb), cast(:patch as jsonb),
    :acted, :actor,
                   cast(:answers as jsonb), :closed, :now, cast(:tasks as jsonb), cast(:timers as jsonb),
                   cast(:jobs as jsonb), cast(:messages as jsonb), cast(:events as jsonb))
"""
NEXT_NUMBER = """
insert into number_series (municipality_id, series, year, last) values (:municipality_id, :series, :year, 1)
on conflict (municipality_id, series, year) do update set last = number_series.last + 1
returning last
"""
LAST_STEP = """
select e.kind, e.at, e.actor_id from events e where e.case_id = :case_id order by e.seq desc limit 1
"""


@dataclass(frozen=True)
class CaseRow:
    """A case as it stood when it was read; `version` is the fence."""

    id: UUID
    municipality_id: int
    municipality_code: str
    municipality_names: Mapping[str, str]
    number: str
    service_code: str
    version_id: int
    applicant_id: int
    personal_number: str
    given_name: Mapping[str, str]
    family_name: Mapping[str, str]
    email: str | None
    phone: str | None
    language: str
    channel: str
    status: str
    reason: str | None
    order_number: str | None
    decided_on: date | None
    filed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    version: int
    state: bytes
    document: dict[str, Any]
    event_count: int
    chain_head: bytes


@dataclass(frozen=True)
class StepRecord:
    """Everything one step changes, as `record_step` takes it."""

    state: bytes
    document: Mapping[str, Any]
    patch: Mapping[str, Any] = field(default_factory=dict)
    acted: str | None = None
    answers: Mapping[str, Any] | None = None
    closed: Sequence[str] = ()
    tasks: Sequence[Mapping[str, Any]] = ()
    timers: Sequence[Mapping[str, Any]] = ()
    jobs: Sequence[Mapping[str, Any]] = ()
    messages: Sequence[Mapping[str, Any]] = ()
    events: Sequence[ChainedEvent] = ()


def load(tx: Transaction, case_id: UUID) -> CaseRow | None:
    """Return the case, or None where it does not exist for this principal."""
    row = tx.one(LOAD, case_id=case_id)
    if row is None:
        return None
    return CaseRow(**{name: getattr(row, name) for name in CaseRow.__dataclass_fields__})


def insert(tx: Transaction, **columns: Any) -> None:
    """Insert a case that has taken no step yet."""
    tx.run(INSERT, **{**columns, "applicant_name": as_json(columns["applicant_name"])})


def insert_submission(tx: Transaction, **columns: Any) -> None:
    """Keep what the applicant filed, byte by byte."""
    tx.run(INSERT_SUBMISSION, **columns)


def record(tx: Transaction, case: CaseRow, step: StepRecord) -> int | None:
    """Record the step; return the new version, or None where the fence was crossed."""
    version: int | None = tx.scalar(
        RECORD,
        case_id=case.id,
        expected=case.version,
        state=step.state,
        document=as_json(step.document),
        patch=as_json(step.patch),
        acted=step.acted,
        actor=tx.actor.person_id,
        answers=None if step.answers is None else as_json(step.answers),
        closed=list(step.closed),
        now=tx.now,
        tasks=as_json(list(step.tasks)),
        timers=as_json(list(step.timers)),
        jobs=as_json(list(step.jobs)),
        messages=as_json(list(step.messages)),
        events=as_json([_event(event) for event in step.events]),
    )
    return version


def next_number(tx: Transaction, municipality_id: int, series: str, year: int) -> int:
    """Take the next number of a series. The row stays locked to the commit, so no number is lost."""
    return int(tx.scalar(NEXT_NUMBER, municipality_id=municipality_id, series=series, year=year))


def last_step(tx: Transaction, case_id: UUID) -> Any:
    """Return kind, instant and actor of the newest event."""
    return tx.one(LAST_STEP, case_id=case_id)


def _event(event: ChainedEvent) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "at": event.at.isoformat(),
        "actor_id": event.actor_id,
        "kind": event.kind,
        "digest": event.digest.hex(),
        "hash": event.hash.hex(),
        "salt": event.salt.hex(),
        "body": event.body.hex(),
    }
