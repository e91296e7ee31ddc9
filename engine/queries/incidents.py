"""Incidents: the list of a supervisor, those of a case, where a case may be put."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.operations import ALL
from engine.process import Element
from engine.queries.incident_views import Choice, IncidentPage, IncidentView, MoveView, Step
from engine.roles import Right
from engine.stores import cases

LONGEST_PAGE = 200
ROW = """
select i.*, c.number, c.version as case_version, c.version_id, j.operation
from incidents i join cases c on c.id = i.case_id left join jobs j on i.kind = 'job' and j.id = i.subject
"""
# What supervisors of these municipalities may mend.
OPEN = "i.state = 'open' and i.municipality_id = any (:municipalities)"
CHOSEN = """
(cast(:service as text) is null or c.service_code = :service)
and (cast(:code as text) is null or i.code = :code)
"""
PAGE = f"""
{ROW} where {OPEN} and {CHOSEN} and (i.opened_at, i.id) > (:after_at, :after_id)
order by i.opened_at, i.id limit :limit
"""
TOTAL = f"select count(*) from incidents i join cases c on c.id = i.case_id where {OPEN} and {CHOSEN}"
COUNT = f"select count(*) from incidents i where {OPEN}"
SERVICES = f"""
select c.service_code as value, max(c.version_id) as version_id, count(*) as count
from incidents i join cases c on c.id = i.case_id where {OPEN} group by 1 order by 1
"""
CAUSES = f"select i.code as value, count(*) as count from incidents i where {OPEN} group by 1 order by 1"
OF_CASE = f"{ROW} where i.case_id = :case_id and i.state = 'open' order by i.opened_at, i.id"
ONE = f"{ROW} where i.id = :id and i.state = 'open'"
WAITING = """
select token from tasks where case_id = :case_id and state = 0
union select token from timers where case_id = :case_id and token is not null
union select token from jobs where case_id = :case_id and state in ('queued', 'incident')
union select token from messages_awaited where case_id = :case_id
order by token
"""
START = ("-infinity", UUID(int=0))
TASKS = frozenset(
    {"userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "scriptTask"}
    | {"subProcess", "callActivity"}
)


def page(
    tx: Transaction,
    service: str | None = None,
    code: str | None = None,
    *,
    after: str | None = None,
    limit: int = 50,
) -> IncidentPage:
    """Return open incidents that this person may mend, the oldest first."""
    limit = min(limit, LONGEST_PAGE)
    mine, chosen = {"municipalities": _supervised(tx)}, {"service": service, "code": code}
    after_at, after_id = _key(after)
    rows = tx.all(PAGE, **mine, **chosen, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown, more = rows[:limit], len(rows) > limit
    return IncidentPage(
        rows=tuple(_view(tx, row) for row in shown),
        total=tx.scalar(TOTAL, **mine, **chosen),
        services=tuple(
            Choice(row.value, published(tx, row.version_id).names, row.count)
            for row in tx.all(SERVICES, **mine)
        ),
        causes=tuple(Choice(row.value, None, row.count) for row in tx.all(CAUSES, **mine)),
        next_after=f"{shown[-1].opened_at.isoformat()}|{shown[-1].id}" if more else None,
    )


def count(tx: Transaction) -> int | None:
    """Return how many open incidents this person may mend; None for whoever supervises nothing."""
    supervised = _supervised(tx)
    return int(tx.scalar(COUNT, municipalities=supervised)) if supervised else None


def of_case(tx: Transaction, case_id: UUID) -> tuple[IncidentView, ...]:
    """Return the open incidents of a case."""
    return tuple(_view(tx, row) for row in tx.all(OF_CASE, case_id=case_id))


def one(tx: Transaction, incident_id: UUID) -> IncidentView:
    """Return an open incident that this person may mend. Raises `NotFound`, `NotAllowed`."""
    row = tx.one(ONE, id=incident_id)
    if row is None or row.municipality_id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, row.municipality_id):
        raise NotAllowed
    return _view(tx, row)


def moving(tx: Transaction, case_id: UUID, token: str | None) -> MoveView:
    """Return what of a case can be moved, and where to. Raises `NotFound`, `NotAllowed`."""
    row = cases.load(tx, case_id)
    if row is None or row.municipality_id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, row.municipality_id):
        raise NotAllowed
    version = published(tx, row.version_id)
    waiting = tuple(
        _step(version, found.token, _element(version, found.token))
        for found in tx.all(WAITING, case_id=case_id)
        if _element(version, found.token).kind != "boundaryEvent"  # it stands and falls with its step
    )
    chosen = token if token in {step.where for step in waiting} else None
    targets = _targets(version, chosen.rpartition(":")[0]) if chosen else ()
    return MoveView(case_id, row.number, version.names, row.version, waiting, targets)


def _targets(version: Published, element: str) -> tuple[Step, ...]:
    """Return the elements on the step's level, those that do something first."""
    level = next(scope for scope in version.definition.scopes if any(e.id == element for e in scope.elements))
    behind_choice = {
        flow.target
        for flow in level.flows
        if version.definition.elements[flow.source].kind == "eventBasedGateway"
    }
    ways_in = [flow.target for flow in level.flows]
    steps = [
        _step(version, found.id, found)
        for found in level.elements
        if found.kind not in ("startEvent", "boundaryEvent")
        and found.id not in {element, *behind_choice}
        and not (found.kind in ("parallelGateway", "inclusiveGateway") and ways_in.count(found.id) > 1)
    ]
    return tuple(sorted(steps, key=lambda step: not step.is_task))


def _step(version: Published, where: str, element: Element) -> Step:
    return Step(where, version.names_of(element.id), element.kind, element.kind in TASKS)


def _element(version: Published, token: str) -> Element:
    return version.definition.elements[token.rpartition(":")[0]]


def _view(tx: Transaction, row: Any) -> IncidentView:
    version = published(tx, row.version_id)
    element = row.token.rpartition(":")[0]
    is_known = element in version.definition.elements
    return IncidentView(
        incident_id=row.id,
        case_id=row.case_id,
        case_number=row.number,
        case_version=row.case_version,
        service=version.names,
        kind=row.kind,
        step=version.names_of(element) if is_known else version.names,
        code=row.code,
        params=row.params,
        attempts=row.attempts,
        opened_at=row.opened_at,
        failed_at=row.failed_at,
        is_retried=row.retried_at is not None,
        may_mend=tx.actor.may(Right.SUPERVISE, row.municipality_id),
        outputs=ALL.find(row.operation).outputs if row.operation in ALL.names else (),
    )


def _supervised(tx: Transaction) -> list[int]:
    return [place for place in tx.actor.municipalities if tx.actor.may(Right.SUPERVISE, place)]


def _key(after: str | None) -> tuple[Any, UUID]:
    if after is None:
        return START
    try:
        at, _, incident_id = after.partition("|")
        return datetime.fromisoformat(at), UUID(incident_id)
    except ValueError:
        raise Rejected("inbox.unknown_page") from None
