"""Visits to community centres, and how many there were."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

RECORD = """
insert into visits (id, center, kind, service_id, referred_to, people, visited_on, recorded_by)
values (:id, :center, :kind, :service_id, :referred_to, :people, :visited_on, :recorded_by) returning number
"""
NOTE_OUTCOME = "update visits set outcome = :outcome, outcome_on = :on where id = :id and center = :center"
LISTED = """
select v.id, v.number, v.kind, v.referred_to, v.people, v.visited_on, v.outcome, v.outcome_on, v.service_id,
    s.names, p.names as partner_names
from visits v left join partner_services s on s.id = v.service_id left join partners p on p.code = s.partner
where v.center = :center
  and (cast(:number as bigint) is null and v.visited_on >= :since or v.number = :number)
order by v.number desc limit 500
"""
FIGURES = "select * from visit_figures(:since, :until, :today)"


def record(tx: Transaction, **columns: Any) -> int:
    """Keep a visit; return its number."""
    return int(tx.scalar(RECORD, **columns))


def record_outcome(tx: Transaction, visit_id: UUID, *, center: int, outcome: str, on: date) -> bool:
    """Keep what came of a visit; False where the centre has none of this id."""
    return tx.run(NOTE_OUTCOME, id=visit_id, center=center, outcome=outcome, on=on) == 1


def listed(tx: Transaction, center: int, *, since: date, number: int | None) -> list[Any]:
    """Return the centre's visits since a day, or the one of a number, the newest first."""
    return tx.all(LISTED, center=center, since=since, number=number)


def figures(tx: Transaction, *, since: date, until: date, today: date) -> list[Any]:
    """Return how many there were, by centre, kind and partner; `until` is not among them."""
    return tx.all(FIGURES, since=since, until=until, today=today)
