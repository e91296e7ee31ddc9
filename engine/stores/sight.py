"""Cases that somebody of the office has something to do with, as a condition of statements."""

from __future__ import annotations

from typing import Any, Final

from engine.db.pool import Transaction

# Whoever is recused from a case sees nothing of it.
NOT_RECUSED: Final = """
not (c.municipality_id = any (:sight_places) and exists (select from stepped_aside a
    where a.case_id = c.id and a.person_id = :sight_person))
"""
# By another way than an office, by an office that sees them all, by a service, by a step of the person or of
# an office of theirs, by a question that they are asked, and, for finance, where money moves.
CONCERNED: Final = """
(c.municipality_id <> all (:sight_places) or c.applicant_id = :sight_party
    or c.municipality_id = any (:sight_whole) or c.service_code = any (:sight_services)
    or exists (select from jsonb_to_recordset(cast(:sight_versions as jsonb))
        as v(municipality_id smallint, version_id int)
        where v.municipality_id = c.municipality_id and v.version_id = c.version_id)
    or exists (select from tasks t where t.case_id = c.id and :sight_person in (t.person_id, t.claimed_by))
    or exists (select from tasks t cross join jsonb_to_recordset(cast(:sight_grants as jsonb))
        as g(municipality_id smallint, role text, unit text)
        where t.case_id = c.id and t.municipality_id = g.municipality_id and t.role = g.role
          and (g.unit is null or t.unit_code is null or t.unit_code = g.unit))
    or exists (select from adhoc_tasks h where h.case_id = c.id and h.withdrawn_at is null
        and (h.person_id = :sight_person
            or exists (select from jsonb_to_recordset(cast(:sight_grants as jsonb))
                as g(municipality_id smallint, role text)
                where g.municipality_id = h.municipality_id and g.role = h.role)))
    or c.municipality_id = any (:sight_finance) and (
        exists (select from payments p where p.case_id = c.id)
        or exists (select from budget_requests b where b.case_id = c.id)))
"""
AMONG: Final = "select c.id from cases c where c.id = any (:ids) and {condition}"
VERSIONS: Final = """
select v.id from service_versions v
where exists (select from cases c where c.municipality_id = :place and c.version_id = v.id)
"""


def among(tx: Transaction, ids: list[Any], condition: str, **params: Any) -> set[Any]:
    """Return which of the cases meet a condition."""
    return {row.id for row in tx.all(AMONG.replace("{condition}", condition), ids=ids, **params)}


def versions(tx: Transaction, place: int) -> list[int]:
    """Return the versions of services of which a municipality has cases."""
    return [row.id for row in tx.all(VERSIONS, place=place)]
