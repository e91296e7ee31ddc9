"""Colleagues: who works for a municipality today, on which steps. Refuses to know what anybody has to do."""

from __future__ import annotations

from datetime import date, datetime
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
# With each official whose place it is: of an absence the one who is away, else every holder. Who holds the
# office themselves too acts for nobody, but in a step that an absent colleague had in hand.
ACTING = f"""
select g.person_id, g.municipality_id, g.role, g.unit_code, cast(null as uuid) as task_id,
    coalesce(a.person_id, h.person_id) as official
from role_grants g left join absences a on a.id = g.absence_id
left join role_grants h on a.id is null and h.municipality_id = g.municipality_id and h.role = g.role
    and h.unit_code is not distinct from g.unit_code and not h.is_acting and h.center is null
    and h.valid_from <= :on and (h.valid_until is null or h.valid_until > :on)
where g.municipality_id = any (:municipalities) and g.is_acting and {HELD_TODAY}
  and not exists (select from role_grants o where o.person_id = g.person_id and o.role = g.role
    and o.municipality_id = g.municipality_id and not o.is_acting
    and (o.unit_code is null or o.unit_code = g.unit_code) and o.valid_from <= :on
    and (o.valid_until is null or o.valid_until > :on))
union all
select a.substitute_id, a.municipality_id, null, null, t.task_id, a.person_id
from absences a join handed_tasks t on t.absence_id = a.id
where a.municipality_id = any (:municipalities) and a.state = 'approved' and a.given_back_at is null
  and a.until > :on
"""
AWAY = """
select person_id, municipality_id, until from absences
where municipality_id = any (:municipalities) and state = 'approved' and first_on <= :on and until > :on
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
    """Return the offices that are held today in the place of an official, and steps that are done so."""
    return tx.all(ACTING, municipalities=list(municipalities), on=local_date(tx.now))


def away(tx: Transaction, municipalities: tuple[int, ...]) -> dict[tuple[int, int], date]:
    """Return who is away today, by person and municipality, with the day they are back."""
    rows = tx.all(AWAY, municipalities=list(municipalities), on=local_date(tx.now))
    return {(row.person_id, row.municipality_id): row.until for row in rows}
