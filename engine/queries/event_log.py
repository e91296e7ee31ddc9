"""The event log of cases for process mining: filed, steps opened and ended, decided, closed.

Whoever acted bears a pseudonym that is drawn anew for each log, so that two logs can't be joined by it. No
names, numbers of persons or answers are in it; the number of a case is. Refuses to know the formats of files.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.queries.case_conditions import conditions, joined
from engine.queries.office_cases import SHOWN, CaseFilter
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import reads
from engine.texts import LANGUAGES

MOST_CASES: Final = 5_000
CASES: Final = """
select c.id, c.number, c.municipality_id, m.code as municipality, c.service_code, c.version_id,
    c.applicant_id, c.channel, c.reason, c.filed_at, c.closed_at
from cases c join municipalities m on m.id = c.municipality_id
where c.municipality_id = any (:places) and {which} and {condition}
order by c.filed_at desc, c.id desc limit {most}
"""
EVENTS: Final = """
select t.case_id, t.element, 'schedule' as transition, t.opened_at as at, null::bigint as person_id,
    t.role, t.unit_code as unit, null as kind
from tasks t where t.case_id = any (:ids)
union all select t.case_id, t.element, case when t.state = 1 then 'complete' else 'withdraw' end, t.closed_at,
    t.closed_by, t.role, t.unit_code, null
from tasks t where t.case_id = any (:ids) and t.state <> 0 and t.closed_at is not null
union all select e.case_id, null, 'complete', e.at, e.actor_id, null, null, 'decided'
from events e where e.case_id = any (:ids) and e.kind like 'case.decided.%'
"""
MILESTONES: Final = ("filed", "decided", "closed")


@dataclass(frozen=True)
class LogEvent:
    """Event of a case in the event log; the transition is one of the standard life cycle of XES."""

    activity: Names
    transition: str  # schedule, complete, withdraw
    at: datetime
    resource: str | None  # a pseudonym; None: the system, or nobody yet
    role: str | None
    unit: str | None


@dataclass(frozen=True)
class LoggedCase:
    case_id: UUID
    number: str
    service_code: str
    service: Names
    municipality: str
    channel: str
    outcome: str | None
    events: tuple[LogEvent, ...]


@dataclass(frozen=True)
class EventLog:
    """The newest cases of a filter with their events in order; `is_cut` where there are more."""

    cases: tuple[LoggedCase, ...]
    is_cut: bool


@dataclass
class Pseudonyms:
    """Names for people within one log: by chance, and forgotten with it."""

    _drawn: dict[int, str] = field(default_factory=dict)

    def of(self, person_id: int, kind: str) -> str:
        if person_id not in self._drawn:
            self._drawn[person_id] = f"{kind}-{secrets.token_hex(6)}"
        return self._drawn[person_id]


def event_log(tx: Transaction, asked: CaseFilter, milestones: Mapping[str, Names]) -> EventLog:
    """Return the log of the cases that the actor may look into; each is on record as taken away.

    `milestones` are what the events are called that are no step. Raises `NotAllowed`.
    """
    if not tx.actor.may_somewhere(Right.SUPERVISE):
        raise NotAllowed
    which, given = joined({SHOWN[asked.show]: {}, **conditions(tx, asked)})
    concern = sight.condition(tx)
    sql = CASES.format(which=which, condition=concern.sql, most=MOST_CASES + 1)
    rows = tx.all(sql, places=list(tx.actor.municipalities), now=tx.now, **given, **concern.params)
    shown = rows[:MOST_CASES]
    reads.record_exported(tx, ((row.id, row.municipality_id) for row in shown))
    happened: dict[UUID, list[Any]] = {}
    for event in tx.all(EVENTS, ids=[row.id for row in shown]):
        happened.setdefault(event.case_id, []).append(event)
    pseudonyms = Pseudonyms()
    return EventLog(
        tuple(_case(tx, row, happened.get(row.id, []), milestones, pseudonyms) for row in shown),
        len(rows) > MOST_CASES,
    )


def _case(
    tx: Transaction, row: Any, happened: list[Any], milestones: Mapping[str, Names], pseudonyms: Pseudonyms
) -> LoggedCase:
    version = published(tx, row.version_id)
    applicant = pseudonyms.of(row.applicant_id, "applicant")
    events = [
        LogEvent(milestones["filed"], "complete", row.filed_at, applicant, None, None),
        *(_event(row, event, version, milestones, pseudonyms) for event in happened),
    ]
    if row.closed_at is not None:
        events.append(LogEvent(milestones["closed"], "complete", row.closed_at, None, None, None))
    return LoggedCase(
        row.id,
        row.number,
        row.service_code,
        version.names,
        row.municipality,
        row.channel,
        row.reason,
        tuple(sorted(events, key=lambda event: event.at)),
    )


def _event(
    row: Any, event: Any, version: Published, milestones: Mapping[str, Names], pseudonyms: Pseudonyms
) -> LogEvent:
    kind = "applicant" if event.person_id == row.applicant_id else "official"
    return LogEvent(
        milestones["decided"] if event.element is None else _name(version, event.element),
        event.transition,
        event.at,
        pseudonyms.of(event.person_id, kind) if event.person_id is not None else None,
        event.role,
        event.unit,
    )


def _name(version: Published, element: str) -> Names:
    known = element in version.definition.elements
    return version.names_of(element) if known else dict.fromkeys(LANGUAGES, element)
