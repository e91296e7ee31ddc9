"""A person's own cases in every municipality: a list with filters, page by page, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.catalogue.offers import offered, told_outcome
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.queries import deadlines
from engine.queries.cases import status_of, turn_of_office
from engine.queries.inbox import due_day
from engine.queries.views import DeadlineView, Names
from engine.stores import reads

SHOWN: Final = ("all", "waiting", "open", "finished")
PAGE: Final = 20
LAST_ID: Final = UUID(int=2**128 - 1)

# What waits for the applicant, the most urgent first.
TASK = """
left join lateral (select t.id, t.deadline_at from tasks t
    where t.case_id = c.id and t.state = 0 and t.person_id = c.applicant_id
    order by t.deadline_at limit 1) w on true
"""
ENDED = "(c.closed_at is not null or c.decided_on is not null)"
PAYMENT = (
    "(c.closed_at is null and exists (select from payments p where p.case_id = c.id and p.state = 'due'))"
)
WAITS = f"(w.id is not null or {PAYMENT})"
KINDS = {
    "all": "true",
    "waiting": WAITS,
    "open": f"not {ENDED}",
    "finished": ENDED,
}
COUNTS = f"""
select count(*) as all, count(*) filter (where {WAITS}) as waiting,
       count(*) filter (where not {ENDED}) as open,
       count(*) filter (where {ENDED}) as finished
from cases c {TASK} where c.applicant_id = :person
"""
ROWS = """
select c.*, m.names as municipality_names, w.id as task_id, w.deadline_at as task_deadline,
       {waits} as is_waiting,
       exists (select from case_messages n where n.case_id = c.id and n.is_from_office
               and n.seen_at is null) as has_message
from cases c join municipalities m on m.id = c.municipality_id {task}
where c.applicant_id = :person and {kind} and (c.filed_at, c.id) < (:before_at, :before_id)
order by c.filed_at desc, c.id desc limit :limit
"""

RUNNING = """
select c.id, c.number, c.filed_at from cases c join municipalities m on m.id = c.municipality_id
where c.applicant_id = :person and c.service_code = :service and m.code = :place and c.closed_at is null
order by c.filed_at desc limit 1
"""

# What this principal may not see of the person counts too, and is not shown.
OPEN = "select * from open_cases_of_party(:service, :place)"


@dataclass(frozen=True)
class Running:
    """An application of the person that is on its way; of one that is not to be seen, that there is one."""

    case_id: UUID | None = None
    number: str = ""
    filed_at: datetime | None = None
    is_elsewhere: bool = False  # in another municipality, of a service that the country has once for each


@dataclass(frozen=True)
class CaseCard:
    """One line of a person's list."""

    case_id: UUID
    number: str
    service: Names
    municipality: Names
    status: str
    reason: str | None
    turn: str
    filed_at: datetime
    decided_on: date | None
    deadline: DeadlineView | None  # of the office, with its derivation
    task_id: UUID | None  # what waits for the person
    answer_by: date | None
    has_message: bool  # of the office, not seen yet


@dataclass(frozen=True)
class OwnCases:
    """A page of the list. `counts` are of all cases, by filter."""

    shown: str
    cases: tuple[CaseCard, ...]
    counts: dict[str, int]
    next_before: str | None


def own_cases(
    tx: Transaction, shown: str = "all", *, before: str | None = None, is_export: bool = False
) -> OwnCases:
    """Return a page of the signed-in person's cases; an unknown filter or page shows the beginning.

    What is taken away as a file is on record with each case: a representative may have taken it.
    """
    shown = shown if shown in KINDS else "all"
    before_at, before_id = _place(before)
    rows = tx.all(
        ROWS.format(task=TASK, kind=KINDS[shown], waits=WAITS),
        person=tx.actor.party_id,
        before_at=before_at,
        before_id=before_id,
        limit=PAGE + 1,
    )
    counts = tx.one(COUNTS, person=tx.actor.party_id)
    page = rows[:PAGE]
    if is_export:
        reads.record_exported(tx, ((row.id, row.municipality_id) for row in page))
    return OwnCases(
        shown=shown,
        cases=tuple(_card(tx, row) for row in page),
        counts={name: getattr(counts, name) for name in SHOWN},
        next_before=f"{page[-1].filed_at.isoformat()}|{page[-1].id}" if len(rows) > PAGE else None,
    )


def running(tx: Transaction, service: str, municipality: str) -> Running | None:
    """Return the newest case of this service there that is not closed, or that there is one."""
    row = tx.one(RUNNING, person=tx.actor.party_id, service=service, place=municipality)
    if row is not None:
        return Running(row.id, row.number, row.filed_at)
    (there,) = tx.all(OPEN, service=service, place=municipality)
    if there.here:
        return Running()
    return Running(is_elsewhere=True) if there.elsewhere and _is_one(tx, service, municipality) else None


def _is_one(tx: Transaction, service: str, municipality: str) -> bool:
    """Say whether somebody can have what the service gives only once in the country."""
    _, version = offered(tx, service, municipality)
    register = version.settings["register"]
    return register is not None and version.register(register)["national"] == "one_per_key"


def _card(tx: Transaction, row: Any) -> CaseCard:
    version = published(tx, row.version_id)
    turn = "applicant" if row.is_waiting else turn_of_office(row)
    overall, _ = deadlines.of_case(tx, row, version)
    return CaseCard(
        case_id=row.id,
        number=row.number,
        service=version.names,
        municipality=row.municipality_names,
        status=status_of(row, turn),
        reason=told_outcome(row.reason, version.settings),
        turn=turn,
        filed_at=row.filed_at,
        decided_on=row.decided_on,
        deadline=overall if turn == "office" else None,
        task_id=row.task_id,
        answer_by=due_day(row.task_deadline),
        has_message=row.has_message,
    )


def _place(before: str | None) -> tuple[Any, UUID]:
    try:
        at, case_id = (before or "").split("|")
        return datetime.fromisoformat(at), UUID(case_id)
    except ValueError:
        return "infinity", LAST_ID
