"""Cases that somebody of the office, or their role, has had something to do with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

# Where the person or their roles have had a step, and, for finance, where money moves.
CONCERNED = """
select c.id from cases c where c.id = any (:ids) and (
    exists (select from tasks where case_id = c.id and :person in (person_id, claimed_by))
    or exists (select from tasks t cross join
        jsonb_to_recordset(cast(:grants as jsonb)) as g(municipality_id smallint, role text, unit text)
        where t.case_id = c.id and t.municipality_id = g.municipality_id and t.role = g.role
          and (g.unit is null or t.unit_code is null or t.unit_code = g.unit))
    or c.municipality_id = any (:finance) and (
        exists (select from payments where case_id = c.id)
        or exists (select from budget_requests where case_id = c.id)))
"""


def concerned(
    tx: Transaction,
    ids: Collection[UUID],
    *,
    person: int | None,
    grants: Sequence[Mapping[str, Any]],
    finance: Sequence[int],
) -> set[UUID]:
    """Return which of the cases: by a step of the person or of a grant, by money in those municipalities."""
    rows = tx.all(CONCERNED, ids=list(ids), person=person, grants=as_json(grants), finance=list(finance))
    return {row.id for row in rows}
