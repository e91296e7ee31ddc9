"""Cases: loading one for a step, inserting one, recording a step in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from engine.audit.hash_chain import ChainedEvent
from engine.db.pool import Transaction, as_json
from engine.errors import CaseChanged
from engine.stores.keys import Reply
from engine.tenancy import principal_settings

LOAD = "select * from open_cases where id = :case_id"
INSERT = """
insert into cases (id, municipality_id, number, service_code, version_id, applicant_id, applicant_name,
                   language, channel, status, filed_at, version, state, document, event_count, chain_head,
                   needs_card, representative, area, center)
values (:id, :municipality_id, :number, :service_code, :version_id, :applicant_id,
    cast(:applicant_name as jsonb),
        :language, :channel, 'received', :filed_at, 0, '', '{}', 0, :genesis, :needs_card,
        cast(:representative as jsonb), :area, :center)
"""
INSERT_SUBMISSION = """
insert into submissions (id, case_id, municipality_id, filed_by, answers, digest, filed_at, received_at,
                         assurance, provenance, mandate)
values (:id, :case_id, :municipality_id, :filed_by, :answers, :digest, :filed_at, :received_at, :assurance,
        cast(:provenance as jsonb), cast(:mandate as jsonb))
"""
RECORD = """
select record_step(:municipalities, :person, :case_id, :expected, :state, :written, :patch,
    :acted, :actor, :answers, :closed, :now, :tasks, :timers, :jobs, :messages,
    :kinds, :digests, :hashes, :salts, :bodies, :key_actor, :key, :command, :command_digest, :result,
    :counted_with)
"""
# Also what is about a restricted case: a complaint, the next stage.
RESTRICT = """
insert into restricted_cases (case_id, municipality_id, restricted_at)
select :case_id, :municipality_id, :now
where :is_asked or exists (select from case_links l join restricted_cases r on r.case_id = l.about_id
    where l.case_id = :case_id)
"""
NEXT_NUMBER = """
insert into number_series (municipality_id, series, year, last) values (:municipality_id, :series, :year, 1)
on conflict (municipality_id, series, year) do update set last = number_series.last + 1
returning last
"""
SUBMITTED = "select answers from submissions where case_id = :case_id"
ID_BY_NUMBER = "select id from cases where number = :number"
VERSION = "select version from cases where id = :case_id"
LAST_STEP = """
select kinds[cardinality(kinds)] as kind, at, actor_id from step_events
where case_id = :case_id order by first_seq desc limit 1
"""


class CaseRow(NamedTuple):
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
    has_open_clock: bool
    representative: (
        dict[str, Any] | None
    )  # who filed for the applicant: name, number, ground in both languages


COLUMNS = CaseRow._fields


@dataclass(frozen=True)
class StepRecord:
    """Everything one step changes, as `record_step` takes it: of the document what was written anew."""

    state: bytes
    written: Mapping[str, Any] = field(default_factory=dict)
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
    return CaseRow(*(getattr(row, name) for name in COLUMNS))


def submitted(tx: Transaction, case_id: UUID) -> bytes:
    """Return what was filed, byte by byte."""
    return bytes(tx.scalar(SUBMITTED, case_id=case_id))


def id_of(tx: Transaction, number: str) -> UUID | None:
    """Return the id of the case with a number, or None where it does not exist for this principal."""
    found: UUID | None = tx.scalar(ID_BY_NUMBER, number=number)
    return found


def insert(tx: Transaction, **columns: Any) -> None:
    """Insert a case that has taken no step yet."""
    representative = columns["representative"]
    texts = {
        "applicant_name": as_json(columns["applicant_name"]),
        "representative": None if representative is None else as_json(representative),
    }
    tx.run(INSERT, **{**columns, **texts})


def insert_submission(tx: Transaction, **columns: Any) -> None:
    """Keep what the applicant filed, byte by byte."""
    tx.run(INSERT_SUBMISSION, **columns)


def restrict(tx: Transaction, case: CaseRow, *, is_asked: bool) -> None:
    """Hide the case from all but a named few, if that is asked or it is about one that is hidden."""
    tx.run(RESTRICT, case_id=case.id, municipality_id=case.municipality_id, is_asked=is_asked, now=tx.now)


def record(
    tx: Transaction, case: CaseRow, step: StepRecord, kept: Reply | None = None, *, counted_with: Any = None
) -> bool:
    """Record the step with what the command's key brought; False where the fence was crossed.

    It is one statement, and a transaction of its own where none has begun. `counted_with` is the state of the
    reference data that deadlines were counted with: another one crosses the fence too. Long by the parameters
    of the statement.
    """
    events, claim, principal = step.events, kept and kept.claim, principal_settings(tx.actor)
    answers = None if step.answers is None else as_json(step.answers)
    row = tx.alone(
        RECORD,
        municipalities=principal["municipalities"],
        person=principal["party"],
        case_id=case.id,
        expected=case.version,
        state=step.state,
        written=_written(step, answers),
        patch=_json(step.patch),
        acted=step.acted,
        actor=tx.actor.person_id,
        answers=answers,
        closed=[token for token in step.closed if token != step.acted] or None,
        now=tx.now,
        tasks=_json(step.tasks),
        timers=_json(step.timers),
        jobs=_json(step.jobs),
        messages=_json(step.messages),
        kinds=_array(event.kind for event in events),
        digests=_array(_hex(event.digest) for event in events),
        hashes=_array(_hex(event.hash) for event in events),
        salts=_array(_hex(event.salt) for event in events),
        bodies=_array(_hex(event.body) for event in events),
        key_actor=claim and claim.actor,
        key=claim and claim.key,
        command=claim and claim.command,
        command_digest=claim and claim.digest,
        result=kept and kept.result,
        counted_with=counted_with,
    )
    return row[0] is not None


def next_number(tx: Transaction, municipality_id: int, series: str, year: int) -> int:
    """Take the next number of a series. The row stays locked to the commit, so no number is lost."""
    return int(tx.scalar(NEXT_NUMBER, municipality_id=municipality_id, series=series, year=year))


def refuse_overtaken(tx: Transaction, case: CaseRow) -> None:
    """Raise `CaseChanged` if somebody has moved the case since it was read."""
    if tx.scalar(VERSION, case_id=case.id) != case.version:
        raise CaseChanged


def last_step(tx: Transaction, case_id: UUID) -> Any:
    """Return kind, instant and actor of the newest event."""
    return tx.one(LAST_STEP, case_id=case_id)


def _written(step: StepRecord, answers: str | None) -> str | None:
    """Return JSON text of what was written; mostly that is the answers, whose text is there already."""
    texts = (
        f"{as_json(name)}:{as_json(value) if answers is None or value is not step.answers else answers}"
        for name, value in step.written.items()
    )
    return f"{{{','.join(texts)}}}" if step.written else None


def _json(value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str | None:
    """Return JSON text, or None for what is empty."""
    return as_json(value) if value else None


def _array(texts: Iterable[str]) -> str:
    """Return an array as PostgreSQL reads it, of texts without quotation marks; the driver takes its time."""
    return "{" + ",".join(f'"{text}"' for text in texts) + "}"


def _hex(content: bytes) -> str:
    """Return bytes as an element of such an array."""
    return rf"\\x{content.hex()}"
