"""The cases of an office, the newest first, or by their last change for programs that follow them.

What the actor may look into is part of the statement, so pages are whole. Refuses to know what waits in one
step by step: that is the inbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.queries.case_conditions import PLACES, CaseConditions, conditions, joined, village_places
from engine.queries.cases import status_of, turn_of_office
from engine.queries.inbox import due_day
from engine.queries.overdue_cases import IDS
from engine.queries.views import Names
from engine.stores import people, reads
from engine.stores.known import known
from engine.terms import remaining

LONGEST_PAGE: Final = 200
SHOWN: Final[Mapping[str, str]] = {
    "open": "c.closed_at is null",
    "overdue": f"c.id in (select id from ({IDS}) l)",
    "idle": "c.closed_at is null and not exists (select from tasks t where t.case_id = c.id and t.state = 0)",
    "closed": "c.closed_at is not null",
    "all": "true",
}
STATES: Final = ("received", "in_review", "decided", "left_without_decision", "closed")
NEWEST: Final = ("cases c", "c.filed_at", "desc", "<")
CHANGED: Final = (
    """(select e.case_id, max(e.at) as changed_at from step_events e
    where e.at >= :changed_since and e.municipality_id = any (:places) group by e.case_id) k
    join cases c on c.id = k.case_id""",
    "k.changed_at",
    "asc",
    ">",
)
ROWS: Final = """
with page as (select c.id, {by} as at from {source}
    where c.municipality_id = any (:places) and {which} and {condition} and ({by}, c.id) {beyond} (:at, :id)
    order by {by} {order}, c.id {order} limit {limit})
select c.id, c.number, c.municipality_id, m.names as municipality, c.version_id, c.applicant_name, c.status,
    c.reason, c.channel, c.filed_at, c.due_at, c.decided_on, c.closed_at, p.at,
    (select e.at from step_events e where e.case_id = c.id order by e.first_seq desc limit 1) as changed_at,
    exists (select from tasks t where t.case_id = c.id and t.state = 0 and t.person_id = c.applicant_id)
        or c.closed_at is null and exists (select from payments y where y.case_id = c.id and y.state = 'due')
        as waits_for_applicant,
    s.id as task_id, s.element, s.role, coalesce(s.claimed_by, s.person_id) as holder
from page p join cases c on c.id = p.id join municipalities m on m.id = c.municipality_id
left join lateral (select t.* from tasks t where t.case_id = c.id and t.state = 0
    and t.person_id is distinct from c.applicant_id order by t.deadline_at, t.rank, t.id limit 1) s on true
order by p.at {order}, c.id {order}
"""
# Where the answer to a village lies, asked apart: only for the rows of a page.
ANSWERED: Final = f"""
select c.id, c.document #>> string_to_array(v.place, '.') as village from cases c
join {PLACES} on v.version_id = c.version_id where c.id = any (:ids)
"""
SERVICES: Final = """
select distinct on (v.code) v.code, v.settings->'names' as names from service_versions v
where exists (select from cases c where c.municipality_id = any (:places) and c.version_id = v.id)
order by v.code, v.id desc
"""
LAST: Final = UUID(int=2**128 - 1)
FIRST: Final = UUID(int=0)


@dataclass(frozen=True)
class CaseFilter(CaseConditions):
    """Filter of cases: a part of all, narrowed by conditions; programs follow changes since an instant."""

    show: str = "open"
    changed_since: datetime | None = None


@dataclass(frozen=True)
class OfficeCase:
    """One line of the list."""

    case_id: UUID
    number: str
    service: Names
    service_code: str
    municipality: Names
    applicant: Names
    village: Names | None
    channel: str
    status: str
    reason: str | None
    turn: str
    filed_at: datetime
    due_on: date | None
    working_days_left: int | None  # until the day of the case by law; negative when it has passed
    decided_on: date | None
    closed_at: datetime | None
    changed_at: datetime | None  # by a step or an event
    task_id: UUID | None  # the nearest open step of the office
    step: Names | None
    role: str | None
    assignee: Names | None


@dataclass(frozen=True)
class OfficeCases:
    rows: tuple[OfficeCase, ...]
    next_after: str | None


def page(
    tx: Transaction, asked: CaseFilter, *, after: str | None = None, limit: int = 50, is_export: bool = False
) -> OfficeCases:
    """Return a page; `after` is the key that the page before it gave.

    What is taken away as a file is on record with each case.
    """
    limit = min(limit, LONGEST_PAGE)
    source, by, order, beyond = CHANGED if asked.changed_since else NEWEST
    start: tuple[Any, UUID] = ("-infinity", FIRST) if asked.changed_since else ("infinity", LAST)
    at, case_id = start if after is None else _key(after)
    places, concern = list(tx.actor.municipalities), sight.condition(tx)
    which, given = joined({SHOWN[asked.show]: {}, **conditions(tx, asked)})
    if asked.changed_since:
        given["changed_since"] = asked.changed_since
    sql = ROWS.format(
        source=source,
        by=by,
        order=order,
        beyond=beyond,
        which=which,
        condition=concern.sql,
        limit=limit + 1,
    )
    rows = tx.all(sql, places=places, at=at, id=case_id, now=tx.now, **given, **concern.params)
    shown = rows[:limit]
    if is_export:
        reads.record_exported(tx, ((row.id, row.municipality_id) for row in shown))
    return OfficeCases(_told(tx, shown), _key_of(shown[-1]) if len(rows) > limit else None)


def services(tx: Transaction) -> dict[str, Names]:
    """Return the services of which the actor's municipalities have cases, by code."""
    return {row.code: row.names for row in tx.all(SERVICES, places=list(tx.actor.municipalities))}


def villages(tx: Transaction) -> dict[str, Names]:
    """Return the settlements of the actor's municipalities, by code."""
    today = local_date(tx.now)
    return {
        row.code: row.names
        for place in tx.actor.municipalities
        for row in known(tx, place).settlements(today)
    }


def _told(tx: Transaction, rows: Sequence[Any]) -> tuple[OfficeCase, ...]:
    if not rows:
        return ()
    at = village_places(tx, {row.version_id for row in rows})
    found = {row.id: row.village for row in tx.all(ANSWERED, ids=[row.id for row in rows], villages=at)}
    names = people.names(tx, {row.holder for row in rows if row.holder is not None})
    return tuple(_case(tx, row, found.get(row.id), names) for row in rows)


def _case(tx: Transaction, row: Any, village: str | None, names: Mapping[int, Names]) -> OfficeCase:
    version, place = published(tx, row.version_id), known(tx, row.municipality_id)
    turn = "applicant" if row.waits_for_applicant else turn_of_office(row)
    due_on = None if row.closed_at else due_day(row.due_at)
    return OfficeCase(
        case_id=row.id,
        number=row.number,
        service=version.names,
        service_code=version.code,
        municipality=row.municipality,
        applicant=row.applicant_name,
        village=place.settlement_names(village) if village else None,
        channel=row.channel,
        status=status_of(row, turn),
        reason=row.reason,
        turn=turn,
        filed_at=row.filed_at,
        due_on=due_on,
        working_days_left=due_on and remaining(due_on, local_date(tx.now), place.calendar),
        decided_on=row.decided_on,
        closed_at=row.closed_at,
        changed_at=row.changed_at,
        task_id=row.task_id,
        step=version.names_of(row.element) if row.task_id else None,
        role=row.role,
        assignee=names.get(row.holder),
    )


def _key_of(row: Any) -> str:
    return f"{row.at.isoformat()}|{row.id}"


def _key(after: str) -> tuple[Any, UUID]:
    try:
        at, case_id = after.split("|")
        return datetime.fromisoformat(at), UUID(case_id)
    except ValueError:
        raise Rejected("inbox.unknown_page") from None
