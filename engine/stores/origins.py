"""Earlier answers of a person, the newest ones, and the newest word of the registry."""

from __future__ import annotations

from typing import Any

from engine.db.pool import Transaction

EARLIER = """
select s.answers, s.filed_at, c.number from submissions s join cases c on c.id = s.case_id
where c.applicant_id = :person and c.service_code = :service order by s.filed_at desc limit 1
"""
# A case may have asked about others too: this person is known by name and day of birth.
REGISTRY = """
select v.value as facts, c.number from cases c cross join lateral jsonb_each(c.document) v
join people p on p.id = c.applicant_id
where c.applicant_id = :person and jsonb_typeof(v.value) = 'object'
  and v.value->>'source' = 'registry' and v.value->'found' = 'true'::jsonb
  and v.value->>'birth_date' = p.birth_date::text
  and v.value->>'given_name' = p.given_name->>'ka' and v.value->>'family_name' = p.family_name->>'ka'
order by v.value->>'checked_at' desc limit 1
"""


def earlier(tx: Transaction, person: int, service: str) -> Any:
    """Return the person's newest submission for the service, or None."""
    return tx.one(EARLIER, person=person, service=service)


def registry(tx: Transaction, person: int) -> Any:
    """Return what the civil registry said of the person in their newest case, or None."""
    return tx.one(REGISTRY, person=person)
