"""Who works for a municipality today, and on which steps. Refuses to know what anybody has to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction

_TODAY = "g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on) and g.center is null"
HOLDS = f"""
select exists (select from role_grants g
    where g.person_id = :person_id and g.municipality_id = :municipality_id
    and g.role = :role and (cast(:unit as text) is null or g.unit_code is null or g.unit_code = :unit)
    and {_TODAY})
"""
OF_MUNICIPALITIES = f"""
select g.person_id, g.municipality_id, g.role, g.unit_code, g.is_acting from role_grants g
where g.municipality_id = any (:municipalities) and {_TODAY}
order by g.municipality_id, g.role, g.person_id
"""


def holds(tx: Transaction, person_id: int, task: Any, *, on: datetime) -> bool:
    """Tell whether somebody holds, on a day, an office that works on such a task."""
    return bool(
        tx.scalar(
            HOLDS,
            person_id=person_id,
            municipality_id=task.municipality_id,
            role=task.role,
            unit=task.unit_code,
            on=local_date(on),
        )
    )


def of_municipalities(tx: Transaction, municipalities: tuple[int, ...]) -> list[Any]:
    """Return the offices that are held today."""
    return tx.all(OF_MUNICIPALITIES, municipalities=list(municipalities), on=local_date(tx.now))
