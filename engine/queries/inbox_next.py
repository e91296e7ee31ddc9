"""The task that follows another in a clerk's list, for whoever has finished it and works on.

Responsible for the next one that this person may work on; refuses to know what a page shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.queries import inbox_beside, inbox_part, inbox_ranges, inbox_sorting
from engine.queries.inbox_part import Part
from engine.queries.inbox_ranges import Place

LOOKED_AT: Final = 50  # tasks behind it, most of which somebody else may have
PLACE_OF: Final = "select t.deadline_at, t.rank, t.opened_at, t.id from tasks t where t.id = :task_id"
PAGE: Final = f"with page as ({{body}}) select t.* from page t order by {inbox_ranges.PLACE}"


def following(
    tx: Transaction,
    part: Part | str,
    task_id: UUID,
) -> UUID | None:
    """Return the next task behind this one that the actor may work on, else the first of the list, or None.

    The task itself need not be on the list any more: its place in the order is what counts.
    """
    part = Part(part) if isinstance(part, str) else part
    pages = _sorted_pages if inbox_sorting.is_sorted(part) else _pages
    for rows in pages(tx, part, task_id):
        found = next((row.id for row in rows if row.id != task_id and _is_for(tx, row)), None)
        if found is not None:
            return UUID(str(found))
    return None


def _pages(tx: Transaction, part: Part, task_id: UUID) -> Iterator[list[Any]]:
    """Yield the tasks behind this one, then the first of the list."""
    at = tx.one(PLACE_OF, task_id=task_id)
    body, (start, until) = inbox_part.body(tx, part), inbox_part.bounds(tx, part)
    places = (start,) if at is None else (Place(at.deadline_at, at.rank, at.opened_at, at.id), start)
    sql = PAGE.replace("{body}", body.sql.format(limit=LOOKED_AT))
    for place in places:
        yield tx.all(sql, **body.params, **place.params(), until=until)


def _sorted_pages(tx: Transaction, part: Part, task_id: UUID) -> Iterator[list[Any]]:
    """Yield the same of a sorted list; of one that is too long to be sorted in the order of deadlines."""
    body, (start, until) = inbox_part.body(tx, part), inbox_part.bounds(tx, part)
    page, order = inbox_sorting.page_of(part, body.sql, limit=LOOKED_AT), inbox_sorting.order_of(part)
    sql = f"with {page} select t.* from page t order by {order}"
    for behind in (task_id, None):
        given = {**inbox_sorting.params(part, behind), **start.params(), "until": until}
        rows = tx.all(sql, **body.params, **given)
        if rows and rows[0].total > inbox_sorting.MOST:
            yield from _pages(tx, part, task_id)
            return
        yield rows


def _is_for(tx: Transaction, row: Any) -> bool:
    is_theirs = tx.actor.person_id in (row.claimed_by, row.person_id)
    return is_theirs or inbox_beside.may_claim(tx.actor, row)
