"""The people of a scenario: staff by their role, applicants by their demonstration number."""

from __future__ import annotations

from typing import Any

from engine.bootstrap import Engine
from engine.queries import observations
from engine.queries.sessions import roles_of
from engine.scenarios.errors import CannotRun
from engine.stores import people
from engine.tenancy import Actor, system


def staff_with(engine: Engine, municipality: Any, role: str, unit: str | None = None) -> Actor:
    """Return somebody who holds the role in the municipality, for the unit. Raises `CannotRun`."""
    with engine.read(system(municipality.id)) as tx:
        person_id = observations.staff_with(tx, municipality.id, role, unit)
        if person_id is None:
            raise CannotRun(f"nobody in {municipality.code} is {role}")
        return Actor(person_id, roles=roles_of(tx, person_id))


def applicant_with(engine: Engine, personal_number: str) -> Actor:
    """Return the demonstration person with the number. Raises `CannotRun`."""
    with engine.read(system()) as tx:
        person_id = people.id_of(tx, personal_number)
        if person_id is None:
            raise CannotRun(f"no demo person {personal_number}")
        return Actor(person_id, personal_number, roles=roles_of(tx, person_id))
