"""The task that follows another in a clerk's list, for whoever has finished it and works on.

Responsible for the next one that this person may work on; refuses to know what a page shows.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.queries import inbox_beside, inbox_counts, inbox_ranges
from engine.queries.inbox_ranges import Holder, Place
from engine.queries.inbox_views import Due
from engine.stores.known import known

LOOKED_AT: Final = 50  # tasks behind it, most of which somebody else may have
PLACE_OF: Final = "select t.deadline_at, t.rank, t.opened_at, t.id from tasks t where t.id = :task_id"
PAGE: Final = f"with page as ({{body}}) select t.* from page t order by {inbox_ranges.PLACE}"


def following(
    tx: Transaction,
    tab: str,
    task_id: UUID,
    *,
    due: Due | None = None,
    service: str | None = None,
    holder: Holder | None = None,
) -> UUID | None:
    """Return the next task behind this one that the actor may work on, else the first of the list, or None.

    The task itself need not be on the list any more: its place in the order is what counts.
    """
    at = tx.one(PLACE_OF, task_id=task_id)
    filed = inbox_counts.filed_since(tx) if due is Due.NEW else None
    body = inbox_ranges.body(tx.actor, tab, service=service, filed_since=filed, holder=holder)
    start, until = inbox_counts.bounds(tx, due, known(tx, next(iter(tx.actor.municipalities), 0)).calendar)
    places = (start,) if at is None else (Place(at.deadline_at, at.rank, at.opened_at, at.id), start)
    sql = PAGE.replace("{body}", body.sql.format(limit=LOOKED_AT))
    for place in places:
        rows = tx.all(sql, **body.params, **place.params(), until=until)
        found = next((row.id for row in rows if row.id != task_id and _is_for(tx, row)), None)
        if found is not None:
            return UUID(str(found))
    return None


def _is_for(tx: Transaction, row: Any) -> bool:
    is_theirs = tx.actor.person_id in (row.claimed_by, row.person_id)
    return is_theirs or inbox_beside.may_claim(tx.actor, row)
