"""Colleagues: who works for a municipality today, on which steps. Refuses to know what anybody has to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction

HELD_TODAY = "g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on) and g.center is null"
HOLDS = f"""
select exists (select from role_grants g
    where g.person_id = :person_id and g.municipality_id = :municipality_id
    and g.role = :role and (cast(:unit as text) is null or g.unit_code is null or g.unit_code = :unit)
    and {HELD_TODAY})
"""
OF_MUNICIPALITIES = f"""
select g.person_id, g.municipality_id, g.role, g.unit_code, g.is_acting from role_grants g
where g.municipality_id = any (:municipalities) and {HELD_TODAY}
order by g.municipality_id, g.role, g.person_id
"""
# With each official whose place it is; who holds the office themselves too acts for nobody.
ACTING = f"""
select g.person_id, g.municipality_id, g.role, g.unit_code, h.person_id as official
from role_grants g left join role_grants h on h.municipality_id = g.municipality_id and h.role = g.role
    and h.unit_code is not distinct from g.unit_code and not h.is_acting and h.center is null
    and h.valid_from <= :on and (h.valid_until is null or h.valid_until > :on)
where g.municipality_id = any (:municipalities) and g.is_acting and {HELD_TODAY}
  and not exists (select from role_grants o where o.person_id = g.person_id and o.role = g.role
    and o.municipality_id = g.municipality_id and not o.is_acting
    and (o.unit_code is null or o.unit_code = g.unit_code) and o.valid_from <= :on
    and (o.valid_until is null or o.valid_until > :on))
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


def acting(tx: Transaction, municipalities: tuple[int, ...]) -> list[Any]:
    """Return the offices that are held today in the place of an official."""
    return tx.all(ACTING, municipalities=list(municipalities), on=local_date(tx.now))
