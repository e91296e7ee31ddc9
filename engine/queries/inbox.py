"""A clerk's list: mine, my unit's, unassigned, all, and what waits for applicants.

Nearest legal deadline first, then the more urgent, then what arrived first. Each role and unit a person holds
is one range of one index (`inbox_ranges`). The ranges are merged as they are read, up to the end of the page,
and the page after it continues from its last row: so a page costs the same however long the list is, and
hardly more with many roles. Other orders: `inbox_sorting`. Which part of a list: `inbox_part`.

To add a column to the inbox (the list of tasks) for all services: `ROWS` and `_row` here, `InboxRow` in
`engine/queries/inbox_views.py`; `COLUMNS` in `engine/list_columns.py`, its cell in
`web/templates/inbox/list_row.html`; `EXPORTED` and `cells`, in the same order, in `web/inbox/lists.py`; words
in `web/texts/<language>/inbox.json`; `python -m tests.web.test_api_released`. A column of one service is
data: `list_columns` of its `service.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.lists import DEADLINE, LISTS
from engine.queries import (
    inbox_beside,
    inbox_counts,
    inbox_last_seen,
    inbox_part,
    inbox_ranges,
    inbox_sorting,
)
from engine.queries.inbox_beside import Beside
from engine.queries.inbox_last_seen import LastSeen
from engine.queries.inbox_part import Part
from engine.queries.inbox_ranges import PLACE, Place
from engine.queries.inbox_views import Counts, Due, InboxPage, InboxRow, TaskLabel
from engine.stores import reads
from engine.stores.known import known
from engine.terms import remaining

TABS = LISTS
LONGEST_PAGE = 200
URGENT = 75  # of 100; the usual priority is 50
RANKS = range(101)

# Marks of the page's rows, looked up once for all of them.
MARKS = """
saved as (select d.task_id from task_drafts d where d.task_id in (select id from page)),
written as (select w.case_id from case_messages w
    where w.case_id in (select case_id from page) and w.seen_at is null and not w.is_from_office)
"""
# Asked of each row by key: whose turn it is besides.
WAITS = """
array_remove(array[
    case when t.role is not null and exists (select from tasks w where w.case_id = t.case_id and w.state = 0
        and w.role is null and w.person_id = w.applicant_id) then 'applicant' end,
    case when exists (select from payments p where p.case_id = t.case_id and p.state = 'due')
        then 'payment' end,
    case when exists (select from jobs j where j.case_id = t.case_id and j.state = 'queued')
        then 'answer' end], null) as waits_for
"""
ROWS = f"""
select t.id, t.case_id, t.element, t.role, t.unit_code, t.claimed_by, t.person_id, t.opened_at, t.deadline_at,
       t.reminded, t.rank, t.touched_at, t.touched_by, c.applicant_id,
       t.id in (select task_id from saved) as is_saved,
       c.number, c.version_id, c.applicant_name, c.channel, m.id as municipality_id, m.names as municipality,
       u.names as unit,
       t.case_id in (select case_id from written) as has_message, {{total}} as total, {WAITS}
from page t join cases c on c.id = t.case_id join municipalities m on m.id = t.municipality_id
left join units u on u.code = t.unit_code
order by {{order}} limit {{limit}}
"""
FIRST_OF_ALL = """
with page as ({body}) select c.id, c.municipality_id, c.applicant_id, c.version_id
from page t join cases c on c.id = t.case_id
"""
LABELS = """
select t.id, t.element, t.case_id, c.number, c.municipality_id, c.applicant_id, c.version_id
from tasks t join cases c on c.id = t.case_id
where t.id = any (:ids)
"""
NO_DEADLINE_YEAR = 9999


@dataclass(frozen=True)
class _Case:
    id: UUID
    municipality_id: int
    applicant_id: int
    version_id: int


def page(
    tx: Transaction,
    part: Part | str,
    *,
    after: str | None = None,
    limit: int = 50,
    answers: Sequence[str] | None = None,
    is_export: bool = False,
) -> InboxPage:
    """Return a page of a part, or of a whole tab; `after` is the key that the page before it gave.

    `answers` are the places of those that are shown beside, instead of those that the service names. What is
    taken away as a file is on record with each case; looking at the list is not.
    """
    part = Part(part) if isinstance(part, str) else part
    if part.tab not in TABS:
        raise Rejected("inbox.unknown_tab", tab=part.tab)
    limit = min(limit, LONGEST_PAGE)
    rows, order = _rows(tx, part, after, limit + 1)
    shown, more = rows[:limit], len(rows) > limit
    last = shown[-1] if more else None
    if part.tab in ("all", "waiting"):
        shown = _of_concern(tx, shown)
    if is_export:
        reads.record_exported(tx, ((row.case_id, row.municipality_id) for row in shown))
    beside, markers = inbox_beside.of(tx, shown, part, answers), inbox_last_seen.markers(tx)
    return InboxPage(
        tab=part.tab,
        due=part.due,
        service=part.service,
        holder=beside.names.get(part.holder.person or 0) if part.holder else None,
        rows=tuple(_row(tx, row, beside, markers.get(part.tab)) for row in shown),
        columns=tuple(column.names for column in beside.columns),
        places=tuple(column.place for column in beside.columns),
        counts=_counts(tx, part, markers),
        next_after=None if last is None else _key_of(last, order),
        order=order,
    )


def _rows(tx: Transaction, part: Part, after: str | None, limit: int) -> tuple[list[Any], str]:
    """Return the rows of a page, and their order: a part that is too long stands in that of deadlines."""
    body, (start, until) = inbox_part.body(tx, part), inbox_part.bounds(tx, part)
    if inbox_sorting.is_sorted(part) and not _is_place(after):
        words = {"total": "t.total", "order": inbox_sorting.order_of(part), "limit": str(limit)}
        sql = f"with {inbox_sorting.page_of(part, body.sql, limit=limit)}, {MARKS} {ROWS.format(**words)}"
        params = inbox_sorting.params(part, _task(after))
        rows = tx.all(sql, **body.params, **start.params(), until=until, **params)
        if not rows or rows[0].total <= inbox_sorting.MOST:
            return rows, part.order
    words = {"total": "0", "order": PLACE, "limit": str(limit)}
    sql = f"with page as ({body.sql.format(limit=limit)}), {MARKS} {ROWS.format(**words)}"
    place = start if after is None else _key(after)
    return tx.all(sql, **body.params, **place.params(), until=until), DEADLINE


def _counts(tx: Transaction, part: Part, markers: LastSeen) -> Counts:
    """Return how much there is; of all only what concerns the actor, of the first as many as are counted.

    How much of a part of a list is due when is not counted.
    """
    tab = part.tab
    counts = inbox_counts.counts(tx, tab, inbox_part.calendar(tx), markers)
    counts = replace(counts, due=dict.fromkeys(Due)) if part.is_narrowed else counts
    if not inbox_ranges.sees_only_some(tx.actor):
        return counts
    if tab != "all":
        return replace(counts, all=None)
    most = Counts.MOST + 1
    body = inbox_ranges.body(tx.actor, "all")
    start, until = inbox_counts.bounds(tx, None)
    sql = FIRST_OF_ALL.replace("{body}", body.sql.format(limit=most))
    rows = tx.all(sql, **body.params, **start.params(), until=until)
    seen = len(sight.among(tx, rows))
    return replace(counts, all=seen, all_is_more=len(rows) == most, due=dict.fromkeys(Due))


def _of_concern(tx: Transaction, rows: Sequence[Any]) -> list[Any]:
    """Return the rows of cases that the actor may look into."""
    cases = [_Case(row.case_id, row.municipality_id, row.applicant_id, row.version_id) for row in rows]
    seen = {case.id for case in sight.among(tx, cases)}
    return [row for row in rows if row.case_id in seen]


def _row(tx: Transaction, row: Any, beside: Beside, since: datetime | None) -> InboxRow:
    version, place = published(tx, row.version_id), known(tx, row.municipality_id)
    due_on = due_day(row.deadline_at)
    is_theirs = inbox_beside.may_claim(tx.actor, row)
    conflict = beside.closed.get(row.id) if is_theirs or row.claimed_by == tx.actor.person_id else None
    may_claim = is_theirs and conflict is None
    officials = beside.officials(row.claimed_by or (tx.actor.person_id if may_claim else None), row)
    return InboxRow(
        task_id=row.id,
        case_id=row.case_id,
        case_number=row.number,
        service=version.names,
        service_code=version.code,
        step=version.names_of(row.element),
        role=row.role,
        waits_for=tuple(row.waits_for),
        applicant=row.applicant_name,
        municipality=row.municipality,
        unit=row.unit,
        village=beside.village(row, place),
        assignee=beside.names.get(row.claimed_by or row.person_id),
        assignee_id=row.claimed_by,
        is_acting=officials is not None,
        official=beside.names.get(min(officials)) if officials and len(officials) == 1 else None,
        is_mine=tx.actor.person_id in (row.claimed_by, row.person_id),
        may_claim=may_claim,
        conflict=conflict,
        is_for_applicant=row.person_id is not None and row.person_id == row.applicant_id,
        opened_at=row.opened_at,
        is_new=inbox_last_seen.is_new(tx.actor, row, since),
        is_changed=inbox_last_seen.is_changed(tx.actor, row, since),
        due_on=due_on,
        working_days_left=due_on and remaining(due_on, local_date(tx.now), place.calendar),
        channel=row.channel,
        reminded=row.reminded,
        is_urgent=row.rank <= 100 - URGENT,
        has_message=row.has_message,
        is_saved=row.is_saved,
        shown=beside.shown(row, place, local_date(tx.now)),
    )


def labels(tx: Transaction, task_ids: Sequence[UUID]) -> dict[UUID, TaskLabel]:
    """Return what these steps are called, as far as the actor sees them."""
    return {
        row.id: TaskLabel(row.id, row.number, published(tx, row.version_id).names_of(row.element))
        for row in _of_concern(tx, tx.all(LABELS, ids=list(task_ids)))
    }


def cases_of(tx: Transaction, task_ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Return the cases of these steps that the actor sees, each once, in the order of their numbers."""
    found = _of_concern(tx, tx.all(LABELS, ids=list(task_ids)))
    return tuple(dict.fromkeys(row.case_id for row in sorted(found, key=lambda row: row.number)))


def due_day(deadline_at: Any) -> Any:
    """Return the day of an instant; a task without a deadline has none."""
    if deadline_at is None or deadline_at.year >= NO_DEADLINE_YEAR:
        return None
    return local_date(deadline_at)


def _is_place(after: str | None) -> bool:
    """Say whether the key of a page is a place in the order of deadlines."""
    return after is not None and "|" in after


def _task(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise Rejected("inbox.unknown_page") from None


def _key_of(row: Any, order: str) -> str:
    if order != DEADLINE:
        return str(row.id)
    return f"{row.deadline_at.isoformat()}|{row.rank}|{row.opened_at.isoformat()}|{row.id}"


def _key(after: str) -> Place:
    try:
        at, rank, opened, task_id = after.split("|")
        if int(rank) not in RANKS:
            raise ValueError(rank)
        return Place(datetime.fromisoformat(at), int(rank), datetime.fromisoformat(opened), UUID(task_id))
    except ValueError:
        raise Rejected("inbox.unknown_page") from None
