"""Observations of a case: what it came to, for scenarios and for reconciling; plain facts, nobody's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from engine import canonical
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.property.store import assets
from engine.stores import cases, papers, registers
from engine.stores.cases import CaseRow

WAITING = """
select element from (
    select element from tasks where case_id = :case_id and state = 0
    union all select split_part(token, ':', 1) from timers where case_id = :case_id and token is not null
    union all select split_part(token, ':', 1) from messages_awaited where case_id = :case_id
    union all select split_part(token, ':', 1) from jobs where case_id = :case_id and state in
        ('queued', 'incident')
) waiting order by element collate "C"
"""
OPEN_TASK = """
select * from tasks where case_id = :case_id and element = :element and state = 0
order by opened_at, length(token), token limit 1
"""
DOER = """
select closed_by from tasks where case_id = :case_id and element = :element and state = 1
order by closed_at desc, id limit 1
"""
OPEN_TASKS = "select * from tasks where case_id = :case_id and state = 0 order by opened_at, id"
QUEUED_JOBS = "select * from jobs where case_id = :case_id and state = 'queued' order by created_at, token"
QUEUED_DELIVERIES = """
select task_name, args from procrastinate_jobs
where task_name in ('deliver_message', 'deliver_signal') and status = 'todo' order by id
"""
QUEUED_OFFERS = (
    "select args from procrastinate_jobs where task_name = 'offer_budget' and status = 'todo' order by id"
)
# What was taken is empty: it lies in the case that took it.
SENT = "select * from messages where sent_by = :case_id order by published_at, id"
TIMERS = """
select split_part(token, ':', 1) as element, due_at from timers
where case_id = :case_id and token is not null and due_at is not null
"""
TASKS_DUE = """
select element, due_at from tasks where case_id = :case_id and state = 0 and due_at is not null
"""
ASKED = """
select t.element, case when t.person_id = c.applicant_id then 'applicant' else t.role end as asked
from tasks t join cases c on c.id = t.case_id
where t.case_id = :case_id order by t.opened_at, length(t.token), t.token
"""
EVENTS = """
select kind, at, body from events where case_id = :case_id and body is not null order by seq
"""
STAFF = """
select g.person_id from role_grants g join people p on p.id = g.person_id
where g.municipality_id = :municipality_id and g.role = :role
  and (cast(:unit as text) is null or g.unit_code is null or g.unit_code = :unit)
order by p.personal_number limit 1
"""


@dataclass(frozen=True)
class Event:
    kind: str
    body: Any


@dataclass(frozen=True)
class Observation:
    """A case at one moment."""

    status: str
    outcome: str | None
    waiting: tuple[str, ...]
    due_on: date | None
    document: dict[str, Any]
    letters: tuple[str, ...]
    entries: tuple[dict[str, Any], ...]
    assets: tuple[dict[str, Any], ...]
    rights: tuple[dict[str, Any], ...]
    events: tuple[Event, ...]
    number: str
    messages: tuple[dict[str, Any], ...]
    pages: tuple[dict[str, str], ...] = ()  # of each letter, by language, its title within
    asked: Mapping[str, str] = field(default_factory=dict)  # the role of each step's last task


def observe(tx: Transaction, case_id: UUID) -> Observation:
    """Return what the case has come to."""
    row = cases.load(tx, case_id)
    assert row is not None
    waiting = tuple(task.element for task in tx.all(WAITING, case_id=case_id))
    events = tuple(
        Event(event.kind, canonical.loads(bytes(event.body))) for event in tx.all(EVENTS, case_id=case_id)
    )
    # Letters of one instant stand in the order in which they were told.
    written = {str(letter.id): letter for letter in papers.letters_of_case(tx, case_id)}
    letters = tuple(written[event.body["letter"]] for event in events if event.kind == "letter.sent")
    return Observation(
        status=row.status,
        outcome=row.reason,
        waiting=waiting,
        due_on=row.due_at and local_date(row.due_at),
        document=row.document,
        letters=tuple(letter.template for letter in letters),
        pages=tuple(map(_pages, letters)),
        asked={task.element: task.asked for task in tx.all(ASKED, case_id=case_id)},
        entries=tuple(
            {
                "key": entry.key,
                "valid_from": entry.valid_from.isoformat(),
                "state": entry.state,
                "ground": entry.ground,
                **entry.fields,
            }
            for entry in registers.of_case(tx, case_id)
        ),
        assets=tuple(map(_state, assets.states_of_case(tx, case_id))),
        rights=tuple(map(_right, _rights(tx, row))),
        events=events,
        number=row.number,
        messages=tuple(
            {"name": sent.name, "key": sent.correlation_key, "payload": sent.payload}
            for sent in tx.all(SENT, case_id=case_id)
        ),
    )


def _rights(tx: Transaction, row: CaseRow) -> list[Any]:
    decision = row.document.get("decision")
    number = decision.get("number") if isinstance(decision, Mapping) else None
    return assets.rights_of_case(tx, row.id, municipality_id=row.municipality_id, contract_no=number)


def _pages(letter: Any) -> dict[str, str]:
    others = {language: said["body"] for language, said in (letter.others or {}).items()}
    return {letter.language: letter.body, **others}


def _state(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "category": row.category,
        "state": row.state,
        "cadastral_code": row.cadastral_code,
        "value_tetri": row.value_tetri,
        "valid_from": row.valid_from.isoformat(),
        "ground": row.ground,
        **row.fields,
    }


def _right(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "state": row.state,
        "holder_number": row.holder_number,
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until and row.valid_until.isoformat(),
        "fee_tetri": row.fee_tetri,
    }


def open_task(tx: Transaction, case_id: UUID, element: str) -> Any:
    """Return the oldest open task at the element, or None."""
    return tx.one(OPEN_TASK, case_id=case_id, element=element)


def open_tasks(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return every open task of the case, the oldest first."""
    return tx.all(OPEN_TASKS, case_id=case_id)


def queued_jobs(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(QUEUED_JOBS, case_id=case_id)


def queued_deliveries(tx: Transaction) -> list[tuple[str, dict[str, Any]]]:
    """Return the messages and signals that are queued for a case, as a worker gets them."""
    return [(row.task_name, row.args) for row in tx.all(QUEUED_DELIVERIES)]


def queued_offers(tx: Transaction) -> list[dict[str, Any]]:
    """Return the lines of the budget whose free money is to be given out, as a worker gets them."""
    return [row.args for row in tx.all(QUEUED_OFFERS)]


def timer_days(tx: Transaction, case_id: UUID) -> dict[str, date]:
    """Return the day on which each waiting timer of the case is due, by element."""
    return {row.element: local_date(row.due_at) for row in tx.all(TIMERS, case_id=case_id)}


def task_days(tx: Transaction, case_id: UUID) -> dict[str, date]:
    """Return the day on which each open task of the case is due, by element."""
    return {row.element: local_date(row.due_at) for row in tx.all(TASKS_DUE, case_id=case_id)}


def doer(tx: Transaction, case_id: UUID, element: str) -> int | None:
    """Return who did the step last."""
    found: int | None = tx.scalar(DOER, case_id=case_id, element=element)
    return found


def staff_with(tx: Transaction, municipality_id: int, role: str, unit: str | None) -> int | None:
    """Return somebody who holds the role there."""
    found: int | None = tx.scalar(STAFF, municipality_id=municipality_id, role=role, unit=unit)
    return found
