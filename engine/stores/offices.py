"""Offices that people hold of municipalities, also as a substitute (deputy) for their holder: `is_acting`.

Who holds a right for the whole country is in `people`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.db.pool import Transaction
from engine.roles import OF_THE_COUNTRY

_OFFICE = """
person_id = :person_id and municipality_id is not distinct from :municipality_id and role = :role
  and unit_code is not distinct from :unit and center is not distinct from :center
"""
OVERLAPPING = f"""
select valid_from, valid_until, is_acting from role_grants
where {_OFFICE} and daterange(valid_from, valid_until) && daterange(:valid_from, :valid_until)
order by valid_from limit 1
"""
# An office that has not begun by then never begins.
END = f"""
update role_grants set valid_until = greatest(valid_from, :on), ended_by = :ended_by
where {_OFFICE} and (valid_until is null or valid_until > greatest(valid_from, :on))
"""
# What `END` would change, held until the commit.
TO_END = f"""
select valid_until from role_grants
where {_OFFICE} and (valid_until is null or valid_until > greatest(valid_from, :on)) order by id for update
"""
LISTED = """
select g.id, p.personal_number, p.given_name, p.family_name, m.code as municipality, g.role,
    g.unit_code as unit, u.names as unit_names, g.center, g.is_acting, g.valid_from, g.valid_until,
    g.appointed_by, g.ended_by
from role_grants g join people p on p.id = g.person_id left join municipalities m on m.id = g.municipality_id
    left join units u on u.code = g.unit_code
where (m.id is not null or g.role = any (cast(:of_the_country as text[])))
  and (cast(:municipality as text) is null or m.code = :municipality)
  and (cast(:on as date) is null or g.valid_until is null or g.valid_until > :on)
order by m.code nulls first, g.role, g.unit_code nulls first, g.valid_from, g.id
"""
# Locked in one order: of two who end each other's office at once, the later sees what the first did.
OTHERS = """
select person_id, valid_from, valid_until from role_grants
where municipality_id = :municipality_id and role = :role order by id for update
"""
HELD_IN_UNIT = """
select count(*) from role_grants where unit_code = :unit and (valid_until is null or valid_until > :on)
"""
BY_PLACE = """
select municipality_id, count(*) as held from role_grants
where role = :role and valid_from <= :on and (valid_until is null or valid_until > :on)
group by municipality_id
"""
RELEASE_CLAIMS = "select release_claims_of_former(:on)"


def overlapping(tx: Transaction, person_id: int, **office: Any) -> Any:
    """Return the first grant of the office that shares a day with the period."""
    return tx.one(OVERLAPPING, person_id=person_id, **office)


def ends(tx: Transaction, person_id: int, **office: Any) -> list[date | None]:
    """Return when what ending it from the day on would change ends so far."""
    return [row.valid_until for row in tx.all(TO_END, person_id=person_id, **office)]


def end(tx: Transaction, person_id: int, **office: Any) -> bool:
    """End the office from a day on; False if it is not held on that day or later."""
    return tx.run(END, person_id=person_id, **office) > 0


def listed(tx: Transaction, municipality: str | None, *, since: date | None) -> list[Any]:
    """Return who holds which office, of one municipality or of all; past ones if no day is named."""
    return tx.all(LISTED, municipality=municipality, on=since, of_the_country=sorted(OF_THE_COUNTRY))


def is_held_by_another(tx: Transaction, person_id: int, *, municipality_id: int, role: str, on: date) -> bool:
    """Say whether somebody else holds the role there on the day; until the commit it stays so."""
    found = tx.all(OTHERS, municipality_id=municipality_id, role=role)
    return any(
        row.person_id != person_id
        and row.valid_from <= on
        and (row.valid_until is None or row.valid_until > on)
        for row in found
    )


def held_in_unit(tx: Transaction, unit: str, *, on: date) -> int:
    """Return how many offices are limited to the unit on the day or later."""
    return int(tx.scalar(HELD_IN_UNIT, unit=unit, on=on))


def release_claims(tx: Transaction, *, on: date) -> int:
    """Put back what people claimed in offices that they hold no more; return how many tasks."""
    return int(tx.scalar(RELEASE_CLAIMS, on=on))


def held_by_place(tx: Transaction, role: str, *, on: date) -> dict[int, int]:
    """Return how many hold the role on the day, by municipality."""
    return {row.municipality_id: row.held for row in tx.all(BY_PLACE, role=role, on=on)}
