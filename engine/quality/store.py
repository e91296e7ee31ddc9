"""Decisions by tables, samples and checks, as rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

ADD_AUTOMATIC = """
insert into automatic_decisions (case_id, municipality_id, decision, decided_at)
values (:case_id, :municipality_id, :decision, :decided_at) on conflict (case_id) do nothing
"""
# What may be drawn: whoever draws sees it, and is no party to it.
FRAME = """
select c.id from cases c left join automatic_decisions a on a.case_id = c.id
where c.municipality_id = :municipality_id and c.service_code = :service_code
    and c.decided_on between :since and :until and c.status in ('decided', 'closed')
    and c.order_number is not null and c.applicant_id <> :drawn_by
    and (:kind = 'any' or (a.case_id is not null) = (:kind = 'automatic'))
    and (cast(:ground as text) is null or c.document #>> '{draft_act,refusal_reason}' = :ground)
    and (cast(:clerk_id as bigint) is null
        or exists (select from tasks t where t.case_id = c.id and t.state = 1 and t.closed_by = :clerk_id))
"""
# By chance, and the same again with the same seed.
DRAW = f"""
select id, count(*) over () as among from ({FRAME}) frame
order by sha256(cast(:seed || cast(id as text) as bytea))
"""
ADD_SAMPLE = """
insert into quality_samples
    (id, municipality_id, service_code, since, until, kind, ground, clerk_id, seed, among, drawn_by, drawn_at)
values (:id, :municipality_id, :service_code, :since, :until, :kind, :ground, :clerk_id, :seed, :among,
    :drawn_by, :drawn_at)
"""
ADD_CHECK = """
insert into quality_checks (sample_id, case_id, municipality_id, place)
values (:sample_id, :case_id, :municipality_id, :place)
"""
CHECK = """
select q.*,
    exists (select from tasks t where t.case_id = q.case_id and t.state = 1 and t.closed_by = :person_id)
        as is_own
from quality_checks q where q.sample_id = :sample_id and q.case_id = :case_id for update of q
"""
RECORD = """
update quality_checks set findings = :findings, result = :result, remedy = :remedy, remarks = :remarks,
    checked_by = :checked_by, checked_at = :checked_at
where sample_id = :sample_id and case_id = :case_id
"""


def add_automatic(tx: Transaction, case_id: UUID, *, municipality_id: int, decision: str) -> None:
    of_case = {"case_id": case_id, "municipality_id": municipality_id}
    tx.run(ADD_AUTOMATIC, **of_case, decision=decision, decided_at=tx.now)


def draw(tx: Transaction, *, size: int, **frame: Any) -> list[Any]:
    """Return the first decisions in the order of chance; each row says of how many."""
    return tx.all(f"{DRAW} limit :size", size=size, **frame)


def add_sample(tx: Transaction, sample: dict[str, Any], case_ids: list[UUID]) -> None:
    tx.run(ADD_SAMPLE, **sample, drawn_at=tx.now)
    of_sample = {"sample_id": sample["id"], "municipality_id": sample["municipality_id"]}
    for place, case_id in enumerate(case_ids, start=1):
        tx.run(ADD_CHECK, **of_sample, case_id=case_id, place=place)


def locked(tx: Transaction, sample_id: UUID, case_id: UUID, *, person_id: int | None) -> Any:
    """Return the check, locked; `is_own` says whether the person did a step of the case."""
    return tx.one(CHECK, sample_id=sample_id, case_id=case_id, person_id=person_id)


def keep_findings(tx: Transaction, sample_id: UUID, case_id: UUID, **found: Any) -> None:
    found["findings"] = as_json(found["findings"])
    of_actor = {"checked_by": tx.actor.person_id, "checked_at": tx.now}
    tx.run(RECORD, sample_id=sample_id, case_id=case_id, **found, **of_actor)
